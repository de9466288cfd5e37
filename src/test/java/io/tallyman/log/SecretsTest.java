package io.tallyman.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.dropwizard.logging.common.layout.DiscoverableLayoutFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

final class SecretsTest {

  private static final String PASSWORD = "p\"q\\r &0815";

  private final Secrets secrets = new Secrets(List.of(PASSWORD, "hunter2", "hunter2-long", "abc"));

  @Test
  void shouldKeepSecretsOutInEveryFormAndTheLongestFirst() {
    assertThat(secrets.keepOutOf("a " + PASSWORD + " b")).isEqualTo("a (secret) b");
    assertThat(secrets.keepOutOf("{\"x\":\"p\\\"q\\\\r &0815\"}"))
        .isEqualTo("{\"x\":\"(secret)\"}");
    assertThat(secrets.keepOutOf("?x=p%22q%5Cr+%260815")).isEqualTo("?x=(secret)");
    assertThat(secrets.keepOutOf("hunter2-long, hunter2")).isEqualTo("(secret), (secret)");
  }

  @Test
  void shouldLeaveShortSecretsBecauseTheyAreInWords() {
    assertThat(secrets.keepOutOf("abcissa")).isEqualTo("abcissa");
  }

  @Test
  void shouldShowNothingOfItself() {
    assertThat(secrets.toString()).doesNotContain("hunter", "0815");
  }

  @Test
  void shouldGuardAppendersWhereverTheyHang() {
    LoggerContext loggers = new LoggerContext();
    loggers.setMDCAdapter(MDC.getMDCAdapter());
    Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger single = loggers.getLogger("io.tallyman");
    ByteArrayOutputStream behind = new ByteArrayOutputStream();
    ByteArrayOutputStream own = new ByteArrayOutputStream();
    AsyncAppender async = new AsyncAppender();
    async.setContext(loggers);
    async.addAppender(appender(loggers, new TextLayoutFactory(), behind));
    async.start();
    root.addAppender(async);
    single.addAppender(appender(loggers, new JsonLayoutFactory(), own));

    secrets.guard(loggers);
    secrets.guard(loggers);
    single.warn("it is hunter2", new IllegalStateException(PASSWORD));
    loggers.stop();

    for (ByteArrayOutputStream out : List.of(behind, own)) {
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("it is (secret)", "IllegalStateException: (secret)")
          .doesNotContain("hunter2", "0815", "(secret)(secret)");
    }
  }

  private static OutputStreamAppender<ILoggingEvent> appender(
      LoggerContext loggers,
      DiscoverableLayoutFactory<ILoggingEvent> layouts,
      ByteArrayOutputStream out) {
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(loggers);
    encoder.setLayout(layouts.build(loggers, TimeZone.getDefault()));
    encoder.getLayout().start();
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(loggers);
    appender.setEncoder(encoder);
    appender.setOutputStream(out);
    appender.start();
    return appender;
  }
}
