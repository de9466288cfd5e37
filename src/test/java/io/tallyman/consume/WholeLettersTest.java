package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.RejectReason;
import io.tallyman.rollup.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WholeLettersTest {

  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
  private static final DeadLetter LETTER =
      new DeadLetter(
          Fruit.partition(0),
          Fruit.TOPIC_ID,
          42,
          RejectReason.MALFORMED,
          "cut short",
          7L,
          Instant.EPOCH,
          CONTENT,
          CONTENT,
          List.of(new DeadLetter.Header("from", CONTENT)));

  private final AtomicLong ticker = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
  private int most = 2;
  private final WholeLetters letters = new WholeLetters(ticker::get, () -> most);

  @Test
  void shouldKeepSoManyWholeInAMinuteAndTheCoordinatesOfTheOthers() {
    assertThat(letters.within(LETTER)).isSameAs(LETTER);
    assertThat(letters.within(LETTER)).isSameAs(LETTER);

    DeadLetter cut = letters.within(LETTER);
    assertThat(cut.key()).isNull();
    assertThat(cut.payload()).isNull();
    assertThat(cut.headers()).isEmpty();
    assertThat(cut)
        .usingRecursiveComparison()
        .ignoringFields("key", "payload", "headers", "detail")
        .isEqualTo(LETTER);
    assertThat(cut.detail()).isEqualTo("cut short (its content wasn't kept: read it in Kafka)");

    ticker.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(letters.within(LETTER)).isSameAs(LETTER);
  }

  @Test
  void shouldGoByTheNumberThatHoldsNow() {
    most = 0;
    assertThat(letters.within(LETTER)).isNotSameAs(LETTER);
    most = 1;
    assertThat(letters.within(LETTER)).isSameAs(LETTER);
    assertThat(letters.within(LETTER)).isNotSameAs(LETTER);
  }
}
