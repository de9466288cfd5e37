package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.cluster.SharedServers;
import io.tallyman.cluster.TcpProxy;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.rollup.StoredContents;
import io.tallyman.rollup.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The wire to the server breaks at the worst moments. */
@ExtendWith(SharedServers.class)
final class BrokenWireIT {

  private static final Purchases PURCHASES = new Purchases("wire");

  private static Schema schema;
  private static TcpProxy wire;
  private static Database database;

  @BeforeAll
  static void start(io.tallyman.cluster.Database server) {
    schema = new Schema(server.newDatabase("wire"));
    schema.migrate(List.of(PURCHASES.byCountry()));
    wire = TcpProxy.to(schema.port());
    database = new Database(schema.serviceSettingsThrough(wire));
    database.start();
  }

  @AfterAll
  static void stop() {
    database.stop();
    wire.close();
  }

  @Test
  void shouldWriteABatchOnceWhenTheWireBreaksBeforeItsCommit() {
    assertWrittenOnceThoughTheWireBreaksBefore(0, "commit");
  }

  @Test
  void shouldWriteABatchOnceWhenTheWireBreaksInTheMiddleOfIt() {
    assertWrittenOnceThoughTheWireBreaksBefore(1, "insert into tallyman_ledger");
  }

  private static void assertWrittenOnceThoughTheWireBreaksBefore(int partition, String words) {
    RollupStore store =
        new TransactionalRollupStore(new JdbcTransactions(database.writers()), database.place());
    Claim.Granted claim = PURCHASES.claim(store, partition, "a");
    Batch batch = PURCHASES.batch(partition, claim, Purchases.cell("wire " + partition, 5));
    wire.cutBefore((chunk, length) -> text(chunk, length).contains(words));

    assertThatThrownBy(() -> store.write(batch)).isInstanceOf(StoreUnavailable.class);

    wire.cutNothing();
    assertThat(store.write(batch)).isEqualTo(new WriteOutcome.Written());
    assertThat(store.write(batch)).isEqualTo(new WriteOutcome.Written());
    assertThat(new DatabaseContents(database.readers()).cells(PURCHASES.byCountry()))
        .extractingByKey(
            new StoredContents.CellName(Purchases.MIDNIGHT, List.of("wire " + partition)))
        .satisfies(values -> assertThat(values.records()).isEqualTo(5));
  }

  private static String text(byte[] chunk, int length) {
    return new String(chunk, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }
}
