package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.StoredContents.CellValues;
import io.tallyman.rollup.StoredContents.LedgerLine;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the behaviour kit works on: a store as two hosts have it, and a source of its own for each
 * test.
 */
abstract class StoreKit {

  private Purchases purchases;

  /** The store as one host has it. */
  protected abstract RollupStore store();

  /** The same store as another host has it. */
  protected abstract RollupStore otherHost();

  /** What the store holds. */
  protected abstract StoredContents contents();

  /** Makes the tables of these rollups. */
  protected abstract void prepare(List<RollupTable> tables);

  @BeforeEach
  void prepare() {
    purchases = new Purchases("p" + UUID.randomUUID().toString().substring(0, 8));
    prepare(List.of(purchases.byCountry(), purchases.total()));
  }

  /** The source of this test. */
  protected Purchases purchases() {
    return purchases;
  }

  /** The claim after so many offsets were written under it. */
  protected static Claim.Granted next(Claim.Granted claim, long offsets) {
    return new Claim.Granted(
        claim.nextOffset() + offsets, claim.leaderEpoch(), claim.ownerEpoch(), null);
  }

  /** How many records the cells hold. */
  protected long records(RollupTable table) {
    return contents().cells(table).values().stream().mapToLong(CellValues::records).sum();
  }

  void assertNothingStored() {
    assertThat(contents().cells(purchases.byCountry())).isEmpty();
    assertThat(contents().cells(purchases.total())).isEmpty();
    assertThat(contents().ledger(purchases.byCountry())).isEmpty();
    assertThat(contents().deadLetters(purchases.source())).isEmpty();
    SourcePartition partition = purchases.partition(0);
    assertThat(contents().standing(partition).nextOffset()).isZero();
  }

  /** Both checks of the ledger, and that the cells hold what it has counted. */
  protected void assertBalance(RollupTable table) {
    List<LedgerLine> lines = contents().ledger(table);
    assertThat(lines)
        .allMatch(line -> line.range().length() == line.served() + line.absent())
        .allMatch(line -> line.served() == line.outcomes().total());
    assertThat(lines.stream().mapToLong(line -> line.outcomes().counted()).sum())
        .isEqualTo(records(table));
  }

  static void together(Callable<?> one, Callable<?> other) throws Exception {
    ExecutorService hosts = Executors.newFixedThreadPool(2);
    try {
      for (Future<?> future : hosts.invokeAll(List.<Callable<Object>>of(one::call, other::call))) {
        future.get(60, TimeUnit.SECONDS);
      }
    } finally {
      hosts.shutdownNow();
    }
  }
}
