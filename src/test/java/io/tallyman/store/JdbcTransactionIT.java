package io.tallyman.store;

import io.tallyman.cluster.SharedServers;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoredContents;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the model of the simulation promises, on a real server. */
@ExtendWith(SharedServers.class)
final class JdbcTransactionIT extends TransactionContract {

  private static Schema schema;
  private static Database host;
  private static Database otherHost;

  private boolean other;

  @BeforeAll
  static void start(io.tallyman.cluster.Database server) {
    schema = new Schema(server.newDatabase("transactions"));
    schema.migrate(List.of());
    host = schema.startService();
    otherHost = schema.startService();
  }

  @AfterAll
  static void stop() {
    host.stop();
    otherHost.stop();
  }

  /** By turns from both, as a host has two connections for writing. */
  @Override
  protected TransactionSource source() {
    other = !other;
    return new JdbcTransactions((other ? otherHost : host).writers());
  }

  @Override
  protected StoredContents contents() {
    return new DatabaseContents(host.readers());
  }

  @Override
  protected void prepare(List<RollupTable> tables) {
    schema.migrate(tables);
  }
}
