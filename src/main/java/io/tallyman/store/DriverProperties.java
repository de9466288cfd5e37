package io.tallyman.store;

import java.util.Map;
import java.util.Properties;

/** How Connector/J is set up: what the promises need, and limits to every wait. */
final class DriverProperties {

  /**
   * A session that says nothing for so long loses its transaction and its locks: a host that
   * freezes in the middle of a flush blocks the hot cells of the others no longer than this. It is
   * shorter than the 45 s after which Kafka gives a silent host's partitions away, so that their
   * next owner finds the position rows free.
   */
  static final int WAIT_TIMEOUT_SECONDS = 40;

  /** How long a statement waits for a row that another transaction holds. */
  static final int LOCK_WAIT_SECONDS = 5;

  /** What correctness rests on; a url that says otherwise is refused. */
  static final Map<String, String> OWNED =
      Map.of(
          // the fence counts matched rows, and a flush that moves only the time changes none
          "useAffectedRows", "false",
          // one failed statement ends its batch: what follows it would be rolled back anyway
          "continueBatchOnError", "false",
          "rewriteBatchedStatements", "true",
          // DATETIME columns hold UTC, whatever the zones of the server and this host
          "connectionTimeZone", "UTC",
          "forceConnectionTimeZoneToSession", "true",
          // a statement belongs to its transaction: never repeated on another connection
          "autoReconnect", "false");

  private static final String SQL_MODE = "'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'";

  private DriverProperties() {}

  /** For sessions that write batches or read them: every wait is short. */
  static Properties forService(DatabaseSettings settings) {
    Properties properties = common(settings);
    properties.setProperty("socketTimeout", "30000");
    properties.setProperty("cachePrepStmts", "true");
    properties.setProperty("prepStmtCacheSize", "100");
    properties.setProperty("prepStmtCacheSqlLimit", "8192");
    properties.setProperty("useLocalSessionState", "true");
    properties.setProperty(
        "sessionVariables",
        "sql_mode="
            + SQL_MODE
            + ",wait_timeout="
            + WAIT_TIMEOUT_SECONDS
            + ",innodb_lock_wait_timeout="
            + LOCK_WAIT_SECONDS);
    return properties;
  }

  /** For commands, which make tables or read whole ones: that may take long, waiting may not. */
  static Properties forLongWork(DatabaseSettings settings) {
    Properties properties = common(settings);
    properties.setProperty("sessionVariables", "sql_mode=" + SQL_MODE + ",lock_wait_timeout=30");
    return properties;
  }

  private static Properties common(DatabaseSettings settings) {
    Properties properties = new Properties();
    OWNED.forEach(properties::setProperty);
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("connectTimeout", "5000");
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }
}
