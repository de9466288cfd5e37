package io.tallyman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StopLimitTest {

  private final List<String> stopped = new ArrayList<>();

  private final class StuckPart implements Part {
    private final String name;
    private final CountDownLatch never;

    StuckPart(String name, boolean stuck) {
      this.name = name;
      this.never = new CountDownLatch(stuck ? 1 : 0);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() {
      // nothing to bring up
    }

    @Override
    public void stop() throws InterruptedException {
      stopped.add(name);
      never.await();
    }

    @Override
    public Check check() {
      return Check.well();
    }
  }

  private PartGraph started(boolean stuck) throws PartFailure {
    PartGraph parts =
        new PartGraph(
            List.of(
                new StuckPart("one", false),
                new StuckPart("two", stuck),
                new StuckPart("three", stuck)));
    parts.start();
    return parts;
  }

  @Test
  void shouldHaveEveryPartGiveUpOnceTheTimeIsOver() throws Exception {
    PartGraph parts = started(true);

    Throwable failure = catchThrowable(() -> StopLimit.stop(parts, Duration.ofMillis(50)));

    assertThat(failure).isInstanceOf(PartFailure.class).hasMessageContaining("three");
    assertThat(stopped).containsExactly("three", "two", "one");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void shouldHurryNobodyWithinTheTime() throws Exception {
    PartGraph parts = started(false);

    StopLimit.stop(parts, Duration.ofMinutes(5));

    assertThat(stopped).containsExactly("three", "two", "one");
    assertThat(parts.states()).extracting(PartStatus::state).containsOnly(PartState.STOPPED);
  }

  @Test
  void shouldKeepAnInterruptThatIsNotItsOwn() throws Exception {
    PartGraph parts = started(false);

    Thread.currentThread().interrupt();
    Throwable unused = catchThrowable(() -> StopLimit.stop(parts, Duration.ofMinutes(5)));

    assertThat(Thread.interrupted()).isTrue();
  }
}
