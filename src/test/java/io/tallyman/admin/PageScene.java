package io.tallyman.admin;

import io.tallyman.admin.StoredFacts.DeadLetters;
import io.tallyman.admin.StoredFacts.Facts;
import io.tallyman.admin.StoredFacts.LostRange;
import io.tallyman.admin.StoredFacts.RollupVersion;
import io.tallyman.admin.control.Obedience;
import io.tallyman.admin.health.StagedFlow;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.PartitionStatus;
import io.tallyman.lifecycle.Check;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import io.tallyman.store.FleetStanding;
import io.tallyman.store.HostNote;
import io.tallyman.store.StoredHost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** An hour of a host and its fleet, as the page has to show it. */
enum PageScene {
  /** Twelve partitions on two hosts, with a little of everything. */
  USUAL(12, 8, 1),
  /** What can go wrong goes wrong. */
  SICK(12, 8, 900),
  /** Fifty hosts, and two hundred partitions. */
  MANY(200, 60, 5_000),
  /** The usual, of a process that has never reached the database. */
  UNREAD(12, 8, 1),
  /** A host on its first day. */
  EMPTY(0, 0, 1);

  private static final int HOSTS = 50;
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

  private final int partitions;
  private final int held;
  private final int scale;

  PageScene(int partitions, int held, int scale) {
    this.partitions = partitions;
    this.held = held;
    this.scale = scale;
  }

  int partitions() {
    return partitions;
  }

  private Set<Integer> stuck() {
    return switch (this) {
      case USUAL, UNREAD, EMPTY -> Set.of();
      case SICK -> Set.of(2, 6, 11);
      case MANY -> Set.of(17, 18, 19, 20, 33, 150, 151);
    };
  }

  private List<Integer> lost() {
    return switch (this) {
      case UNREAD, EMPTY -> List.of();
      case USUAL -> List.of(5);
      case SICK -> List.of(1, 5);
      case MANY -> List.of(4, 41);
    };
  }

  /** Waves of lag, partitions of another host, some that stand still, and some that are stopped. */
  StagedFlow flow(ConsumerToggles toggles) {
    StagedFlow flow = new StagedFlow().toggles(toggles::list);
    for (int step = 0; step < 120; step++) {
      for (int partition = 0; partition < partitions; partition++) {
        long end = 10_000L * scale + step * 500L * scale;
        double wave = Math.sin((step + 9 * partition) / 11.0) + 1;
        long stored = end - Math.round(wave * 40 * scale * (1 + partition % 12)) - step % 7;
        flow.log(partition, end);
        if (stuck().contains(partition) && step > 90) {
          continue;
        }
        if (partition < held) {
          flow.counting(partition, stored, flow.now().minusSeconds(2 + partition % 30));
        } else {
          flow.row(partition, stored, "host-2/4711", flow.now().minusSeconds(20));
        }
      }
      flow.pass(partitions > 100 && step > 0 && step < 80 ? STEP.dividedBy(30) : STEP);
    }
    lost()
        .forEach(
            partition ->
                flow.stopped(
                    partition,
                    PartitionStatus.Stop.LOSS,
                    "the log starts at 250, and 100 to 249 aren't counted"));
    if (this == SICK) {
      flow.part("database", new Check.Unwell("no connection within 5 s: Connection refused"))
          .pass(Duration.ofMinutes(2));
    }
    return flow;
  }

  /** What the database knows. */
  Facts facts() {
    return switch (this) {
      case USUAL, UNREAD -> SwitchableDatabase.FACTS;
      case SICK -> many(3);
      case MANY -> many(HOSTS);
      case EMPTY ->
          new Facts(
              List.of(), List.of(), List.of(), new FleetStanding(List.of(), List.of()), List.of());
    };
  }

  private static Facts many(int hosts) {
    return new Facts(
        List.of(
            rollup("events_by_country", "", true),
            rollup("events_by_country", "two hosts still feed this version", true),
            rollup("sales_by_day", "", false),
            rollup("a_rollup_with_quite_a_long_name_of_sixty_characters_in_all_ok", "", true)),
        List.of(
            new DeadLetters("tracking", "malformed", 412_118),
            new DeadLetters("tracking", "unknown_schema", 70_003),
            new DeadLetters("tracking", "unstorable", 2)),
        List.of(
            loss(1, 4_000_000, 4_250_117),
            loss(5, 100, 250),
            loss(9, 1_000_000_000, 1_000_000_001)),
        new FleetStanding(
            List.of(), IntStream.rangeClosed(1, hosts).mapToObj(PageScene::host).toList()),
        IntStream.range(0, 50).mapToObj(PageScene::line).toList());
  }

  private static RollupVersion rollup(String name, String note, boolean balanced) {
    LedgerView.Sums sums =
        new LedgerView.Sums(1_234_567_890, 10, 1_200_000_000, 34_000_000, 300_000, 267_000, 0, 890);
    return new RollupVersion(
        name,
        note.isEmpty() ? "0123456789ab" : "ba9876543210",
        note.isEmpty() ? "ready" : "filling",
        note.isEmpty() ? Instant.parse("2026-11-21T10:59:40Z") : null,
        note,
        new LedgerView(
            balanced,
            sums,
            note.isEmpty() ? 0 : 12_345_678,
            List.of(),
            null,
            balanced
                ? List.of()
                : List.of(
                    new LedgerView.Unbalanced(
                        "length", 4, -1, "partition 4: [0, 101) has 101 offsets, 100 are told"))));
  }

  private static LostRange loss(int partition, long first, long next) {
    return new LostRange(
        "tracking",
        partition,
        first,
        next,
        "retention",
        "the log starts at " + next,
        Instant.parse("2026-11-20T23:12:05Z"));
  }

  private static StoredHost host(int number) {
    String name = "host-" + number;
    boolean silent = number % 20 == 3;
    return new StoredHost(
        new HostNote(
            name,
            number % 7 == 0 ? "1.2.2" : "1.2.3",
            START.minusSeconds(number * 3_600L),
            number == 8 ? "000000000000" : Obedience.expected(List.of(), name, Instant.EPOCH)),
        Instant.parse("2026-11-21T10:59:58Z"),
        silent ? Duration.ofSeconds(400L * number) : Duration.ofSeconds(number % 5));
  }

  private static AuditEntry line(int number) {
    return new AuditEntry(
        new ActionNote(
            Instant.parse("2026-11-21T10:58:00Z").minusSeconds(number * 1_900L),
            "host-" + (1 + number % 9),
            number % 3 == 0 ? "deploy at 10.0.4.17 (key ci)" : "operator at 127.0.0.1 (anna)",
            number % 3 == 0 ? "config set" : number % 3 == 1 ? "consumer pause" : "request",
            number % 4 == 0 ? "the database moves to the new rack tonight, see OPS-1234" : "",
            "4711-" + number),
        number % 3 == 0 ? "flush.interval" : "tracking/" + number,
        number % 2 == 0 ? "fleet" : "host",
        number % 3 == 0 ? "1s" : "",
        number % 3 == 0 ? "5s" : "paused",
        number % 3 == 2 ? "refused with 403: needs the level operate" : "done");
  }
}
