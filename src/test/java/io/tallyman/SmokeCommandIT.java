package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallyman.cluster.Database;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.smoke.Feed;
import io.tallyman.smoke.Patience;
import io.tallyman.smoke.SmokePlan;
import io.tallyman.smoke.SmokeReport;
import io.tallyman.smoke.SmokeRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar tallyman.jar smoke config.yml} beside a real service, on the project's file. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class SmokeCommandIT {

  private static final String OTHERS =
      "SELECT rollup, partition_id, first_offset, next_offset, served, counted"
          + " FROM tallyman_ledger WHERE rollup <> 'smoke_runs' ORDER BY 1, 2, 3";

  @TempDir Path folder;

  /** Sends the example's events, as of today, and waits until all three rollups have them. */
  private void countOthers(SmokeService service) throws Exception {
    Path events = folder.resolve("events.csv");
    String today = LocalDate.now(Clock.systemUTC()).toString();
    Files.writeString(
        events, Files.readString(Path.of("examples/events.csv")).replace("2026-01-31", today));
    String sent = service.run(0, "produce", "--source", "tracking", "--input", events);
    long rows = Long.parseLong(sent.replaceAll("(?s).*?(\\d+) rows sent.*", "$1"));
    await()
        .atMost(OrderService.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(service.rows("SELECT SUM(served) FROM tallyman_ledger"))
                    .containsExactly(String.valueOf(3 * rows)));
  }

  @Test
  void shouldSeeItsEventsCountedOnceAndTouchNoOtherRollup(Kafka kafka, Database server)
      throws Exception {
    try (SmokeService service = new SmokeService(kafka, server, "good", folder)) {
      service.run(0, "migrate");
      service.start();
      countOthers(service);
      List<String> before = service.rows(OTHERS);
      List<String> cells = service.rows("SELECT * FROM events_by_country ORDER BY 1, 2, 3, 4");

      assertThat(service.run(0, "smoke"))
          .contains("created the topic smoke-good: 12 partitions")
          .containsPattern("events +100 +100\n")
          .containsPattern("sum of their numbers +5050 +5050\n")
          .contains("counted once: seen after ");
      JsonNode json =
          new ObjectMapper().readTree(service.run(0, "smoke", "--json", "--events", "7"));

      assertThat(json.at("/good").asBoolean()).isTrue();
      assertThat(json.at("/counted").asLong()).isEqualTo(7);
      assertThat(service.rows("SELECT SUM(events), SUM(numbers) FROM smoke_runs GROUP BY run"))
          .containsExactlyInAnyOrder("100|5050", "7|28");
      assertThat(service.rows(OTHERS)).isNotEmpty().isEqualTo(before);
      assertThat(service.rows("SELECT * FROM events_by_country ORDER BY 1, 2, 3, 4"))
          .isNotEmpty()
          .isEqualTo(cells);
      service.run(0, "ledger");
    }
  }

  @Test
  void shouldSayWhoHasPausedTheSource(Kafka kafka, Database server) throws Exception {
    try (SmokeService service = new SmokeService(kafka, server, "paused", folder)) {
      service.run(0, "migrate");
      SteeredProcess host = service.start();
      service.run(0, "smoke");
      host.order("/tasks/consumer?action=pause&source=smoke&scope=fleet&reason=broken+disk");

      assertThat(service.run(1, "smoke", "--within", "4s"))
          .contains("0 of 100 events were counted within 4 s")
          .contains("consumer smoke is paused for the fleet since ", "(broken disk)");

      host.order("/tasks/consumer?action=resume&source=smoke&scope=fleet&reason=mended");
      service.run(0, "smoke");
    }
  }

  @Test
  void shouldSeeThatAnEventIsCountedTwice(Kafka kafka, Database server) throws Exception {
    try (SmokeService service = new SmokeService(kafka, server, "twice", folder)) {
      service.run(0, "migrate");
      service.start();
      Blueprint blueprint = service.blueprint();
      Feed feed = SmokeCommand.feed(blueprint, Clock.systemUTC());

      SmokeReport again =
          smoke(
              blueprint,
              "again",
              (run, events) -> {
                feed.send(run, events);
                feed.send(run, 1);
              });
      assertThat(again.good()).isFalse();
      assertThat(again.faults().get(0))
          .startsWith("11 events are counted")
          .contains("10 were sent");

      SmokeReport instead =
          smoke(
              blueprint,
              "instead",
              (run, events) -> {
                feed.send(run, events - 1);
                feed.send(run, 1);
              });
      assertThat(instead.good()).isFalse();
      assertThat(instead.counted()).isEqualTo(10);
      assertThat(instead.faults().get(0)).contains("add up to 46, and 10 were sent, with 55");
    }
  }

  private static SmokeReport smoke(Blueprint blueprint, String run, Feed feed) throws Exception {
    Clock clock = Clock.systemUTC();
    return new SmokeRun(
            new SmokePlan(run, 10, Duration.ofSeconds(20)),
            feed,
            SmokeCommand.books(blueprint, clock),
            new Patience(clock, System::nanoTime, LockSupport::parkNanos))
        .run();
  }

  @Test
  void shouldSayThatNobodyRunsThatItIsSwitchedOffAndThatTheArgumentsDoNotFit(
      Kafka kafka, Database server) throws Exception {
    try (SmokeService service = new SmokeService(kafka, server, "nobody", folder)) {
      assertThat(service.run(1, "smoke")).contains("migrate config.yml");
      service.run(0, "migrate");
      assertThat(service.run(1, "smoke"))
          .contains("nothing was sent: no host of the service is running: none was ever heard of");

      assertThat(service.run(2, "smoke", "--events", "0")).contains("--events is 0");
      assertThat(service.run(2, "smoke", "--within", "soon")).contains("--within");
      assertThat(service.run(2, "smoke", "--evnts", "3")).contains("smoke");
      service.with("TALLYMAN_SMOKE", "false");
      assertThat(service.run(2, "smoke")).contains("switched off", "TALLYMAN_SMOKE=true");
      assertThat(service.run(0, "check")).contains("source smoke is switched off");
      service.with("TALLYMAN_SMOKE", "maybe");
      assertThat(service.run(2, "smoke")).contains("'maybe' is neither true nor false");
    }
  }
}
