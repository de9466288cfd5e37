package io.tallyman.admin;

import io.tallyman.admin.control.Obedience;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import io.tallyman.store.FleetStanding;
import io.tallyman.store.HostNote;
import io.tallyman.store.StoredHost;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Facts from a database that a test takes away and brings back. */
final class SwitchableDatabase implements StoredFacts {

  private static final LedgerView LEDGER =
      new LedgerView(
          false,
          new LedgerView.Sums(90, 10, 80, 4, 3, 2, 1, 0),
          5,
          List.of(),
          null,
          List.of(new LedgerView.Unbalanced("length", 4, -1, "[0, 101) has 101 offsets")));

  static final Facts FACTS =
      new Facts(
          List.of(
              new RollupVersion(
                  "sales_by_day",
                  "0123456789ab",
                  "ready",
                  Instant.parse("2026-11-21T09:59:58Z"),
                  "",
                  LEDGER)),
          List.of(new DeadLetters("tracking", "malformed", 17)),
          List.of(
              new LostRange(
                  "tracking",
                  4,
                  100,
                  250,
                  "retention",
                  "the log starts at 250",
                  Instant.parse("2026-11-20T00:00:00Z"))),
          new FleetStanding(
              List.of(),
              List.of(
                  new StoredHost(
                      new HostNote(
                          "host-1",
                          "1.2.3",
                          Instant.parse("2026-11-21T09:00:00Z"),
                          Obedience.expected(List.of(), "host-1", Instant.EPOCH)),
                      Instant.parse("2026-11-21T09:59:58Z"),
                      Duration.ofSeconds(2)),
                  new StoredHost(
                      new HostNote(
                          "host-2", "1.2.2", Instant.parse("2026-11-21T08:00:00Z"), "000000000000"),
                      Instant.parse("2026-11-21T09:00:00Z"),
                      Duration.ofHours(1)))),
          List.of(
              new AuditEntry(
                  new ActionNote(
                      Instant.parse("2026-11-21T09:30:00Z"),
                      "host-2",
                      "operator at 127.0.0.1 (anna)",
                      "consumer pause",
                      "<img src=x onerror=alert(1)> too hot",
                      "4711"),
                  "tracking/3",
                  "fleet",
                  "",
                  "paused",
                  "done")));

  private final Facts facts;
  private final AtomicInteger reads = new AtomicInteger();
  private volatile CountDownLatch open = new CountDownLatch(0);
  private volatile String refusal = "";

  SwitchableDatabase() {
    this(FACTS);
  }

  SwitchableDatabase(Facts facts) {
    this.facts = facts;
  }

  /** Reads fail at once. */
  void refuse(String message) {
    refusal = message;
  }

  /** Reads wait until {@link #answer}. */
  void hang() {
    open = new CountDownLatch(1);
  }

  void answer() {
    refusal = "";
    open.countDown();
  }

  int reads() {
    return reads.get();
  }

  @Override
  public Facts read() throws Exception {
    reads.incrementAndGet();
    open.await();
    if (!refusal.isEmpty()) {
      throw new IOException(refusal);
    }
    return facts;
  }
}
