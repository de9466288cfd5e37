package io.tallyman.store;

import java.util.List;
import liquibase.database.Database;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.CreateDatabaseChangeLogTableGenerator;
import liquibase.statement.core.CreateDatabaseChangeLogTableStatement;

/**
 * Makes Liquibase's list of changes with a primary key, which servers with {@code
 * sql_require_primary_key} insist on. Liquibase finds it by {@code META-INF/services} and makes it
 * by itself.
 */
public final class KeyedChangelog extends CreateDatabaseChangeLogTableGenerator {

  /** By what Liquibase tells changes apart. */
  static final List<String> KEY = List.of("ID", "AUTHOR", "FILENAME");

  /** Before Liquibase's own. */
  @Override
  public int getPriority() {
    return PRIORITY_DATABASE;
  }

  @Override
  @SuppressWarnings("rawtypes") // as Liquibase declares it
  public Sql[] generateSql(
      CreateDatabaseChangeLogTableStatement statement, Database database, SqlGeneratorChain chain) {
    // The columns are Liquibase's, whatever they become; its own statement takes no key beside
    // them.
    String columns = super.generateSql(statement, database, chain)[0].toSql();
    String key = ", PRIMARY KEY (" + String.join(", ", KEY) + "))";
    return new Sql[] {new UnparsedSql(columns.substring(0, columns.lastIndexOf(')')) + key)};
  }
}
