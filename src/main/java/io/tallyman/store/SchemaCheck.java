package io.tallyman.store;

import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoreUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether a schema has everything that the service writes to; reads only. */
public final class SchemaCheck {

  private final ConnectionSource connections;
  private final String place;

  public SchemaCheck(ConnectionSource connections, String place) {
    this.connections = connections;
    this.place = place;
  }

  /**
   * Returns when nothing is missing.
   *
   * @throws DatabaseRefusal when something is; the message lists it all, with the remedy
   * @throws StoreUnavailable when the database doesn't answer
   */
  public void require(List<RollupTable> rollups) {
    List<String> missing = missing(rollups);
    if (!missing.isEmpty()) {
      throw new DatabaseRefusal(
          place
              + " lacks "
              + String.join(", ", missing)
              + "; run: java -jar tallyman.jar migrate config.yml");
    }
  }

  private List<String> missing(List<RollupTable> rollups) {
    try (Connection connection = connections.open()) {
      Dialect dialect = Dialect.of(connection);
      SchemaInventory inventory = SchemaInventory.of(connection);
      List<String> missing = new ArrayList<>();
      for (String change : OwnTables.changes()) {
        if (!inventory.changes().contains(change)) {
          missing.add("tallyman_" + change);
        }
      }
      for (RollupTable table : rollups) {
        missing.addAll(missing(table, dialect, inventory));
      }
      return missing;
    } catch (SQLException e) {
      throw new StoreUnavailable(new SqlFailures(place).sentence("look at the tables", e), e);
    }
  }

  private static List<String> missing(
      RollupTable table, Dialect dialect, SchemaInventory inventory) {
    return MigrationStep.forRollup(table, dialect, inventory).stream()
        .map(MigrationStep::what)
        .toList();
  }
}
