package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketTest {

  /** Every divisor of 86,400 from 10 on. */
  private static final List<Long> ALLOWED =
      List.of(
          10L, 12L, 15L, 16L, 18L, 20L, 24L, 25L, 27L, 30L, 32L, 36L, 40L, 45L, 48L, 50L, 54L, 60L,
          64L, 72L, 75L, 80L, 90L, 96L, 100L, 108L, 120L, 128L, 135L, 144L, 150L, 160L, 180L, 192L,
          200L, 216L, 225L, 240L, 270L, 288L, 300L, 320L, 360L, 384L, 400L, 432L, 450L, 480L, 540L,
          576L, 600L, 640L, 675L, 720L, 800L, 864L, 900L, 960L, 1080L, 1152L, 1200L, 1350L, 1440L,
          1600L, 1728L, 1800L, 1920L, 2160L, 2400L, 2700L, 2880L, 3200L, 3456L, 3600L, 4320L, 4800L,
          5400L, 5760L, 7200L, 8640L, 9600L, 10800L, 14400L, 17280L, 21600L, 28800L, 43200L,
          86400L);

  @Test
  void shouldAllowExactlyTheWholeDivisorsOfADay() {
    List<Long> allowed =
        LongStream.rangeClosed(-1, 200_000)
            .filter(seconds -> Bucket.parse(seconds + "s").isPresent())
            .boxed()
            .toList();

    assertThat(allowed).isEqualTo(ALLOWED);
  }

  @ParameterizedTest
  @CsvSource({
    "10s,10",
    "1m,60",
    "5m,300",
    "15m,900",
    "60m,3600",
    "1h,3600",
    "24h,86400",
    "1d,86400"
  })
  void shouldReadALengthAndItsUnit(String text, long seconds) {
    assertThat(Bucket.parse(text)).contains(new Bucket(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "m",
        "1",
        "0m",
        "-1m",
        "01m",
        "1M",
        "1 m",
        "1m ",
        " 1m",
        "1.5h",
        "7m",
        "5h",
        "9s",
        "2d",
        "1w",
        "100000s",
        "99999999999999999999s",
        "1m\n",
        "٣m"
      })
  void shouldReadNothingElse(String text) {
    assertThat(Bucket.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -60, 1, 7, 86_401, 172_800, Long.MAX_VALUE})
  void shouldNotBeMadeWithAnotherLength(long seconds) {
    assertThatThrownBy(() -> new Bucket(seconds))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole divisor of a day")
        .hasMessageContaining(seconds + "s");
  }

  @ParameterizedTest
  @CsvSource({
    "1m,0,0",
    "1m,59999,0",
    "1m,60000,60",
    "1m,-1,-60",
    "1m,-60000,-60",
    "1m,-60001,-120",
    "1d,-1,-86400",
    "1d,86399999,0",
    "10s,9999,0",
    "10s,10000,10",
    "1h,-3600000,-3600"
  })
  void shouldContainItsStartAndNotItsEnd(String bucket, long millis, long start) {
    assertThat(Bucket.parse(bucket).orElseThrow().startOf(millis)).isEqualTo(start);
  }

  @Test
  void shouldPutTheFirstAndTheLastTimeThatMySqlHoldsIntoTheirDays() {
    Bucket day = new Bucket(86_400);

    assertThat(day.startOf(Instant.parse("1000-01-01T00:00:00Z").toEpochMilli()))
        .isEqualTo(Instant.parse("1000-01-01T00:00:00Z").getEpochSecond());
    assertThat(day.startOf(Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli()))
        .isEqualTo(Instant.parse("9999-12-31T00:00:00Z").getEpochSecond());
  }
}
