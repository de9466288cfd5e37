package io.tallyman.admin;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.RegisteredRollup;
import io.tallyman.store.RollupLedger;
import io.tallyman.store.RollupState;
import io.tallyman.store.SettingStore;
import io.tallyman.store.StoreReader;
import io.tallyman.store.StoredLoss;
import io.tallyman.store.UnshownVersion;
import java.util.List;
import java.util.stream.Collectors;

/** {@link StoredFacts} from Tallyman's own tables. Thread-safe. */
public final class StoreFacts implements StoredFacts {

  private static final int AUDIT_LINES = 50;

  private final StoreReader reader;
  private final SettingStore settings;
  private final List<RollupTable> configured;

  /**
   * @param configured the rollups that this host feeds
   */
  public StoreFacts(StoreReader reader, SettingStore settings, List<RollupTable> configured) {
    this.reader = reader;
    this.settings = settings;
    this.configured = List.copyOf(configured);
  }

  /**
   * Reads small tables and indexes only.
   *
   * @throws StoreUnavailable when the database doesn't answer
   */
  @Override
  public Facts read() {
    List<RollupLedger> ledgers = reader.ledgers();
    List<UnshownVersion> unshown =
        UnshownVersion.among(configured, ledgers.stream().map(RollupLedger::rollup).toList());
    return new Facts(
        ledgers.stream().map(each -> rollup(each, unshown)).toList(),
        reader.deadLetters().stream()
            .map(each -> new DeadLetters(each.source(), each.reason(), each.letters()))
            .toList(),
        reader.openLosses().stream().map(StoreFacts::loss).toList(),
        settings.fleet(),
        reader.newestAudit(AUDIT_LINES));
  }

  private RollupVersion rollup(RollupLedger ledger, List<UnshownVersion> unshown) {
    RegisteredRollup rollup = ledger.rollup();
    return new RollupVersion(
        rollup.id().name(),
        rollup.id().version(),
        rollup.state().code(),
        rollup.state() == RollupState.READY
            ? reader.completeUntil(rollup.id().name()).orElse(null)
            : null,
        unshown.stream()
            .filter(each -> each.shown().equals(rollup.id()))
            .map(UnshownVersion::sentence)
            .collect(Collectors.joining("; ")),
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
