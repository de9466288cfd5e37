package io.tallyman.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/**
 * A running server, seen by an account that may create schemas and users. It makes schemas and two
 * accounts for them: the owner, with DDL rights, and the writer, without. Safe for use by several
 * threads.
 */
final class DatabaseServer implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,40}");

  private final String url;
  private final Credentials admin;
  private final Credentials owner;
  private final Credentials writer;
  private final Queue<String> schemas = new ConcurrentLinkedQueue<>();

  /**
   * @param url of the server or of any schema of it
   */
  DatabaseServer(String url, Credentials admin, Credentials owner, Credentials writer) {
    this.url = url;
    this.admin = admin;
    this.owner = owner;
    this.writer = writer;
  }

  /** For a server that isn't ours: accounts under new names, which {@link #close()} takes away. */
  static DatabaseServer guest(String url, Credentials admin) {
    String suffix = Credentials.word(6).toLowerCase(Locale.ROOT);
    return new DatabaseServer(
        url,
        admin,
        Credentials.random("tallyman_owner_" + suffix),
        Credentials.random("tallyman_writer_" + suffix));
  }

  /** The schema of that very name, created unless it is there, both accounts included. */
  Database schema(String schema) {
    execute(
        List.of(
            "CREATE DATABASE IF NOT EXISTS " + schema + " CHARACTER SET utf8mb4",
            "CREATE USER IF NOT EXISTS " + identified(owner),
            "CREATE USER IF NOT EXISTS " + identified(writer),
            "GRANT ALL PRIVILEGES ON " + literally(schema) + ".* TO " + account(owner),
            "GRANT SELECT, INSERT, UPDATE, DELETE ON "
                + literally(schema)
                + ".* TO "
                + account(writer)));
    return new Schema(JdbcUrls.withSchema(url, schema), owner, this);
  }

  /** A new schema under a name that nobody else uses. */
  Database newSchema(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A test's schema is named by 1 to 40 letters, digits and underscores, not '"
              + name
              + "'");
    }
    String unique =
        name.toLowerCase(Locale.ROOT) + "_" + Credentials.word(6).toLowerCase(Locale.ROOT);
    Database created = schema("tallyman_" + unique);
    schemas.add("tallyman_" + unique);
    return created;
  }

  /** Takes away what {@link #newSchema} made, and the accounts. */
  @Override
  public void close() {
    for (String schema = schemas.poll(); schema != null; schema = schemas.poll()) {
      execute(List.of("DROP DATABASE IF EXISTS " + schema));
    }
    execute(
        List.of("DROP USER IF EXISTS " + account(owner), "DROP USER IF EXISTS " + account(writer)));
  }

  private void execute(List<String> statements) {
    try (Connection connection = DriverManager.getConnection(url, admin.user(), admin.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new ServerFailure(
          "The database server at "
              + url
              + " refuses "
              + admin.user()
              + ", who must be able to create schemas and users there: "
              + e.getMessage(),
          e);
    }
  }

  private static String account(Credentials credentials) {
    return "'" + credentials.user() + "'@'%'";
  }

  private static String identified(Credentials credentials) {
    return account(credentials) + " IDENTIFIED BY '" + credentials.password() + "'";
  }

  /** In a GRANT the underscore is a wildcard. */
  private static String literally(String schema) {
    return "`" + schema.replace("_", "\\_") + "`";
  }

  private record Schema(String jdbcUrl, Credentials account, DatabaseServer server)
      implements Database {
    @Override
    public String user() {
      return account.user();
    }

    @Override
    public String password() {
      return account.password();
    }

    @Override
    public Database newDatabase(String name) {
      return server.newSchema(name);
    }

    @Override
    public Database withoutDdl() {
      return new Schema(jdbcUrl, server.writer, server);
    }
  }
}
