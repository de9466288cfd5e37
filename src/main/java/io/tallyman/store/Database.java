package io.tallyman.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.Part;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools of connections, writers and readers apart, so that neither takes the other's. Starting
 * doesn't need the database to be up: a server that doesn't answer yet is waited for, one that says
 * no (a wrong password, no such schema, too old) is refused with a sentence. Its check tells how
 * the last attempt to get a connection went. Connections may be opened by any thread.
 */
public final class Database implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private static final int WRITERS = 2;
  private static final int READERS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /** Shorter than the server's wait_timeout, so that it is never the server who hangs up first. */
  private static final Duration LIFETIME = Duration.ofSeconds(30);

  private final DatabaseSettings settings;
  private final SqlFailures failures;
  private volatile @Nullable HikariDataSource writers;
  private volatile @Nullable HikariDataSource readers;
  private volatile Check check = Check.well();

  public Database(DatabaseSettings settings) {
    this.settings = settings;
    this.failures = new SqlFailures(settings.place());
  }

  @Override
  public String name() {
    return "database";
  }

  /**
   * @throws DatabaseRefusal when the server refuses us, or we it
   */
  @Override
  public void start() {
    probe();
    writers = pool("tallyman-writer", WRITERS);
    readers = pool("tallyman-reader", READERS);
  }

  private void probe() {
    ConnectionSource direct =
        new DirectConnections(settings, DriverProperties.forService(settings));
    try (Connection connection = direct.open()) {
      Dialect.of(connection);
      check = Check.well();
    } catch (SQLException e) {
      String sentence = failures.sentence("open the database", e);
      if (SqlFailures.isDefinite(e)) {
        throw new DatabaseRefusal(sentence, e);
      }
      check = new Check.Unwell(SqlFailures.retried(sentence, e));
      LOG.warn("Starting without the database, which is tried again: {}", sentence);
    }
  }

  private HikariDataSource pool(String name, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(settings.url());
    config.setDataSourceProperties(DriverProperties.forService(settings));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setMaxLifetime(LIFETIME.toMillis());
    config.setIdleTimeout(LIFETIME.minusSeconds(10).toMillis());
    config.setKeepaliveTime(0);
    config.setInitializationFailTimeout(-1);
    config.setExceptionOverride(new ReadOnlyEviction());
    return new HikariDataSource(config);
  }

  /** Sessions that write: READ COMMITTED, strict, with short waits. */
  public ConnectionSource writers() {
    return () -> open(writers);
  }

  /** Sessions that read. */
  public ConnectionSource readers() {
    return () -> open(readers);
  }

  /** Sessions outside the pools, for a command that asks once; the part need not be started. */
  public ConnectionSource direct() {
    return new DirectConnections(settings, DriverProperties.forService(settings));
  }

  private Connection open(@Nullable HikariDataSource pool) throws SQLException {
    if (pool == null) {
      throw new SQLException("the database part isn't started", "08003");
    }
    try {
      Connection connection = pool.getConnection();
      check = Check.well();
      return connection;
    } catch (SQLException e) {
      check = new Check.Unwell(SqlFailures.retried(failures.sentence("get a connection", e), e));
      throw e;
    }
  }

  /** Where the database is, for people to read. */
  public String place() {
    return settings.place();
  }

  @Override
  public void stop() {
    close(writers);
    close(readers);
    writers = null;
    readers = null;
  }

  private static void close(@Nullable HikariDataSource pool) {
    if (pool != null) {
      pool.close();
    }
  }

  @Override
  public Check check() {
    return check;
  }
}
