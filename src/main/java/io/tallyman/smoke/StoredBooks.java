package io.tallyman.smoke;

import io.tallyman.rollup.RollupTable;
import io.tallyman.store.FleetStanding;
import io.tallyman.store.MarkedCells;
import io.tallyman.store.MarkedQueries;
import io.tallyman.store.SettingStore;
import io.tallyman.store.StoreReader;
import io.tallyman.store.StoredPosition;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The books of the smoke rollup in the database. */
public final class StoredBooks implements Books {

  private final RollupTable table;
  private final Instant from;
  private final StoreReader reader;
  private final MarkedQueries marked;
  private final SettingStore settings;

  /**
   * @param table the smoke rollup's
   * @param from before the first event was made, by more than any bucket is long
   */
  public StoredBooks(
      RollupTable table,
      Instant from,
      StoreReader reader,
      MarkedQueries marked,
      SettingStore settings) {
    this.table = table;
    this.from = from;
    this.reader = reader;
    this.marked = marked;
    this.settings = settings;
  }

  @Override
  public MarkedCells cells(String run) {
    return marked.cells(table, SmokeRollup.RUN, run, from);
  }

  @Override
  public List<StoredPosition> positions() {
    return reader.positions().stream()
        .filter(
            position ->
                position.partition().source().equals(table.source())
                    && position.partition().topic().equals(table.topic()))
        .toList();
  }

  @Override
  public List<String> rollups() {
    return marked.rollupsThatCounted(table.topic());
  }

  @Override
  public FleetStanding fleet() {
    return settings.fleet();
  }

  @Override
  public List<String> complaints() {
    Stream<String> lost =
        reader.openLosses().stream()
            .filter(each -> each.loss().partition().source().equals(table.source()))
            .map(
                each ->
                    "partition "
                        + each.loss().partition().number()
                        + ": offsets are lost, since "
                        + each.recordedAt());
    Stream<String> refused =
        reader.deadLetters().stream()
            .filter(each -> each.source().equals(table.source()))
            .map(each -> each.letters() + " dead letters of the reason " + each.reason());
    return Stream.concat(lost, refused).toList();
  }
}
