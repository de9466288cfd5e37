package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.rollup.Purchases.Move;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RollupStore} does, whatever it keeps its data in: a store's test extends this.
 */
public abstract class RollupStoreContract extends ValueContract {

  private static final int ROUNDS = 60;

  @Test
  void shouldCountExactlyWhileTwoHostsAddToTheSameCells() throws Exception {
    together(() -> addOwnPartitions(store(), 0), () -> addOwnPartitions(otherHost(), 2));

    assertThat(records(purchases().byCountry())).isEqualTo(2 * ROUNDS * 30);
    assertThat(revenue(purchases().byCountry())).isEqualTo(BigDecimal.valueOf(2 * ROUNDS * 30, 4));
    assertBalance(purchases().byCountry());
    assertBalance(purchases().total());
  }

  private @Nullable Object addOwnPartitions(RollupStore store, int first) {
    Claim.Granted one = purchases().claim(store, first, "host " + first);
    Claim.Granted two = purchases().claim(store, first + 1, "host " + first);
    for (int round = 0; round < ROUNDS; round++) {
      Batch batch =
          purchases()
              .batchOfBoth(
                  List.of(
                      Move.of(first, next(one, round * 10L), 10),
                      Move.of(first + 1, next(two, round * 20L), 20)),
                  hotCells(30));
      assertThat(persistently(store, batch)).isEqualTo(new WriteOutcome.Written());
    }
    return null;
  }

  @Test
  void shouldCountExactlyWhileTwoHostsTakeAPartitionFromEachOther() throws Exception {
    together(() -> fightFor(store(), "a"), () -> fightFor(otherHost(), "b"));

    long counted = contents().standing(purchases().partition(0)).nextOffset();
    assertThat(counted).isPositive();
    assertThat(records(purchases().byCountry())).isEqualTo(counted);
    assertThat(contents().ledger(purchases().byCountry())).hasSize(1);
    assertBalance(purchases().byCountry());
  }

  private @Nullable Object fightFor(RollupStore store, String owner) {
    for (int round = 0; round < ROUNDS / 3; round++) {
      Claim.Granted claim = purchases().claim(store, 0, owner);
      for (long moved = 0; moved < 30; moved += 10) {
        Batch batch = purchases().batch(List.of(Move.of(0, next(claim, moved), 10)), hotCells(10));
        if (persistently(store, batch) instanceof WriteOutcome.Fenced) {
          break;
        }
      }
    }
    return null;
  }

  private static List<Cell> hotCells(int cells) {
    List<Cell> hot = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      hot.add(Purchases.cell("country " + i, 1));
    }
    return hot;
  }

  /** Writes as a lane does: the same batch again, until the answer is known. */
  private static WriteOutcome persistently(RollupStore store, Batch batch) {
    for (int attempt = 0; attempt < 100; attempt++) {
      try {
        return store.write(batch);
      } catch (StoreUnavailable e) {
        Thread.onSpinWait(); // busy or deadlocked: again
      }
    }
    throw new AssertionError("100 attempts weren't enough");
  }

  private BigDecimal revenue(RollupTable table) {
    return contents().cells(table).values().stream()
        .map(values -> (BigDecimal) values.measures().get(1))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
