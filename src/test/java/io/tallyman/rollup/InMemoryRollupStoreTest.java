package io.tallyman.rollup;

import java.util.List;

final class InMemoryRollupStoreTest extends RollupStoreContract {

  private final InMemoryRollupStore store = new InMemoryRollupStore();

  @Override
  protected RollupStore store() {
    return store;
  }

  @Override
  protected RollupStore otherHost() {
    return store;
  }

  @Override
  protected StoredContents contents() {
    return store;
  }

  @Override
  protected void prepare(List<RollupTable> tables) {
    // it makes its tables when it needs them
  }
}
