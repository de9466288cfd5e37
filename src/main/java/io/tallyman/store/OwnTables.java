package io.tallyman.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.changelog.ChangeSet;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.logging.core.NoOpLogService;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Tallyman's own tables, by Liquibase: its changes are in {@code migrations/tallyman.sql}, what was
 * done is in {@code tallyman_changelog}. It says nothing on the way and reports to nobody.
 */
final class OwnTables {

  /** Where Liquibase keeps what it has done. */
  static final String CHANGELOG_TABLE = "tallyman_changelog";

  private static final String CHANGELOG = "migrations/tallyman.sql";
  private static final Pattern CHANGE_SET =
      Pattern.compile("^--changeset tallyman:(\\w+)", Pattern.MULTILINE);

  /** What Liquibase does within our scope. */
  @FunctionalInterface
  private interface Task<T> {
    T with(Liquibase liquibase) throws LiquibaseException;
  }

  private final Connection connection;
  private final Dialect dialect;

  OwnTables(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** The names of all changes, in their order. */
  static List<String> changes() {
    try (InputStream file = OwnTables.class.getResourceAsStream("/" + CHANGELOG)) {
      if (file == null) {
        throw new IllegalStateException(
            CHANGELOG + " isn't on the class path: the jar isn't whole");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return CHANGE_SET.matcher(text).results().map(match -> match.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + CHANGELOG + " from the jar", e);
    }
  }

  /**
   * The names of the changes that {@link #update} would make, of those that were made with another
   * text too. Only for a schema that has {@link #CHANGELOG_TABLE}: it would be made.
   */
  List<String> missing() throws LiquibaseException {
    return run(OwnTables::missing);
  }

  private static List<String> missing(Liquibase liquibase) throws LiquibaseException {
    return liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression()).stream()
        .map(ChangeSet::getId)
        .toList();
  }

  /**
   * Makes what is missing. The caller holds the migration's lock, so that a lock which Liquibase
   * finds is left over from one that crashed.
   *
   * @return the names of the changes that were missing
   */
  List<String> update() throws LiquibaseException {
    return run(
        liquibase -> {
          List<String> missing = missing(liquibase);
          if (!missing.isEmpty()) {
            liquibase.forceReleaseLocks();
            liquibase.update(new Contexts(), new LabelExpression());
          }
          return missing;
        });
  }

  /** The statements that {@link #update} would run, as a script; changes nothing. */
  String script() throws LiquibaseException {
    return run(
        liquibase -> {
          Writer script = new StringWriter();
          liquibase.updateSql(new Contexts(), new LabelExpression(), script);
          return script.toString();
        });
  }

  private <T> T run(Task<T> task) throws LiquibaseException {
    Map<String, Object> quiet =
        Map.of(
            Scope.Attr.logService.name(),
            new NoOpLogService(),
            Scope.Attr.ui.name(),
            new LoggerUIService(),
            AnalyticsArgs.ENABLED.getKey(),
            false);
    try {
      return Scope.child(quiet, () -> task.with(liquibase()));
    } catch (LiquibaseException e) {
      throw e;
    } catch (Exception e) { // Liquibase declares no narrower one
      throw new LiquibaseException(e);
    }
  }

  private Liquibase liquibase() throws LiquibaseException {
    liquibase.database.Database database =
        DatabaseFactory.getInstance()
            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
    database.setDatabaseChangeLogTableName(CHANGELOG_TABLE);
    database.setDatabaseChangeLogLockTableName(CHANGELOG_TABLE + "_lock");
    database.setOutputDefaultSchema(false);
    database.setOutputDefaultCatalog(false);
    Liquibase liquibase = new Liquibase(CHANGELOG, new ClassLoaderResourceAccessor(), database);
    liquibase.setShowSummary(UpdateSummaryEnum.OFF);
    liquibase.setChangeLogParameter("collation", dialect.collation());
    return liquibase;
  }
}
