package io.tallyman.admin;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.RegisteredRollup;
import io.tallyman.store.RollupLedger;
import io.tallyman.store.RollupState;
import io.tallyman.store.StoreReader;
import io.tallyman.store.StoredLoss;

/** {@link StoredFacts} from Tallyman's own tables. Thread-safe. */
public final class StoreFacts implements StoredFacts {

  private final StoreReader reader;

  public StoreFacts(StoreReader reader) {
    this.reader = reader;
  }

  /**
   * Reads small tables and an index only.
   *
   * @throws StoreUnavailable when the database doesn't answer
   */
  @Override
  public Facts read() {
    return new Facts(
        reader.ledgers().stream().map(this::rollup).toList(),
        reader.deadLetters().stream()
            .map(each -> new DeadLetters(each.source(), each.reason(), each.letters()))
            .toList(),
        reader.openLosses().stream().map(StoreFacts::loss).toList());
  }

  private RollupVersion rollup(RollupLedger ledger) {
    RegisteredRollup rollup = ledger.rollup();
    return new RollupVersion(
        rollup.id().name(),
        rollup.id().version(),
        rollup.state().code(),
        rollup.state() == RollupState.READY
            ? reader.completeUntil(rollup.id().name()).orElse(null)
            : null,
        rollup.state() == RollupState.RETIRED ? null : LedgerView.of(ledger));
  }

  private static LostRange loss(StoredLoss stored) {
    SourcePartition partition = stored.loss().partition();
    OffsetRange range = stored.loss().range();
    return new LostRange(
        partition.source(),
        partition.number(),
        range.first(),
        range.next(),
        stored.loss().kind().code(),
        stored.loss().detail(),
        stored.recordedAt());
  }
}
