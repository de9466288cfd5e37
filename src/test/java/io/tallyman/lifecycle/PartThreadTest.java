package io.tallyman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.tallyman.log.CapturedLog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PartThreadTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final AtomicReference<PartThread> thread = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private PartThread threadThat(PartThread.Work work) {
    PartThread made =
        new PartThread(
            "work",
            () -> {
              try {
                work.run();
              } finally {
                ended.countDown();
              }
            });
    thread.set(made);
    return made;
  }

  @Test
  void shouldEndAPauseAsSoonAsItIsAskedToStop() throws Exception {
    PartThread working = threadThat(() -> assertThat(thread.get().pause(LONG)).isFalse());
    working.start();

    working.askToStop();
    working.awaitEnd(LONG);

    assertThat(ended.getCount()).isZero();
    assertThat(working.goesOn()).isFalse();
    assertThat(working.hasDied()).as("it was asked to").isFalse();
  }

  @Test
  void shouldInterruptWhatDoesNotEndInTime() throws Exception {
    PartThread stuck = threadThat(() -> new CountDownLatch(1).await());
    stuck.start();

    stuck.askToStop();
    stuck.awaitEnd(Duration.ofMillis(1));

    ended.await();
  }

  @Test
  void shouldNoticeThatItsWorkEndedByItself() {
    PartThread brief = threadThat(() -> {});
    assertThat(brief.hasDied()).as("not started").isFalse();

    brief.start();

    await().until(brief::hasDied);
  }

  @Test
  void shouldSayWhichThreadFailedAndThatARestartHelps() {
    PartThread failing =
        threadThat(
            () -> {
              throw new IllegalStateException("it broke");
            });
    try (CapturedLog log = CapturedLog.of(PartThread.class)) {
      failing.start();

      await().until(failing::hasDied);

      assertThat(log.lines())
          .containsExactly(
              new CapturedLog.Line(
                  Level.ERROR,
                  "The thread work has ended, because it failed; restart the service",
                  Map.of()));
    }
  }

  @Test
  void shouldWorkAgainAfterAStop() throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    PartThread working =
        threadThat(
            () -> {
              while (thread.get().goesOn()) {
                rounds.incrementAndGet();
                thread.get().pause(Duration.ofMillis(1));
              }
            });
    working.start();
    working.askToStop();
    working.awaitEnd(LONG);
    int before = rounds.get();

    working.start();

    await().until(() -> rounds.get() > before);
    working.askToStop();
    working.awaitEnd(LONG);
  }
}
