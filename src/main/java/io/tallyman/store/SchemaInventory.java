package io.tallyman.store;

import io.tallyman.rollup.RollupId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * What a schema has of us.
 *
 * @param tables the names of all its tables
 * @param views the columns of all its views, in their order
 * @param changes the changes of our own tables that were made
 * @param keyless whether the list of those changes has no primary key, as older versions made it
 * @param rollups the registered versions
 */
record SchemaInventory(
    Set<String> tables,
    Map<String, List<String>> views,
    Set<String> changes,
    boolean keyless,
    Map<RollupId, RollupState> rollups) {

  /** Reads it through this connection, which stays open. */
  static SchemaInventory of(Connection connection) throws SQLException {
    try {
      return Jdbi.create(connection).withHandle(SchemaInventory::read);
    } catch (JdbiException e) {
      throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
    }
  }

  private static SchemaInventory read(Handle handle) {
    Set<String> tables =
        handle
            .createQuery(
                "SELECT table_name AS n FROM information_schema.tables"
                    + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'")
            .mapTo(String.class)
            .set();
    return new SchemaInventory(
        tables,
        views(handle),
        tables.contains(OwnTables.CHANGELOG_TABLE) ? changes(handle) : Set.of(),
        tables.contains(OwnTables.CHANGELOG_TABLE) && isKeyless(handle),
        tables.contains("tallyman_rollup") ? rollups(handle) : Map.of());
  }

  private static Map<String, List<String>> views(Handle handle) {
    Map<String, List<String>> views = new HashMap<>();
    handle
        .createQuery(
            "SELECT c.table_name AS t, c.column_name AS c FROM information_schema.columns c"
                + " JOIN information_schema.tables t ON t.table_schema = c.table_schema"
                + " AND t.table_name = c.table_name"
                + " WHERE c.table_schema = DATABASE() AND t.table_type = 'VIEW'"
                + " ORDER BY c.table_name, c.ordinal_position")
        .map((row, context) -> Map.entry(row.getString("t"), row.getString("c")))
        .forEach(
            column ->
                views
                    .computeIfAbsent(column.getKey(), view -> new ArrayList<>())
                    .add(column.getValue()));
    return views;
  }

  private static Set<String> changes(Handle handle) {
    return handle
        .createQuery("SELECT ID FROM " + OwnTables.CHANGELOG_TABLE)
        .mapTo(String.class)
        .set();
  }

  private static boolean isKeyless(Handle handle) {
    return handle
        .createQuery(
            "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()"
                + " AND table_name = :changelog AND column_key = 'PRI'")
        .bind("changelog", OwnTables.CHANGELOG_TABLE)
        .mapTo(Long.class)
        .one()
        .equals(0L);
  }

  private static Map<RollupId, RollupState> rollups(Handle handle) {
    Map<RollupId, RollupState> states = new HashMap<>();
    handle
        .createQuery("SELECT rollup, version, state FROM tallyman_rollup")
        .map(
            (row, context) ->
                Map.entry(
                    new RollupId(row.getString("rollup"), row.getString("version")),
                    RollupState.ofCode(row.getString("state"))))
        .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
    return states;
  }

  /** The version of this rollup that is read through its view; empty where there is none. */
  Optional<RollupId> readyVersion(String rollup) {
    return rollups.entrySet().stream()
        .filter(each -> each.getKey().name().equals(rollup))
        .filter(each -> each.getValue() == RollupState.READY)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
