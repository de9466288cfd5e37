package io.tallyman.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(900)
final class SimulatorTest {

  private static final long SCHEDULES = 10_000;
  private static final int WORKERS = 2;
  private static final Logger SERVICE = (Logger) LoggerFactory.getLogger("io.tallyman");

  @BeforeAll
  static void beQuiet() {
    SERVICE.setLevel(Level.OFF);
  }

  @AfterAll
  static void beLoudAgain() {
    SERVICE.setLevel(Level.INFO);
  }

  @Test
  void shouldKeepEveryPromiseInTenThousandSchedules() throws Exception {
    AtomicLong next = new AtomicLong();
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    try {
      List<Future<?>> begun = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        begun.add(workers.submit(() -> play(next)));
      }
      for (Future<?> each : begun) {
        each.get();
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static void play(AtomicLong next) {
    try (Simulator simulator = new Simulator()) {
      for (long seed = next.getAndIncrement(); seed < SCHEDULES; seed = next.getAndIncrement()) {
        Throwable failure = simulator.play(PlanDrawing.of(seed), History.SILENT);
        assertThat(failure).as("bin/simulate --seed " + seed).isNull();
      }
    }
  }

  @Test
  void shouldTellTheSameHistoryForTheSameSeed() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(history(seed)).isEqualTo(history(seed)).hasSizeGreaterThan(5);
    }
  }

  private static List<String> history(long seed) {
    List<String> lines = new ArrayList<>();
    try (Simulator simulator = new Simulator()) {
      Throwable failure =
          simulator.play(
              PlanDrawing.of(seed),
              (nanos, who, what) -> lines.add(nanos + " " + who + " " + what.get()));
      assertThat(failure).isNull();
    }
    return lines;
  }
}
