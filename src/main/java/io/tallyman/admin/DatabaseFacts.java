package io.tallyman.admin;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.store.RegisteredRollup;
import io.tallyman.store.StoreReader;
import io.tallyman.store.StoredLoss;

/** The facts, read from the database. */
public final class DatabaseFacts implements StoredFacts {

  private final StoreReader reader;

  public DatabaseFacts(StoreReader reader) {
    this.reader = reader;
  }

  @Override
  public Facts read() {
    return new Facts(
        reader.rollups().stream().map(this::version).toList(),
        reader.deadLetters().stream()
            .map(each -> new DeadLetters(each.source(), each.reason(), each.letters()))
            .toList(),
        reader.openLosses().stream().map(DatabaseFacts::lost).toList());
  }

  private RollupVersion version(RegisteredRollup rollup) {
    return new RollupVersion(
        rollup.id().name(),
        rollup.id().version(),
        rollup.state().code(),
        reader.completeUntil(rollup.id().name()).orElse(null));
  }

  private static LostRange lost(StoredLoss stored) {
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
