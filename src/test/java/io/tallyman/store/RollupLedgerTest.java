package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.RollupId;
import io.tallyman.store.Imbalance.Check;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RollupLedgerTest {

  private static final RollupId SALES = new RollupId("sales", "0123456789ab");
  private static final UUID TOPIC = UUID.randomUUID();
  private static final UUID OLD_TOPIC = UUID.randomUUID();

  private static final RegisteredRollup REGISTERED =
      new RegisteredRollup(
          SALES, "shop", "orders", "sales_0123456789ab", "{}", RollupState.READY, Instant.EPOCH);

  private static LedgerEntry entry(int partition, long first, long next) {
    return entry(SALES, TOPIC, partition, first, next);
  }

  private static LedgerEntry entry(RollupId id, UUID topic, int partition, long first, long next) {
    OffsetRange range = new OffsetRange(first, next);
    long served = range.length();
    return new LedgerEntry(
        id, "orders", topic, partition, range, served, 0, new Outcomes(served, 0, 0, 0, 0, 0));
  }

  private static LedgerEntry entry(long first, long next, long served, long counted) {
    return new LedgerEntry(
        SALES,
        "orders",
        TOPIC,
        0,
        new OffsetRange(first, next),
        served,
        1,
        new Outcomes(counted, 0, 0, 0, 0, 2));
  }

  private static StoredPosition position(String source, int partition, long first, long next) {
    return new StoredPosition(
        new SourcePartition(source, "orders", partition),
        TOPIC,
        first,
        next,
        OptionalInt.empty(),
        null,
        1,
        null);
  }

  private static RollupLedger ledger(List<LedgerEntry> entries, StoredPosition... positions) {
    return RollupLedger.of(REGISTERED, entries, List.of(positions), Optional.empty());
  }

  private static RollupLedger withCells(long records, long orders) {
    CellSums cells = new CellSums(records, new TreeMap<>(java.util.Map.of("orders", orders)));
    return RollupLedger.of(REGISTERED, List.of(entry(0, 0, 10)), List.of(), Optional.of(cells));
  }

  @Test
  void shouldBringTogetherWhatBelongsToOneVersion() {
    RollupId other = new RollupId("sales", "ba9876543210");

    RollupLedger ledger =
        ledger(
            List.of(
                entry(1, 0, 4), entry(SALES, OLD_TOPIC, 1, 0, 7), entry(other, TOPIC, 0, 0, 100)),
            position("shop", 1, 0, 4),
            position("shop", 2, 0, 0),
            position("other", 0, 0, 50));

    assertThat(ledger.partitions())
        .extracting(each -> each.partition().number())
        .containsExactly(1, 1, 2);
    assertThat(ledger.served()).isEqualTo(11);
    assertThat(ledger.outcomes().counted()).isEqualTo(11);
    assertThat(ledger.imbalances()).isEmpty();
    assertThat(ledger.partitions())
        .filteredOn(each -> each.topicId().equals(OLD_TOPIC))
        .singleElement()
        .satisfies(old -> assertThat(old.position()).isEmpty());
  }

  @Test
  void shouldShowGapsBeforeBetweenAndAfterTheRangesAndBalance() {
    RollupLedger ledger =
        ledger(List.of(entry(0, 10, 20), entry(0, 30, 40)), position("shop", 0, 5, 50));

    assertThat(ledger.partitions().get(0).gaps())
        .containsExactly(new OffsetRange(5, 10), new OffsetRange(20, 30), new OffsetRange(40, 50));
    assertThat(ledger.imbalances()).isEmpty();
  }

  @Test
  void shouldShowAllThatTheSourceHasReadAsAGapOfARollupThatCountedNothing() {
    RollupLedger ledger = ledger(List.of(), position("shop", 0, 5, 50), position("shop", 1, 7, 7));

    assertThat(ledger.partitions().get(0).gaps()).containsExactly(new OffsetRange(5, 50));
    assertThat(ledger.partitions().get(1).gaps()).isEmpty();
    assertThat(ledger.imbalances()).isEmpty();
  }

  @Test
  void shouldFindARangeThatIsLongerThanItsRecordsAndAbsentOffsets() {
    assertThat(ledger(List.of(entry(0, 10, 7, 5))).imbalances())
        .singleElement()
        .satisfies(
            imbalance -> {
              assertThat(imbalance.check()).isEqualTo(Check.LENGTH);
              assertThat(imbalance.partition()).hasValue(0);
              assertThat(imbalance.difference()).isEqualTo(-2);
              assertThat(imbalance.sentence())
                  .contains("sales@0123456789ab, partition 0")
                  .contains("[0, 10) has 10 offsets, but served 7 + absent 1 are 8")
                  .contains("put them back");
            });
  }

  @Test
  void shouldFindARecordWithoutAnOutcome() {
    assertThat(ledger(List.of(entry(0, 10, 9, 6))).imbalances())
        .singleElement()
        .satisfies(
            imbalance -> {
              assertThat(imbalance.check()).isEqualTo(Check.OUTCOMES);
              assertThat(imbalance.difference()).isEqualTo(-1);
            });
  }

  @Test
  void shouldFindWhatIsInTwoRanges() {
    assertThat(ledger(List.of(entry(0, 0, 10), entry(0, 6, 8), entry(0, 9, 12))).imbalances())
        .extracting(Imbalance::check, Imbalance::difference)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Check.OVERLAP, 2L),
            org.assertj.core.groups.Tuple.tuple(Check.OVERLAP, 1L));
  }

  @Test
  void shouldFindAPositionThatIsBehindWhatIsCounted() {
    assertThat(ledger(List.of(entry(0, 0, 10)), position("shop", 0, 0, 4)).imbalances())
        .singleElement()
        .satisfies(
            imbalance -> {
              assertThat(imbalance.check()).isEqualTo(Check.POSITION);
              assertThat(imbalance.difference()).isEqualTo(-6);
              assertThat(imbalance.sentence())
                  .contains("stands at 4, 6 offsets before", "--partition 0 takes it to 10");
            });
  }

  @Test
  void shouldFindCellsAndCountsThatAreNotWhatTheLedgerCounted() {
    assertThat(withCells(10, 10).imbalances()).isEmpty();
    assertThat(withCells(11, 10).imbalances())
        .singleElement()
        .satisfies(
            imbalance -> {
              assertThat(imbalance.check()).isEqualTo(Check.RECORDS);
              assertThat(imbalance.sentence())
                  .contains("hold 11 records and its ledger 10, 1 too many")
                  .contains("sales_0123456789ab");
            });
    assertThat(withCells(10, 7).imbalances())
        .singleElement()
        .satisfies(
            imbalance -> {
              assertThat(imbalance.check()).isEqualTo(Check.COUNT_MEASURE);
              assertThat(imbalance.sentence())
                  .contains("measure orders counts 7 records and its ledger 10, 3 too few");
            });
  }
}
