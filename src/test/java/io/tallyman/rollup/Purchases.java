package io.tallyman.rollup;

import io.tallyman.event.OffsetRange;
import io.tallyman.event.RejectReason;
import io.tallyman.event.SourcePartition;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A source of purchases and its rollups, as the behaviour kit counts them: by country and by
 * nothing, with a measure of every kind.
 */
public final class Purchases {

  /** 2026-11-20T00:00Z, in seconds. */
  public static final long MIDNIGHT = 1_795_132_800L;

  private static final Instant RECORD_TIME = Instant.ofEpochSecond(MIDNIGHT + 30);

  private final String source;
  private final UUID topicId = UUID.randomUUID();
  private final RollupTable byCountry;
  private final RollupTable total;

  /**
   * @param source a name that no other test uses
   */
  public Purchases(String source) {
    this.source = source;
    this.byCountry =
        table(
            "by_country_" + source, List.of(new DimensionColumn("country", new ColumnType.Text())));
    this.total = table("total_" + source, List.of());
  }

  private RollupTable table(String name, List<DimensionColumn> dimensions) {
    return new RollupTable(
        new RollupId(name, "0123456789ab"),
        source,
        "purchases",
        "{\"source\": \"" + source + "\", \"note\": \"it's a \\\\ test\"}",
        dimensions,
        List.of(
            new MeasureColumn("purchases", new ColumnType.Whole(), MeasureColumn.Merge.ADD),
            new MeasureColumn("revenue", new ColumnType.Decimal(40, 4), MeasureColumn.Merge.ADD),
            new MeasureColumn("weight", new ColumnType.Floating(), MeasureColumn.Merge.ADD),
            new MeasureColumn("cheapest", new ColumnType.Decimal(12, 2), MeasureColumn.Merge.LEAST),
            new MeasureColumn("most", new ColumnType.Whole(), MeasureColumn.Merge.GREATEST)),
        List.of(
            new ShownMeasure.Stored("purchases"),
            new ShownMeasure.Stored("revenue"),
            new ShownMeasure.Mean("mean_weight", "weight", "purchases"),
            new ShownMeasure.Stored("cheapest"),
            new ShownMeasure.Stored("most")));
  }

  public String source() {
    return source;
  }

  public UUID topicId() {
    return topicId;
  }

  /** Purchases by country. */
  public RollupTable byCountry() {
    return byCountry;
  }

  /** Purchases by country in another version, of the same columns. */
  public RollupTable byCountryChanged() {
    return new RollupTable(
        new RollupId(byCountry.id().name(), "fedcba987654"),
        byCountry.source(),
        byCountry.topic(),
        "{}",
        byCountry.dimensions(),
        byCountry.measures(),
        byCountry.shown());
  }

  /** Purchases by nothing but time. */
  public RollupTable total() {
    return total;
  }

  /** A partition of the topic. */
  public SourcePartition partition(int number) {
    return new SourcePartition(source, "purchases", number);
  }

  /** Claims the partition, which must be granted. */
  public Claim.Granted claim(RollupStore store, int partition, String owner) {
    return (Claim.Granted) store.claim(partition(partition), topicId, owner);
  }

  /** A cell with all its measures. */
  public static Cell cell(
      @Nullable String country, long records, @Nullable Object... measuresAfterCount) {
    List<@Nullable Object> dimensions = Arrays.asList((Object) country);
    List<@Nullable Object> measures = new ArrayList<>();
    measures.add(records);
    measures.addAll(Arrays.asList(measuresAfterCount));
    return new Cell(MIDNIGHT, CellKey.of(dimensions), dimensions, records, measures);
  }

  /** A cell in which each record has the revenue 0.0001. */
  public static Cell cell(@Nullable String country, long records) {
    return cell(
        country,
        records,
        BigDecimal.valueOf(records, 4),
        0.5 * records,
        new BigDecimal("9.99"),
        records);
  }

  /** The cell of the rollup by nothing. */
  public static Cell totalCell(long records) {
    Cell cell = cell(null, records);
    return new Cell(MIDNIGHT, CellKey.of(List.of()), List.of(), records, cell.measures());
  }

  /** How far a partition goes in one batch: so many counted, rejected and absent. */
  public record Move(int partition, Claim.Granted claim, long counted, long rejected, long absent) {

    public static Move of(int partition, Claim.Granted claim, long counted) {
      return new Move(partition, claim, counted, 0, 0);
    }
  }

  /** A batch of cells by country, which moves one partition. */
  public Batch batch(int partition, Claim.Granted claim, Cell... cells) {
    long records = Arrays.stream(cells).mapToLong(Cell::records).sum();
    return batch(List.of(Move.of(partition, claim, records)), List.of(cells));
  }

  /** A batch of cells by country, with a dead letter for every rejected record. */
  public Batch batch(List<Move> moves, List<Cell> cells) {
    return batchOf(moves, List.of(new RollupCells(byCountry, cells)));
  }

  /** A batch of one cell of a version by country, which moves one partition. */
  public Batch batch(RollupTable version, int partition, Claim.Granted claim, Cell cell) {
    return batchOf(
        List.of(Move.of(partition, claim, cell.records())),
        List.of(new RollupCells(version, List.of(cell))));
  }

  /** A batch over both rollups. */
  public Batch batchOfBoth(List<Move> moves, List<Cell> cells) {
    long records = cells.stream().mapToLong(Cell::records).sum();
    return batchOf(
        moves,
        List.of(
            new RollupCells(byCountry, cells),
            new RollupCells(total, List.of(totalCell(records)))));
  }

  private Batch batchOf(List<Move> moves, List<RollupCells> cells) {
    return new Batch(
        moves.stream().map(move -> progress(move, cells)).toList(), cells, letters(moves));
  }

  private PartitionProgress progress(Move move, List<RollupCells> cells) {
    long first = move.claim().nextOffset();
    long served = move.counted() + move.rejected();
    Map<RollupId, Outcomes> outcomes = new HashMap<>();
    for (RollupCells each : cells) {
      outcomes.put(each.table().id(), new Outcomes(move.counted(), 0, 0, 0, 0, move.rejected()));
    }
    return new PartitionProgress(
        partition(move.partition()),
        topicId,
        move.claim().ownerEpoch(),
        new OffsetRange(first, first + served + move.absent()),
        OptionalInt.of(7),
        served,
        move.absent(),
        outcomes,
        null);
  }

  /** A batch that moves no offset, only the time until which the partition is counted. */
  public Batch idle(int partition, Claim.Granted claim, Instant countedUntil) {
    OffsetRange nothing = new OffsetRange(claim.nextOffset(), claim.nextOffset());
    return new Batch(
        List.of(
            new PartitionProgress(
                partition(partition),
                topicId,
                claim.ownerEpoch(),
                nothing,
                OptionalInt.empty(),
                0,
                0,
                Map.of(),
                countedUntil)),
        List.of(),
        List.of());
  }

  /** The rejected records come last. */
  private List<DeadLetter> letters(List<Move> moves) {
    List<DeadLetter> letters = new ArrayList<>();
    for (Move move : moves) {
      for (long i = 0; i < move.rejected(); i++) {
        letters.add(
            letter(move.partition(), move.claim().nextOffset() + move.counted() + i, RECORD_TIME));
      }
    }
    return letters;
  }

  /** A dead letter of this partition and offset. */
  public DeadLetter letter(int partition, long offset, Instant recordTime) {
    return new DeadLetter(
        partition(partition),
        topicId,
        offset,
        RejectReason.MALFORMED,
        "the bytes end in the middle of a field",
        4711L,
        recordTime,
        "key".getBytes(StandardCharsets.UTF_8),
        new byte[] {0, 1, 2, (byte) 0xff},
        List.of(
            new DeadLetter.Header("trace", new byte[] {1, 2}),
            new DeadLetter.Header("trace", null)));
  }
}
