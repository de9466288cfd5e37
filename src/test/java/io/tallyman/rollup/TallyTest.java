package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.RejectReason;
import io.tallyman.event.SourcePartition;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class TallyTest {

  private static final SourcePartition P0 = Sales.partition(0);
  private static final SourcePartition P1 = Sales.partition(1);
  private static final long TIME = Instant.parse("2026-01-01T12:00:30Z").toEpochMilli();
  private static final Rollup BY_COUNTRY =
      Sales.compile(
          Sales.definition(
              "by_country",
              List.of(new Condition.NotIn("country", List.of("XX"))),
              List.of("country"),
              new MeasureDefinition.Count("events"),
              new MeasureDefinition.Sum("ratios", List.of("ratio"))));

  private final Tally tally = new Tally(Sales.EVENT_TIME, List.of(BY_COUNTRY));

  private void count(SourcePartition partition, long offset, String country) {
    reach(partition, offset);
    tally.count(partition, TIME, Sales.row("time", TIME, "country", country));
  }

  /** Kafka serves a record. */
  private void reach(SourcePartition partition, long offset) {
    tally.serve(partition, 1);
    tally.reach(partition, offset);
  }

  private static DeadLetter letter(SourcePartition partition, long offset) {
    return new DeadLetter(
        partition,
        Sales.TOPIC_ID,
        offset,
        RejectReason.MALFORMED,
        "cut short",
        null,
        Instant.ofEpochMilli(TIME),
        null,
        new byte[100],
        List.of());
  }

  @Test
  void shouldCallOffsetsThatKafkaDoesNotServeAbsent() {
    tally.open(P0, Sales.TOPIC_ID, 3, 10);
    count(P0, 12, "de"); // 10 and 11 were compacted away
    count(P0, 13, "de");
    reach(P0, 15);
    tally.reject(letter(P0, 15)); // 14 is a transaction's marker
    tally.advance(P0, 18, OptionalInt.of(4)); // and so are 16 and 17

    PartitionProgress progress = tally.toBatch().progress().get(0);

    assertThat(progress.range()).isEqualTo(new OffsetRange(10, 18));
    assertThat(progress.served()).isEqualTo(3);
    assertThat(progress.absent()).isEqualTo(5);
    assertThat(progress.ownerEpoch()).isEqualTo(3);
    assertThat(progress.leaderEpoch()).hasValue(4);
    assertThat(progress.outcomes())
        .isEqualTo(Map.of(BY_COUNTRY.id(), new Outcomes(2, 0, 0, 0, 0, 1)));
  }

  @Test
  void shouldNotMakeABatchInWhichARecordGotLost() {
    tally.open(P0, Sales.TOPIC_ID, 3, 0);
    count(P0, 0, "de");
    reach(P0, 1); // and then it slips through our fingers
    count(P0, 2, "de");

    assertThatThrownBy(tally::toBatch)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("doesn't balance");
  }

  @Test
  void shouldNotTakeARecordForAbsentThatGotLostBeforeItWasReached() {
    tally.open(P0, Sales.TOPIC_ID, 3, 0);
    tally.serve(P0, 3);
    for (long offset : List.of(0L, 2L)) {
      tally.reach(P0, offset);
      tally.count(P0, TIME, Sales.row("time", TIME, "country", "de"));
    }

    assertThatThrownBy(tally::toBatch)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("doesn't balance: served 3 + absent 1");
  }

  @Test
  void shouldMoveAPartitionInWhichEverythingIsAbsent() {
    tally.open(P0, Sales.TOPIC_ID, 1, 5);
    tally.advance(P0, 9, OptionalInt.empty());
    Batch batch = tally.toBatch();

    assertThat(batch.progress().get(0).range()).isEqualTo(new OffsetRange(5, 9));
    assertThat(batch.progress().get(0).absent()).isEqualTo(4);
    assertThat(batch.cells()).isEmpty();
  }

  @Test
  void shouldKeepOneOutcomePerRecordAndCountOnlyTheCounted() {
    tally.open(P0, Sales.TOPIC_ID, 1, 0);
    count(P0, 0, "de");
    count(P0, 1, "XX");
    reach(P0, 2);
    tally.count(P0, TIME + 3_600_001, Sales.row("time", TIME, "country", "XX"));
    reach(P0, 3);
    tally.count(P0, TIME - 300_001, Sales.row("time", TIME, "country", "XX"));
    reach(P0, 4);
    tally.reject(letter(P0, 4));
    Batch batch = tally.toBatch();

    assertThat(batch.progress().get(0).outcomes().get(BY_COUNTRY.id()))
        .isEqualTo(new Outcomes(1, 1, 1, 1, 0, 1));
    assertThat(batch.cells()).singleElement().satisfies(c -> assertThat(c.records()).isEqualTo(1));
    assertThat(batch.deadLetters()).hasSize(1);
    assertThat(batch.served()).isEqualTo(5);
  }

  @Test
  void shouldPutRecordsOfAllPartitionsIntoTheSameCells() {
    tally.open(P1, Sales.TOPIC_ID, 1, 0);
    tally.open(P0, Sales.TOPIC_ID, 1, 0);
    count(P1, 0, "de");
    count(P0, 0, "de");
    count(P0, 1, "DE");
    Batch batch = tally.toBatch();

    assertThat(batch.cellCount()).isEqualTo(2);
    assertThat(batch.progress()).extracting(PartitionProgress::partition).containsExactly(P0, P1);
    assertThat(batch.cells().get(0).cells())
        .extracting(cell -> cell.bucketStart())
        .containsOnly(Instant.parse("2026-01-01T12:00:00Z").getEpochSecond());
  }

  @Test
  void shouldCountCutValues() {
    tally.open(P0, Sales.TOPIC_ID, 1, 0);
    count(P0, 0, "x".repeat(300));
    count(P0, 1, "x".repeat(299));
    count(P0, 2, "de");
    RollupCells cells = tally.toBatch().cells().get(0);

    assertThat(cells.cutValues()).isEqualTo(2);
    assertThat(cells.cells()).hasSize(2);
  }

  @Test
  void shouldRefuseToGoBack() {
    tally.open(P0, Sales.TOPIC_ID, 1, 5);
    count(P0, 7, "de");

    assertThatThrownBy(() -> count(P0, 7, "de"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sales:sales-topic-0")
        .hasMessageContaining("7");
    assertThatThrownBy(() -> tally.advance(P0, 7, OptionalInt.empty()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldOnlyTakeRecordsOfPartitionsThatAreOpen() {
    tally.open(P0, Sales.TOPIC_ID, 1, 0);

    assertThat(tally.has(P0)).isTrue();
    assertThat(tally.has(P1)).isFalse();
    assertThatThrownBy(() -> count(P1, 0, "de")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tally.open(P0, Sales.TOPIC_ID, 1, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRejectForTheTimeBeforeItLooksAtNumbers() {
    assertThat(tally.rejection(Sales.row("ratio", Double.NaN), TIME))
        .isEqualTo(RejectReason.NO_EVENT_TIME);
    assertThat(tally.rejection(Sales.row("time", Long.MAX_VALUE, "ratio", Double.NaN), TIME))
        .isEqualTo(RejectReason.EVENT_TIME_OUT_OF_RANGE);
    assertThat(tally.rejection(Sales.row("time", TIME, "ratio", Double.NaN), TIME))
        .isEqualTo(RejectReason.NOT_FINITE);
    assertThat(tally.rejection(Sales.row("time", TIME, "ratio", 1.0), TIME)).isNull();
  }

  @Test
  void shouldRejectEvenWhatTheFilterWouldLeaveOut() {
    assertThat(tally.rejection(Sales.row("time", TIME, "country", "XX", "ratio", Double.NaN), TIME))
        .isEqualTo(RejectReason.NOT_FINITE);
  }

  @Test
  void shouldRejectADayToGroupByThatMySqlCannotHold() {
    Rollup byDay =
        Sales.compile(
            Sales.definition(
                "by_day", List.of(), List.of("day"), new MeasureDefinition.Count("events")));
    Tally days = new Tally(Sales.EVENT_TIME, List.of(byDay));
    LocalDate garbage = LocalDate.ofEpochDay(Integer.MAX_VALUE);

    assertThat(days.rejection(Sales.row("time", TIME, "day", garbage), TIME))
        .isEqualTo(RejectReason.DATE_OUT_OF_RANGE);
    assertThat(days.rejection(Sales.row("time", TIME, "day", LocalDate.of(2026, 1, 1)), TIME))
        .isNull();
    assertThat(tally.rejection(Sales.row("time", TIME, "day", garbage), TIME))
        .as("nobody groups by it")
        .isNull();
  }

  @Test
  void shouldAcceptExactlyTheTimesThatMySqlHolds() {
    long first = Instant.parse("1000-01-01T00:00:00Z").toEpochMilli();
    long last = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    assertThat(tally.rejection(Sales.row("time", first), TIME)).isNull();
    assertThat(tally.rejection(Sales.row("time", last), TIME)).isNull();
    assertThat(tally.rejection(Sales.row("time", first - 1), TIME))
        .isEqualTo(RejectReason.EVENT_TIME_OUT_OF_RANGE);
    assertThat(tally.rejection(Sales.row("time", last + 1), TIME))
        .isEqualTo(RejectReason.EVENT_TIME_OUT_OF_RANGE);
  }

  @Test
  void shouldTakeTheRecordsOwnTimestampWhereTheSourceSaysSo() {
    Tally byRecord = new Tally(new EventTime.RecordTimestamp(), List.of(BY_COUNTRY));
    byRecord.open(P0, Sales.TOPIC_ID, 1, 0);
    byRecord.serve(P0, 1);
    byRecord.reach(P0, 0);
    byRecord.count(P0, TIME, Sales.row("country", "de"));

    assertThat(byRecord.rejection(Sales.row(), -1)).isNull();
    assertThat(byRecord.toBatch().cells().get(0).cells().get(0).bucketStart())
        .isEqualTo(Instant.parse("2026-01-01T12:00:00Z").getEpochSecond());
  }

  @Test
  void shouldHaveNoCellsAndNoOutcomesOfARollupThatItLeavesOut() {
    Rollup other =
        Sales.compile(Sales.definition("by_country_too", new MeasureDefinition.Count("events")));
    Tally one = new Tally(Sales.EVENT_TIME, List.of(BY_COUNTRY, other), each -> each != other);
    one.open(P0, Sales.TOPIC_ID, 1, 0);
    one.serve(P0, 2);
    one.reach(P0, 0);
    one.count(P0, TIME, Sales.row("time", TIME, "country", "de"));
    one.reach(P0, 1);
    one.reject(letter(P0, 1));
    Batch batch = one.toBatch();

    assertThat(batch.cells())
        .extracting(cells -> cells.table().id())
        .containsExactly(BY_COUNTRY.id());
    assertThat(batch.progress().get(0).outcomes())
        .isEqualTo(Map.of(BY_COUNTRY.id(), new Outcomes(1, 0, 0, 0, 0, 1)));
    assertThat(batch.progress().get(0).range()).isEqualTo(new OffsetRange(0, 2));
  }

  @Test
  void shouldMoveOnWhereItLeavesAllRollupsOut() {
    Tally none = new Tally(Sales.EVENT_TIME, List.of(BY_COUNTRY), each -> false);
    none.open(P0, Sales.TOPIC_ID, 1, 0);
    none.serve(P0, 1);
    none.reach(P0, 0);
    none.count(P0, TIME, Sales.row("time", TIME, "country", "de"));
    Batch batch = none.toBatch();

    assertThat(batch.cells()).isEmpty();
    assertThat(batch.progress().get(0).outcomes()).isEmpty();
    assertThat(batch.progress().get(0).range()).isEqualTo(new OffsetRange(0, 1));
    assertThat(batch.served()).isEqualTo(1);
  }

  @Test
  void shouldRejectForAllWhatARollupRejectsThatIsLeftOut() {
    Tally without = new Tally(Sales.EVENT_TIME, List.of(BY_COUNTRY), each -> false);

    assertThat(without.rejection(Sales.row("time", TIME, "ratio", Double.NaN), TIME))
        .isEqualTo(tally.rejection(Sales.row("time", TIME, "ratio", Double.NaN), TIME))
        .isEqualTo(RejectReason.NOT_FINITE);
  }

  @Test
  void shouldSayUpToWhenAPartitionIsComplete() {
    Instant until = Instant.parse("2026-01-01T12:01:00Z");
    tally.open(P0, Sales.TOPIC_ID, 1, 5);
    tally.completeUntil(P0, until);
    PartitionProgress progress = tally.toBatch().progress().get(0);

    assertThat(progress.range().isEmpty()).isTrue();
    assertThat(progress.countedUntil()).isEqualTo(until);
  }

  @Test
  void shouldKnowItsSize() {
    assertThat(tally.isEmpty()).isTrue();
    assertThat(tally.bytes()).isZero();
    tally.open(P0, Sales.TOPIC_ID, 1, 0);
    count(P0, 0, "de");
    long withACell = tally.bytes();
    reach(P0, 1);
    tally.reject(letter(P0, 1));

    assertThat(tally.isEmpty()).isFalse();
    assertThat(tally.records()).isEqualTo(2);
    assertThat(tally.cells()).isEqualTo(1);
    assertThat(withACell).isPositive();
    assertThat(tally.bytes()).isGreaterThan(withACell + 100);
  }

  @Test
  void shouldBookLongTextsAndHeadersAsWhatTheyTake() {
    tally.open(P0, Sales.TOPIC_ID, 1, 0);
    count(P0, 0, "de");
    long small = tally.bytes();
    count(P0, 1, "x".repeat(255));
    long withText = tally.bytes();
    count(P0, 2, "x".repeat(255));
    long again = tally.bytes();
    DeadLetter plain = letter(P0, 3);
    reach(P0, 3);
    tally.reject(
        new DeadLetter(
            P0,
            Sales.TOPIC_ID,
            3,
            plain.reason(),
            plain.detail(),
            null,
            plain.recordTime(),
            null,
            null,
            List.of(new DeadLetter.Header("trace", new byte[100_000]))));

    assertThat(withText - small).isGreaterThan(small);
    assertThat(again).as("the same cell").isEqualTo(withText);
    assertThat(tally.bytes() - again).isGreaterThan(100_000);
  }
}
