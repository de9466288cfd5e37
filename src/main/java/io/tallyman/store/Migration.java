package io.tallyman.store;

import io.tallyman.rollup.RollupId;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoreUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import liquibase.exception.LiquibaseException;

/**
 * Brings Tallyman's own tables and the rollups' up to date. Doing so twice changes nothing the
 * second time; two hosts that do so at once take turns. It needs an account that may run DDL.
 */
public final class Migration {

  private static final int LOCK_SECONDS = 60;

  private static final String MAKE_READY =
      "UPDATE tallyman_rollup SET ready_at = IF(version = ?, UTC_TIMESTAMP(3), ready_at),"
          + " state = IF(version = ?, 'ready', IF(state = 'ready', 'retired', state))"
          + " WHERE rollup = ?";

  private final DatabaseSettings settings;
  private final SqlFailures failures;

  /** What is done on one connection. */
  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection, Dialect dialect) throws SQLException, LiquibaseException;
  }

  public Migration(DatabaseSettings settings) {
    this.settings = settings;
    this.failures = new SqlFailures(settings.place());
  }

  /**
   * The statements that {@link #apply} and then {@link #switchTo} would run now, as scripts that
   * may be run by hand; empty when nothing is to do. Changes nothing, on an empty schema neither.
   *
   * @param switched the rollup whose view is to be turned
   * @throws DatabaseRefusal when the server refuses us, or we it
   * @throws StoreUnavailable when it doesn't answer
   */
  public List<String> dryRun(List<RollupTable> rollups, Optional<RollupTable> switched) {
    return connected(
        "look at the tables",
        (connection, dialect) -> {
          SchemaInventory inventory = SchemaInventory.of(connection);
          List<String> statements = new ArrayList<>();
          OwnTables own = new OwnTables(connection, dialect);
          if (inventory.changes().isEmpty() || !own.missing().isEmpty()) {
            statements.addAll(SqlScript.statements(own.script()));
          }
          steps(rollups, dialect, inventory).forEach(step -> statements.add(step.sql() + ";"));
          switched.ifPresent(
              table -> {
                statements.add(new RollupDdl(table, dialect).createView() + ";");
                statements.add(readyByHand(table.id()) + ";");
              });
          return statements;
        });
  }

  /**
   * Makes what is missing.
   *
   * @return what was done, for people to read; empty when nothing was missing
   * @throws DatabaseRefusal when the server refuses us, or we it
   * @throws StoreUnavailable when it doesn't answer; what was done stays done
   */
  public List<String> apply(List<RollupTable> rollups) {
    return connected(
        "migrate",
        (connection, dialect) -> {
          lock(connection);
          List<String> done =
              new ArrayList<>(
                  new OwnTables(connection, dialect)
                      .update().stream().map(change -> "made tallyman_" + change).toList());
          connection.setAutoCommit(true);
          SchemaInventory inventory = SchemaInventory.of(connection);
          for (MigrationStep step : steps(rollups, dialect, inventory)) {
            execute(connection, step.sql());
            done.add(step.done());
          }
          return done;
        });
  }

  /**
   * The versions of these that are filled while their rollups' views show other ones.
   *
   * @throws StoreUnavailable when the server doesn't answer
   */
  public List<UnshownVersion> unshown(List<RollupTable> rollups) {
    ConnectionSource direct =
        new DirectConnections(settings, DriverProperties.forLongWork(settings));
    return UnshownVersion.among(rollups, new StoreReader(direct, settings.place()).rollups());
  }

  /**
   * What this version lacks of what the one has counted that the rollup's view shows; empty where
   * it lacks nothing. Changes nothing, on an empty schema neither.
   *
   * @throws DatabaseRefusal when the server refuses us
   * @throws StoreUnavailable when it doesn't answer
   */
  public Optional<Shortfall> shortfall(RollupTable table) {
    return connected(
        "compare the versions of " + table.id().name(),
        (connection, dialect) -> shortfall(connection, SchemaInventory.of(connection), table.id()));
  }

  /**
   * Turns a rollup's view to this version, in one step, and retires the version that it read.
   *
   * @param table a version that is registered
   * @throws DatabaseRefusal when it isn't registered or lacks something that the other one has
   *     counted, or the server refuses us
   * @throws StoreUnavailable when the server doesn't answer; switching again finishes it
   */
  public void switchTo(RollupTable table) {
    switchTo(
        table,
        shortfall -> {
          throw new DatabaseRefusal(shortfall.refusal());
        });
  }

  /**
   * The same, also where this version lacks something; the caller says so.
   *
   * @return what it lacks
   */
  public Optional<Shortfall> switchIncompletely(RollupTable table) {
    return switchTo(table, accepted -> {});
  }

  private Optional<Shortfall> switchTo(RollupTable table, Consumer<Shortfall> judge) {
    RollupId id = table.id();
    return connected(
        "switch " + id.name() + " to version " + id.version(),
        (connection, dialect) -> {
          lock(connection);
          SchemaInventory inventory = SchemaInventory.of(connection);
          if (!inventory.rollups().containsKey(id)) {
            throw new DatabaseRefusal(
                id + " has no table yet; run: java -jar tallyman.jar migrate config.yml");
          }
          Optional<Shortfall> shortfall = shortfall(connection, inventory, id);
          shortfall.ifPresent(judge);
          execute(connection, new RollupDdl(table, dialect).createView());
          makeReady(connection, id);
          return shortfall;
        });
  }

  private static Optional<Shortfall> shortfall(
      Connection connection, SchemaInventory inventory, RollupId next) throws SQLException {
    Optional<RollupId> shown = inventory.readyVersion(next.name());
    return shown.isEmpty()
        ? Optional.empty()
        : Shortfall.between(
            shown.get(),
            LedgerRows.of(connection, shown.get()),
            next,
            LedgerRows.of(connection, next));
  }

  private static List<MigrationStep> steps(
      List<RollupTable> rollups, Dialect dialect, SchemaInventory inventory) {
    return Stream.concat(
            MigrationStep.forChangelog(inventory).stream(),
            rollups.stream()
                .flatMap(table -> MigrationStep.forRollup(table, dialect, inventory).stream()))
        .toList();
  }

  private <T> T connected(String what, Work<T> work) {
    ConnectionSource direct =
        new DirectConnections(settings, DriverProperties.forLongWork(settings));
    try (Connection connection = direct.open()) {
      return work.on(connection, Dialect.of(connection));
    } catch (SQLException e) {
      throw failure(what, e);
    } catch (LiquibaseException e) {
      throw failure(what, sqlCause(e));
    }
  }

  private RuntimeException failure(String what, SQLException e) {
    return SqlFailures.isConnectionLost(e)
        ? new StoreUnavailable(failures.sentence(what, e), e)
        : new DatabaseRefusal(failures.sentence(what, e), e);
  }

  private static SQLException sqlCause(LiquibaseException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return new SQLException(e.getMessage(), e);
  }

  /** Held until the connection ends, so that a crash leaves none behind. */
  private void lock(Connection connection) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT GET_LOCK(CONCAT('tallyman:', LEFT(SHA2(DATABASE(), 256), 32)), ?)")) {
      lock.setInt(1, LOCK_SECONDS);
      try (ResultSet row = lock.executeQuery()) {
        if (!row.next() || row.getInt(1) != 1) {
          throw new DatabaseRefusal(
              "another host has been migrating "
                  + settings.place()
                  + " for more than "
                  + LOCK_SECONDS
                  + " s; try again when it is done");
        }
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void makeReady(Connection connection, RollupId id) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(MAKE_READY)) {
      update.setString(1, id.version());
      update.setString(2, id.version());
      update.setString(3, id.name());
      update.executeUpdate();
    }
  }

  /** The same with its values in it: versions are hexadecimal, names are letters, digits and _. */
  private static String readyByHand(RollupId id) {
    return String.format(MAKE_READY.replace("?", "'%s'"), id.version(), id.version(), id.name());
  }
}
