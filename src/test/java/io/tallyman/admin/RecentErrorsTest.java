package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RecentErrorsTest {

  private final LoggerContext loggers = new LoggerContext();
  private final Logger log = loggers.getLogger("io.tallyman.consume.Lane");
  private final RecentErrors errors = new RecentErrors(loggers, 3);

  @Test
  void shouldKeepTheNewestWarningsAndErrorsFirst() {
    errors.start();
    log.info("all is well");
    log.warn("lane {} is slow", "tracking-0");
    log.error("no broker answers", new IOException("connection refused"));

    assertThat(errors.newest())
        .extracting(each -> each.level() + " " + each.message())
        .containsExactly(
            "ERROR no broker answers: java.io.IOException: connection refused",
            "WARN lane tracking-0 is slow");
  }

  @Test
  void shouldCountWhatIsSaidAgainAndKeepNoMoreThanFits() {
    errors.start();
    log.error("one");
    log.error("two");
    log.error("two");
    log.error("two");
    log.error("three");
    log.error("four");

    assertThat(errors.newest())
        .extracting(each -> each.message() + " x" + each.times())
        .containsExactly("four x1", "three x1", "two x3");
  }

  @Test
  void shouldListenOnlyBetweenStartAndStop() {
    log.error("before");
    errors.start();
    errors.stop();
    log.error("after");

    assertThat(errors.newest()).isEmpty();
  }
}
