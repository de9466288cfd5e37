package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.health.HealthCheck;
import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.Part;
import io.tallyman.lifecycle.PartGraph;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HealthAfterStartTest {

  private final CountDownLatch mayStart = new CountDownLatch(1);
  private final CountDownLatch starts = new CountDownLatch(1);

  /** Takes as long as the test wants. */
  private final class SlowPart implements Part {
    private final boolean fails;

    SlowPart(boolean fails) {
      this.fails = fails;
    }

    @Override
    public String name() {
      return "store";
    }

    @Override
    public void start() throws InterruptedException {
      starts.countDown();
      mayStart.await();
      if (fails) {
        throw new IllegalStateException("no");
      }
    }

    @Override
    public void stop() {
      // nothing to put away
    }

    @Override
    public Check check() {
      return Check.well();
    }
  }

  private HealthCheck.Result seenOfAStart(boolean fails) throws Exception {
    PartGraph parts = new PartGraph(List.of(new SlowPart(fails)));
    HealthCheck health = new HealthAfterStart(parts, new PartHealth(parts, "store"));
    CompletableFuture<HealthCheck.Result> early = new CompletableFuture<>();
    Thread looking = new Thread(() -> early.complete(health.execute()), "health");
    looking.setDaemon(true);
    looking.start();
    CompletableFuture<Throwable> start =
        CompletableFuture.supplyAsync(() -> catchThrowable(parts::start));
    starts.await();
    await().until(looking::getState, Thread.State.TIMED_WAITING::equals);
    assertThat(early).isNotDone();

    mayStart.countDown();

    assertThat(start.get() == null).isEqualTo(!fails);
    return early.get();
  }

  @Test
  void shouldTakeNoStartForAnOutage() throws Exception {
    assertThat(seenOfAStart(false).isHealthy()).isTrue();
  }

  @Test
  void shouldSayThatAStartHasFailed() throws Exception {
    assertThat(seenOfAStart(true).isHealthy()).isFalse();
  }
}
