package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tallyman.access.Attempt;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggedRefusalsTest {

  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final LoggedRefusals refusals = new LoggedRefusals(clock);
  private final Attempt attempt = new Attempt("POST", "/tasks/positions", "10.0.0.9");
  private final Logger logger = (Logger) LoggerFactory.getLogger(LoggedRefusals.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logged);
  }

  @Test
  void shouldLogTenAMinuteAndSayHowManyMore() {
    for (int number = 0; number < 25; number++) {
      refusals.refused(attempt, 401, "the key is unknown");
    }
    assertThat(logged.list)
        .hasSize(10)
        .allSatisfy(
            line ->
                assertThat(line.getFormattedMessage())
                    .isEqualTo(
                        "refused POST /tasks/positions from 10.0.0.9 (401): the key is unknown"));

    clock.advance(Duration.ofMinutes(1));
    refusals.refused(attempt, 401, "the key is unknown");

    assertThat(logged.list).hasSize(12);
    assertThat(logged.list.get(10).getFormattedMessage())
        .isEqualTo("refused 15 more that aren't logged");
  }
}
