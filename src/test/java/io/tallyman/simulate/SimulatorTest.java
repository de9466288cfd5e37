package io.tallyman.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(300)
final class SimulatorTest {

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
  void shouldKeepEveryPromiseInManySchedules() {
    try (Simulator simulator = new Simulator()) {
      for (long seed = 0; seed < 200; seed++) {
        Throwable failure = simulator.play(PlanDrawing.of(seed), History.SILENT);
        assertThat(failure).as("seed " + seed).isNull();
      }
    }
  }
}
