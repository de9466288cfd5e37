package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tallyman.event.RejectReason;
import io.tallyman.rollup.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RejectLogTest {

  private final AtomicLong ticker = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
  private int few = 5;
  private final RejectLog log = new RejectLog(ticker::get, () -> few);
  private final Logger logger = (Logger) LoggerFactory.getLogger(RejectLog.class);
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
  }

  private void reject(int times) {
    for (int i = 0; i < times; i++) {
      log.note(letter(i, "cut short"));
    }
  }

  private static DeadLetter letter(long offset, String detail) {
    return new DeadLetter(
        Fruit.partition(0),
        Fruit.TOPIC_ID,
        offset,
        RejectReason.MALFORMED,
        detail,
        null,
        Instant.EPOCH,
        null,
        "secret".getBytes(StandardCharsets.UTF_8),
        List.of());
  }

  private List<String> lines() {
    return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void shouldWriteAFewOfManyWithTheirCoordinates() {
    reject(1_000);

    assertThat(lines()).hasSize(5);
    assertThat(lines().get(3))
        .isEqualTo("Rejected fruit:fruit-topic-0 offset 3: malformed: cut short");
    assertThat(lines()).noneMatch(line -> line.contains("secret"));
  }

  @Test
  void shouldSayHowManyItPassedOverWhenTheMinuteIsOver() {
    reject(12);
    ticker.addAndGet(Duration.ofMinutes(1).toNanos());
    reject(1);

    assertThat(lines()).hasSize(7);
    assertThat(lines().get(5)).contains("7 more").contains("tallyman_dead_letter");
  }

  @Test
  void shouldWriteAsManyAsItIsToldMeanwhile() {
    reject(6);
    few = 8;
    reject(6);
    assertThat(lines()).hasSize(8);

    few = 0;
    ticker.addAndGet(Duration.ofMinutes(1).toNanos());
    reject(100);
    assertThat(lines()).hasSize(9).last().asString().contains("4 more");
  }

  @Test
  void shouldWriteSixLinesAMinuteHoweverManyAreRejected() {
    for (int second = 0; second < 600; second++) {
      reject(100);
      ticker.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    assertThat(lines()).hasSize(10 * 5 + 9);
  }

  @Test
  void shouldWriteOneShortLineWhateverADetailHolds() {
    log.note(letter(7, "no type\nWARN forged\u2028" + "x".repeat(10_000)));

    assertThat(lines()).singleElement().asString().hasSizeLessThan(400).contains("?WARN forged?x");
    assertThat(lines().get(0).chars()).noneMatch(Character::isISOControl);
  }

  @Test
  void shouldSayNothingOfAMinuteInWhichItPassedOverNone() {
    reject(5);
    ticker.addAndGet(Duration.ofMinutes(1).toNanos());
    reject(1);

    assertThat(lines()).hasSize(6).noneMatch(line -> line.contains("more"));
  }
}
