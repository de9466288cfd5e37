package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.CellKey;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.RollupCells;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoredContents;
import io.tallyman.rollup.StoredContents.CellName;
import io.tallyman.rollup.StoredContents.CellValues;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Transactions side by side, of which some wait for others. */
abstract class TransactionKit {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<StoreTransaction> begun = new ArrayList<>();
  private Purchases purchases;

  /** Transactions at READ COMMITTED; up to three at once. */
  protected abstract TransactionSource source();

  /** What is committed. */
  protected abstract StoredContents contents();

  /** Makes the tables of these rollups. */
  protected abstract void prepare(List<RollupTable> tables);

  /** What one of several threads does. */
  @FunctionalInterface
  interface Step {
    void run() throws SQLException;
  }

  @BeforeEach
  void prepareTables() {
    purchases = new Purchases("t" + UUID.randomUUID().toString().substring(0, 8));
    prepare(List.of(purchases.byCountry(), purchases.total()));
  }

  @AfterEach
  void end() {
    begun.forEach(StoreTransaction::close);
    threads.shutdownNow();
  }

  Purchases purchases() {
    return purchases;
  }

  /** One that ends with the test. */
  StoreTransaction begin() throws SQLException {
    StoreTransaction transaction = source().begin();
    begun.add(transaction);
    return transaction;
  }

  /** Partition 0 has a position, under epoch 0. */
  void enrolled() throws SQLException {
    StoreTransaction transaction = begin();
    transaction.insertPositionIfAbsent(purchases.partition(0), purchases.topicId());
    transaction.commit();
    transaction.close();
  }

  /** Positions that begin at these offsets. */
  void insert(StoreTransaction transaction, Map<Integer, Long> offsets) throws SQLException {
    transaction.insertPositions(purchases().source(), "purchases", purchases().topicId(), offsets);
  }

  <T> Future<T> meanwhile(Callable<T> step) {
    return threads.submit(step);
  }

  Future<String> meanwhileDo(Step step) {
    return threads.submit(
        () -> {
          step.run();
          return "done";
        });
  }

  static void assertWaits(Future<?> step) {
    assertThatThrownBy(() -> step.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  static <T> T answer(Future<T> step) throws Exception {
    return step.get(20, TimeUnit.SECONDS);
  }

  /** What a step failed with, or null. */
  static SQLException failure(Future<?> step) throws Exception {
    try {
      answer(step);
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException cause) {
        return cause;
      }
      throw e;
    }
  }

  static SQLException failure(Step step) {
    try {
      step.run();
    } catch (SQLException e) {
      return e;
    }
    return fail("it didn't fail");
  }

  /** Two countries in the order in which their cells are written. */
  static List<String> inOrder(String... countries) {
    return Stream.of(countries)
        .sorted(Comparator.comparing(country -> CellKey.of(Arrays.asList((Object) country))))
        .toList();
  }

  /** A record for each of these countries. */
  RollupCells cells(String... countries) {
    List<Cell> cells = new ArrayList<>();
    for (String country : countries) {
      cells.add(Purchases.cell(country, 1));
    }
    return new RollupCells(purchases.byCountry(), cells);
  }

  /** A record for the rollup by nothing. */
  RollupCells total() {
    return new RollupCells(purchases.total(), List.of(Purchases.totalCell(1)));
  }

  /** How many records each country has. */
  Map<String, Long> countries() {
    Map<String, Long> records = new LinkedHashMap<>();
    for (Map.Entry<CellName, CellValues> each :
        contents().cells(purchases.byCountry()).entrySet()) {
      records.put((String) each.getKey().dimensions().get(0), each.getValue().records());
    }
    return records;
  }

  /** Partition 0 from here, under this epoch, by so many records. */
  List<PartitionProgress> progress(long from, long epoch, long records) {
    Claim.Granted claim = new Claim.Granted(from, OptionalInt.empty(), epoch, null);
    Batch batch = purchases.batch(0, claim, Purchases.cell("de", records));
    return batch.progress();
  }

  /** A balanced entry. */
  LedgerEntry entry(long first, long next) {
    return entry(first, next, new Outcomes(next - first, 0, 0, 0, 0, 0));
  }

  LedgerEntry entry(long first, long next, Outcomes outcomes) {
    return new LedgerEntry(
        purchases.byCountry().id(),
        "purchases",
        purchases.topicId(),
        0,
        new OffsetRange(first, next),
        next - first,
        0,
        outcomes);
  }

  /** One of them is done, and the other was rolled back for its sake. */
  static void assertOneGivesWay(Future<?> one, Future<?> other) throws Exception {
    List<SQLException> failures =
        Stream.of(Optional.ofNullable(failure(one)), Optional.ofNullable(failure(other)))
            .flatMap(Optional::stream)
            .toList();
    assertThat(failures).hasSize(1);
    assertGivesWay(failures.get(0));
  }

  private static void assertGivesWay(SQLException e) {
    assertThat(e.getErrorCode()).isEqualTo(1213);
    assertThat(e.getSQLState()).isEqualTo("40001");
  }
}
