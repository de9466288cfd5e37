package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FactsReaderTest {

  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final SwitchableDatabase database = new SwitchableDatabase();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final FactsReader reader =
      new FactsReader(database, thread, clock, Duration.ofMillis(50));
  private final FactsReader patient =
      new FactsReader(database, thread, clock, Duration.ofSeconds(20));

  @AfterEach
  void end() {
    database.answer();
    thread.shutdownNow();
  }

  @Test
  void shouldReadAfreshEveryTime() {
    patient.read();
    clock.advance(Duration.ofMinutes(1));

    assertThat(patient.read())
        .isEqualTo(
            new FactsReader.Reading(
                SwitchableDatabase.FACTS, Instant.parse("2026-11-21T10:01:00Z"), ""));
    assertThat(database.reads()).isEqualTo(2);
  }

  @Test
  void shouldShowTheLastFactsWithTheCauseWhenTheDatabaseRefuses() {
    database.refuse("Access denied for user 'tallyman'");
    assertThat(patient.read())
        .isEqualTo(new FactsReader.Reading(null, null, "Access denied for user 'tallyman'"));

    database.answer();
    patient.read();
    clock.advance(Duration.ofMinutes(1));
    database.refuse("Communications link failure");

    assertThat(patient.read())
        .isEqualTo(
            new FactsReader.Reading(
                SwitchableDatabase.FACTS,
                Instant.parse("2026-11-21T10:00:00Z"),
                "Communications link failure"));
  }

  @Test
  void shouldWaitNoLongerThanItsPatienceAndRecover() {
    database.hang();
    assertThat(reader.read())
        .isEqualTo(new FactsReader.Reading(null, null, "the database didn't answer within 50 ms"));

    database.answer();
    Awaitility.await().until(() -> reader.read().cause().isEmpty());
  }

  @Test
  void shouldHaveOneReadUnderWayHoweverManyAsk() throws Exception {
    database.hang();
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Future<FactsReader.Reading>> all = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        all.add(callers.submit(reader::read));
      }
      for (Future<FactsReader.Reading> each : all) {
        assertThat(each.get(10, TimeUnit.SECONDS).facts()).isNull();
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(database.reads()).isEqualTo(1);
  }

  @Test
  void shouldSaySoAfterTheServiceStopped() {
    thread.shutdownNow();

    assertThat(reader.read().cause()).isEqualTo("the service is stopping");
  }
}
