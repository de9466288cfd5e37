package io.tallyman.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        if (failure != null) {
          next.set(SCHEDULES); // one is enough for the others, too
          throw new AssertionError(
              "bin/simulate --seed " + seed + ": " + failure.getMessage(), failure);
        }
      }
    }
  }

  /**
   * Beyond the ten thousand. They are other schedules once the drawing changes; the unit tests of
   * each mend don't depend on it.
   */
  @ParameterizedTest
  @ValueSource(longs = {107_525, 148_281, 400_474, 715_632})
  void shouldKeepThePromisesThatASeedHasOnceBroken(long seed) {
    try (Simulator simulator = new Simulator()) {
      assertThat(simulator.play(PlanDrawing.of(seed), History.SILENT)).isNull();
    }
  }

  @Test
  void shouldTellTheSameHistoryForTheSameSeed() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Histories.digest(seed)).isEqualTo(Histories.digest(seed));
    }
  }

  /** Where a process deals its maps and sets anew, so that nothing may depend on their order. */
  @Test
  void shouldTellTheSameHistoryInAnotherProcess() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=io/tallyman/simulate/simulate-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Histories.class.getName(),
                "0",
                "300")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String told = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(told.lines()).containsExactlyElementsOf(Histories.digests(0, 300));
    } finally {
      other.destroyForcibly();
    }
  }
}
