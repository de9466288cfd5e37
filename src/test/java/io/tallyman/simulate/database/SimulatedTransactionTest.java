package io.tallyman.simulate.database;

import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoredContents;
import io.tallyman.store.TransactionContract;
import io.tallyman.store.TransactionSource;
import java.time.Duration;
import java.util.List;

/** That the model does what real servers do. */
final class SimulatedTransactionTest extends TransactionContract {

  private final ThreadTurns turns = new ThreadTurns();
  private final SimulatedDatabase database =
      new SimulatedDatabase(
          turns,
          Faults.NONE,
          new SimulatedDatabase.Waits(Duration.ofSeconds(1), Duration.ofSeconds(40)));

  @Override
  protected TransactionSource source() {
    return turns.guarded(database.connect("a"));
  }

  @Override
  protected StoredContents contents() {
    return turns.guard(StoredContents.class, database.contents());
  }

  @Override
  protected void prepare(List<RollupTable> tables) {
    // it makes its tables when it needs them
  }
}
