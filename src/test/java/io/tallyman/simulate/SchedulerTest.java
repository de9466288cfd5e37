package io.tallyman.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class SchedulerTest {

  private final StrandPool pool = new StrandPool();
  private final Scheduler scheduler = new Scheduler(1, pool);
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void end() {
    scheduler.close();
    pool.close();
  }

  @Test
  void shouldDoEverythingInTheOrderOfTime() {
    scheduler.after(30, 1, () -> seen.add("third " + scheduler.nanos()));
    scheduler.after(10, 2, () -> seen.add("first " + scheduler.nanos()));
    scheduler.after(20, 1, () -> seen.add("second " + scheduler.nanos()));
    scheduler.runUntil(25);
    assertThat(seen).containsExactly("first 10", "second 20");
    scheduler.runUntil(1_000);
    assertThat(seen).hasSize(3).last().isEqualTo("third 30");
    assertThat(scheduler.nanos()).isEqualTo(1_000);
  }

  @Test
  void shouldInterleaveStrandsAsTheSeedDraws() {
    assertThat(interleaved(1)).hasSize(40).isEqualTo(interleaved(1));
    assertThat(LongStream.range(2, 12).mapToObj(this::interleaved).distinct().count())
        .isGreaterThan(5);
  }

  private List<String> interleaved(long seed) {
    List<String> steps = new ArrayList<>();
    Scheduler one = new Scheduler(seed, pool);
    for (String name : List.of("a", "b")) {
      one.start(
          1,
          () -> {
            for (int i = 0; i < 20; i++) {
              steps.add(name + i);
              one.step("count");
            }
          });
    }
    one.runUntil(Long.MAX_VALUE);
    one.close();
    return steps;
  }

  @Test
  void shouldWaitForAConditionOrTheDeadline() {
    AtomicBoolean open = new AtomicBoolean();
    scheduler.start(1, () -> seen.add("opened: " + scheduler.await("door", open::get, 5_000_000)));
    scheduler.start(
        1, () -> seen.add("never: " + scheduler.await("never", () -> false, 7_000_000)));
    scheduler.after(2_000_000, 2, () -> open.set(true));
    scheduler.runUntil(6_000_000);
    assertThat(seen).containsExactly("opened: true");
    scheduler.runUntil(9_000_000);
    assertThat(seen).containsExactly("opened: true", "never: false");
  }

  @Test
  void shouldLetAStalledProcessGoOnLater() {
    scheduler.start(
        1,
        () -> {
          scheduler.step("one");
          seen.add("awake " + scheduler.nanos() / 1_000_000);
        });
    scheduler.after(0, Scheduler.WORLD, () -> scheduler.stall(1, 50_000_000));
    scheduler.runUntil(40_000_000);
    assertThat(seen).isEmpty();
    scheduler.runUntil(60_000_000);
    assertThat(seen).containsExactly("awake 50");
  }

  @Test
  void shouldEndTheStrandsOfAKilledProcessInTheMiddle() {
    for (int process = 1; process <= 2; process++) {
      String name = "process " + process;
      scheduler.start(
          process,
          () -> {
            try {
              for (int i = 0; i < 100; i++) {
                scheduler.step("on");
              }
              seen.add(name + " is done");
            } finally {
              seen.add(name + " ends");
            }
          });
    }
    scheduler.after(1_000_000, 1, () -> scheduler.kill(1));
    scheduler.runUntil(1_000_000_000);
    assertThat(seen).containsExactly("process 1 ends", "process 2 is done", "process 2 ends");
  }

  @Test
  void shouldFailWhereAStrandOrAnEventFails() {
    scheduler.start(
        1,
        () -> {
          scheduler.step("before");
          throw new IllegalStateException("broken strand");
        });
    assertThatThrownBy(() -> scheduler.runUntil(1_000_000)).hasMessageContaining("broken strand");

    Scheduler other = new Scheduler(2, pool);
    other.start(1, () -> other.await("never", () -> false, 1_000_000_000));
    other.after(
        10,
        1,
        () -> {
          throw new IllegalStateException("broken event");
        });
    assertThatThrownBy(() -> other.runUntil(1_000_000)).hasMessageContaining("broken event");
    other.close();
  }
}
