package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.cluster.SharedServers;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.RollupStoreContract;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoredContents;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The behaviour kit on a real server, with the rights that production grants. */
@ExtendWith(SharedServers.class)
final class MySqlRollupStoreIT extends RollupStoreContract {

  private static Schema schema;
  private static Database host;
  private static Database otherHost;

  @BeforeAll
  static void start(io.tallyman.cluster.Database server) {
    schema = new Schema(server.newDatabase("store"));
    schema.migrate(List.of());
    host = schema.startService();
    otherHost = schema.startService();
  }

  @AfterAll
  static void stop() {
    host.stop();
    otherHost.stop();
  }

  @Override
  protected RollupStore store() {
    return new TransactionalRollupStore(new JdbcTransactions(host.writers()), host.place());
  }

  @Override
  protected RollupStore otherHost() {
    return new TransactionalRollupStore(
        new JdbcTransactions(otherHost.writers()), otherHost.place());
  }

  @Override
  protected StoredContents contents() {
    return new DatabaseContents(host.readers());
  }

  @Override
  protected void prepare(List<RollupTable> tables) {
    schema.migrate(tables);
  }

  @Test
  void shouldTellTextsApartInWhereAndInGroupBy() {
    List<String> texts = List.of("de", "DE", "a", "a ", "é", "e", "😀", "😁");
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    Cell[] cells = texts.stream().map(text -> Purchases.cell(text, 1)).toArray(Cell[]::new);
    store().write(purchases().batch(0, claim, cells));
    String view = purchases().byCountry().id().name();

    List<String> groups = select("SELECT country FROM " + view + " GROUP BY country");
    assertThat(groups).containsExactlyInAnyOrderElementsOf(texts);
    for (String text : texts) {
      List<String> found = select("SELECT country FROM " + view + " WHERE country = ?", text);
      assertThat(found).containsExactly(text);
    }
  }

  private static List<String> select(String sql, Object... arguments) {
    return Jdbi.create(host.readers()::open)
        .withHandle(handle -> handle.select(sql, arguments).mapTo(String.class).list());
  }

  @Test
  void shouldShowTheMeasuresInTheView() {
    Claim.Granted claim = purchases().claim(store(), 0, "a");
    store().write(purchases().batch(0, claim, Purchases.cell("de", 4)));

    List<String> shown =
        select(
            "SELECT CONCAT_WS('|', bucket_start, country, purchases, revenue, mean_weight,"
                + " cheapest, most) FROM "
                + purchases().byCountry().id().name());

    assertThat(shown).containsExactly("2026-11-20 00:00:00|de|4|0.0004|0.5|9.99|4");
  }

  @Test
  void shouldWriteMoreCellsThanFitIntoOnePacket() {
    Database narrow = new Database(schema.serviceSettings("maxAllowedPacket=65536"));
    narrow.start();
    try {
      RollupStore store =
          new TransactionalRollupStore(new JdbcTransactions(narrow.writers()), narrow.place());
      Claim.Granted claim = purchases().claim(store, 0, "a");
      List<Cell> cells = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        cells.add(Purchases.cell("x".repeat(200) + i, 1));
      }

      store.write(purchases().batch(0, claim, cells.toArray(Cell[]::new)));

      assertThat(contents().cells(purchases().byCountry())).hasSize(3000);
    } finally {
      narrow.stop();
    }
  }
}
