package io.tallyman.simulate.database;

import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.RollupStoreContract;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoredContents;
import io.tallyman.store.TransactionalRollupStore;
import java.util.List;

/** The behaviour kit on the real store logic over the model, with real threads. */
final class SimulatedRollupStoreTest extends RollupStoreContract {

  private final ThreadTurns turns = new ThreadTurns();
  private final SimulatedDatabase database = new SimulatedDatabase(turns, Faults.NONE);

  @Override
  protected RollupStore store() {
    return store("a");
  }

  @Override
  protected RollupStore otherHost() {
    return store("b");
  }

  private RollupStore store(String host) {
    return new TransactionalRollupStore(turns.guarded(database.connect(host)), "the model");
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
