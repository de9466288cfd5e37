package io.tallyman.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ctl fleet} over hosts that are well by themselves while the fleet isn't. */
@Timeout(60)
class FleetTest {

  private static final String UNATTENDED =
      """
      {"cause": "unattended", "healthy": true, "source": "orders", "partition": %d,
       "sentence": "has stood at offset 10 for %d s", "meaning": "m", "remedy": "see the others"}\
      """;
  private static final String LOSS =
      """
      {"source": "orders", "partition": 4, "first_offset": 100, "next_offset": 150,
       "kind": "retention", "detail": "the log begins at 150", "recorded_at": "2026-11-21T09:00:00Z"}\
      """;
  private static final String ELSEWHERE =
      """
      {"partition": %d, "owner": "", "stored": %s, "log_end": 90, "lag": %s, "lag_seconds": %s}\
      """;

  @TempDir Path folder;
  private final List<HttpServer> hosts = new ArrayList<>();
  private boolean paused;

  @AfterEach
  void stop() {
    hosts.forEach(each -> each.stop(0));
  }

  /** A host that is well and holds partition 0, 5 records behind. */
  private void host(String name, String health, String elsewhere, String more) throws Exception {
    HttpServer host =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hosts.add(host);
    byte[] status =
        """
        {"host": "%s", "version": "1", "started": "2026-11-21T09:00:00Z", "health": [%s],
         "components": [{"name": "pool", "well": true}], "database": {"available": true},
         "sources": [{"source": "orders", "elsewhere": [%s], "lanes": [{"partitions":
           [{"partition": %d, "state": "%s", "lag": 5, "lag_seconds": 3}]}]}]%s}
        """
            .formatted(
                name, health, elsewhere, hosts.size() - 1, paused ? "paused" : "counting", more)
            .getBytes(StandardCharsets.UTF_8);
    host.createContext(
        "/status",
        exchange -> {
          exchange.sendResponseHeaders(200, status.length);
          exchange.getResponseBody().write(status);
          exchange.close();
        });
    host.start();
  }

  private CtlRun fleet(String... options) throws Exception {
    List<String> addresses =
        hosts.stream()
            .map(each -> "'http://127.0.0.1:" + each.getAddress().getPort() + "'")
            .toList();
    Path profiles = folder.resolve("ctl.yml");
    Files.writeString(profiles, "qa: {hosts: [" + String.join(", ", addresses) + "]}\n");
    List<String> arguments = new ArrayList<>(List.of("fleet", "--env", "qa"));
    arguments.addAll(List.of(options));
    return CtlRun.of(Map.of("TALLYMAN_CTL", profiles.toString()), arguments.toArray(String[]::new));
  }

  @Test
  void shouldSayThatAllIsWellWhereItIs() throws Exception {
    host("one", "", ELSEWHERE.formatted(1, "80", "10", "7"), ", \"losses\": [], \"rollups\": null");
    host("two", "", ELSEWHERE.formatted(0, "80", "10", "7"), ", \"losses\": null");

    CtlRun run = fleet();

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .contains("WHAT IS WRONG\n  nothing\n")
        .endsWith("qa: 2 of 2 hosts are well; behind by 10 records, 3 s at most\n");
  }

  @Test
  void shouldFindPartitionsThatNobodyCountsAndSaySoOnce() throws Exception {
    for (String name : List.of("one", "two")) {
      String health =
          String.join(
              ",",
              UNATTENDED.formatted(4, 300 + hosts.size()),
              UNATTENDED.formatted(5, 300),
              UNATTENDED.formatted(7, 300));
      host(name, health, "", "");
    }

    CtlRun run = fleet();

    assertThat(run.code()).isEqualTo(ExitCode.UNWELL);
    assertThat(fleet("--json").code()).isEqualTo(ExitCode.UNWELL);
    assertThat(run.out())
        .containsOnlyOnce("  unattended: orders partitions 4 to 5, 7\n    on    the fleet\n")
        .containsOnlyOnce("has stood at offset 10 for 300 s; partition 5 has stood")
        .contains("    to do see the others\n")
        .contains("qa: 2 of 2 hosts are well; the fleet isn't well; behind by 10 records");
  }

  @Test
  void shouldFindLossesThatNobodyHasSettled() throws Exception {
    host("one", "", "", ", \"losses\": [" + LOSS + "]");
    host("two", "", "", ", \"losses\": [" + LOSS + "]");

    CtlRun run = fleet();

    assertThat(run.code()).isEqualTo(ExitCode.UNWELL);
    assertThat(run.out())
        .containsOnlyOnce("  a loss isn't settled: orders\n    on    the fleet\n")
        .contains("partition 4, offsets 100 to 149: the log begins at 150\n")
        .contains("; the fleet isn't well;");
  }

  @Test
  void shouldNotRepeatTheLossForWhichAPartitionStandsStill() throws Exception {
    String stands =
        """
        {"cause": "data_loss", "healthy": false, "source": "orders", "partition": 4,
         "sentence": "lost 100 to 149", "meaning": "m", "remedy": "r"}\
        """;
    host("one", stands, "", ", \"losses\": [" + LOSS + "]");

    CtlRun run = fleet();

    assertThat(run.code()).isEqualTo(ExitCode.UNWELL);
    assertThat(run.out())
        .contains("  data_loss: orders partition 4\n")
        .doesNotContain("isn't settled");
  }

  @Test
  void shouldFindRollupsThatDoNotBalance() throws Exception {
    String rollups =
        """
        , "rollups": [{"name": "sales", "version": "abc", "ledger": {"balanced": false,
          "imbalances": [{"sentence": "partition 3 misses 7 records"}]}},
          {"name": "items", "version": "def", "ledger": {"balanced": true, "imbalances": []}},
          {"name": "old", "version": "ghi", "ledger": null}]\
        """;
    host("one", "", "", rollups);
    host("two", "", "", rollups);

    CtlRun run = fleet();

    assertThat(run.code()).isEqualTo(ExitCode.UNWELL);
    assertThat(run.out())
        .containsOnlyOnce("  rollup sales, version abc, doesn't balance\n    on    the fleet\n")
        .contains("partition 3 misses 7 records\n")
        .doesNotContain("rollup items", "rollup old");
  }

  private static final String HOSTS =
      """
      , "hosts": [{"host": "one", "seen": "2026-11-21T09:00:00.1Z", "silent_seconds": %d, "obeyed": true},
        {"host": "two", "seen": "2026-11-21T09:00:00.2Z", "silent_seconds": 30, "obeyed": true},
        {"host": "three", "seen": "2026-11-21T09:00:00.3Z", "silent_seconds": %d, "obeyed": true}]\
      """;

  @Test
  void shouldCallTheFleetUnwellWhereTheDatabaseHasNotHeardOfAHost() throws Exception {
    host("one", "", "", HOSTS.formatted(1, 300));
    host("two", "", "", HOSTS.formatted(40, 305)); // it answers here, whatever the database says

    CtlRun run = fleet();

    assertThat(run.code()).isEqualTo(ExitCode.UNWELL);
    assertThat(run.out())
        .containsOnlyOnce("  silent: 1 of 3 hosts of the database\n    on    the fleet\n")
        .contains("three was heard of 300 s ago\n")
        .contains("; the fleet isn't well;");
  }

  @Test
  void shouldCallItWellWhereAHostOfTheDatabaseOnlyIsNotOfTheProfile() throws Exception {
    host("one", "", "", HOSTS.formatted(1, 3).replace("\"silent_seconds\": 30", "\"x\": 30"));

    CtlRun run = fleet();

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("three", "WHAT IS WRONG\n  nothing\n");
  }

  @Test
  void shouldTellOfPausesAndWhatWaitsForThemWithoutCallingThatAFault() throws Exception {
    String settings =
        """
        , "settings": [
          {"kind": "consumer", "target": "orders", "value": "paused", "host": null, "by": "ada",
           "since": "2026-11-21T09:00:00.5Z", "until": null, "reason": "deploy"},
          {"kind": "consumer", "target": "orders/0", "value": "running", "host": "one", "by": "bob",
           "since": "2026-11-21T09:00:00.5Z", "until": null, "reason": ""},
          {"kind": "rollup", "target": "sales", "value": "paused", "host": "one", "by": "bob",
           "since": "2026-11-21T09:00:00.5Z", "until": "2026-11-21T10:00:00Z", "reason": ""}]\
        """;
    paused = true;
    host("one", "", "", settings);
    host("two", "", "", settings);

    CtlRun run = fleet();

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .contains("WHAT IS WRONG\n  nothing\n\nGOOD TO KNOW\n")
        .containsOnlyOnce("  paused: source orders on the fleet\n")
        .contains("since 2026-11-21T09:00:00Z by ada (deploy); 10 records wait in 2 partitions\n")
        .contains("to do bin/ctl consumer resume orders --scope fleet when the reason is gone\n")
        .containsOnlyOnce("  paused: rollup sales on one\n")
        .contains("by bob until 2026-11-21T10:00:00Z; what it misses stays a gap\n")
        .doesNotContain("orders partition 0");
  }

  @Test
  void shouldSayThatNothingIsKnownWhereNobodyAnswers() throws Exception {
    host("one", "", "", "");
    stop();

    assertThat(fleet().out())
        .endsWith("qa: no host answered well, of 1: nothing is known of the fleet\n")
        .doesNotContain("behind by");
  }

  @Test
  void shouldCountTheRecordsOfPartitionsThatNobodyHolds() throws Exception {
    String free = ELSEWHERE.formatted(8, "50", "40", "600");
    String never = ELSEWHERE.formatted(9, "null", "null", "null");
    host("one", "", free + "," + never + "," + ELSEWHERE.formatted(1, "80", "10", "7"), "");
    host("two", "", ELSEWHERE.formatted(8, "50", "41", "601"), "");

    assertThat(fleet().out())
        .endsWith(
            "behind by 51 records, 601 s at most, with 41 records of 2 partitions that no host here"
                + " holds\n");
  }
}
