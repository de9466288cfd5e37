package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.SourcePartition;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A batch that doesn't balance can't be made. */
final class BatchTest {

  private static final RollupTable TABLE =
      Sales.compile(Sales.definition("by_country", new MeasureDefinition.Count("events"))).table();

  private static PartitionProgress progress(int partition, long served, long absent, long counted) {
    SourcePartition at = Sales.partition(partition);
    return new PartitionProgress(
        at,
        Sales.TOPIC_ID,
        1,
        new OffsetRange(100, 110),
        OptionalInt.empty(),
        served,
        absent,
        Map.of(TABLE.id(), new Outcomes(counted, 0, 0, 0, 0, served - counted)),
        null);
  }

  private static RollupCells cells(long... records) {
    return new RollupCells(
        TABLE,
        java.util.stream.LongStream.range(0, records.length)
            .mapToObj(
                i ->
                    new Cell(
                        0,
                        CellKey.of(List.of(i)),
                        List.of(String.valueOf(i)),
                        records[(int) i],
                        List.of(records[(int) i])))
            .toList());
  }

  @Test
  void shouldTakeWhatBalances() {
    Batch batch =
        new Batch(
            List.of(progress(1, 10, 0, 4), progress(0, 7, 3, 7)), List.of(cells(5, 6)), List.of());

    assertThat(batch.served()).isEqualTo(17);
    assertThat(batch.cellCount()).isEqualTo(2);
    assertThat(batch.progress())
        .extracting(each -> each.partition().number())
        .containsExactly(0, 1);
  }

  @Test
  void shouldRefuseARangeThatIsNotServedPlusAbsent() {
    assertThatThrownBy(() -> progress(0, 7, 2, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[100, 110)")
        .hasMessageContaining("doesn't balance");
  }

  @Test
  void shouldRefuseOutcomesThatAreNotTheServed() {
    assertThatThrownBy(
            () ->
                new PartitionProgress(
                    Sales.partition(0),
                    Sales.TOPIC_ID,
                    1,
                    new OffsetRange(0, 2),
                    OptionalInt.empty(),
                    2,
                    0,
                    Map.of(TABLE.id(), new Outcomes(1, 0, 0, 0, 0, 0)),
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(TABLE.id().toString());
  }

  @Test
  void shouldRefuseCellsThatAreNotTheCounted() {
    assertThatThrownBy(
            () -> new Batch(List.of(progress(0, 10, 0, 10)), List.of(cells(5, 6)), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("counted 10, records in cells 11");
  }

  @Test
  void shouldRefuseToMoveAPartitionTwice() {
    assertThatThrownBy(
            () ->
                new Batch(
                    List.of(progress(0, 10, 0, 0), progress(0, 10, 0, 0)), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("once");
  }

  @Test
  void shouldAddUpOutcomes() {
    Outcomes sum = new Outcomes(1, 2, 3, 4, 5, 6).plus(new Outcomes(10, 20, 30, 40, 50, 60));

    assertThat(sum).isEqualTo(new Outcomes(11, 22, 33, 44, 55, 66));
    assertThat(sum.total()).isEqualTo(231);
    assertThat(sum.plus(Outcomes.NONE)).isEqualTo(sum);
  }
}
