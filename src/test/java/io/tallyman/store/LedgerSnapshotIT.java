package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.cluster.SharedServers;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.Purchases.Move;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.WriteOutcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * That the numbers of the ledger are all of one moment: between any two statements that read them,
 * the service has counted on.
 */
@ExtendWith(SharedServers.class)
final class LedgerSnapshotIT {

  private static final int ROUNDS = 5;

  private static Schema schema;
  private static Database host;

  private Purchases purchases;
  private RollupStore store;
  private Claim.Granted claim;
  private long counted;

  @BeforeAll
  static void start(io.tallyman.cluster.Database server) {
    schema = new Schema(server.newDatabase("snapshots"));
    schema.migrate(List.of());
    host = schema.startService();
  }

  @AfterAll
  static void stop() {
    host.stop();
  }

  @BeforeEach
  void claimAPartition() {
    purchases = new Purchases("l" + UUID.randomUUID().toString().substring(0, 8));
    schema.migrate(List.of(purchases.byCountry(), purchases.total()));
    store = new TransactionalRollupStore(new JdbcTransactions(host.writers()), host.place());
    claim = purchases.claim(store, 0, "a");
  }

  @Test
  void shouldAddUpTheCellsOfTheMomentOfTheLedger() {
    assertOfOneMoment(StoreReader::ledgersWithCells, 5);
  }

  @Test
  void shouldReadThePositionsOfTheMomentOfTheLedger() {
    assertOfOneMoment(StoreReader::ledgers, 3);
  }

  private void assertOfOneMoment(Function<StoreReader, List<RollupLedger>> question, int steps) {
    StoreReader reader = new StoreReader(() -> countingOn(host.readers().open()), host.place());
    for (int round = 0; round < ROUNDS; round++) {
      long before = counted;
      List<RollupLedger> ledgers =
          question.apply(reader).stream()
              .filter(ledger -> ledger.rollup().source().equals(purchases.source()))
              .toList();

      assertThat(counted).isGreaterThanOrEqualTo(before + steps);
      assertThat(ledgers).hasSize(2).allSatisfy(each -> assertThat(each.imbalances()).isEmpty());
      assertThat(ledgers)
          .extracting(RollupLedger::served)
          .as("counted before the first of the reader's statements")
          .containsOnly(before + 1);
    }
  }

  /** A connection before each of whose statements a record is counted. */
  private Connection countingOn(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                countARecord();
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void countARecord() throws SQLException {
    Claim.Granted here = new Claim.Granted(counted, claim.leaderEpoch(), claim.ownerEpoch(), null);
    Batch batch =
        purchases.batchOfBoth(List.of(Move.of(0, here, 1)), List.of(Purchases.cell("de", 1)));
    if (!store.write(batch).equals(new WriteOutcome.Written())) {
      throw new SQLException("the record wasn't counted");
    }
    counted++;
  }
}
