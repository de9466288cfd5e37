package io.tallyman.store;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.TcpProxy;
import io.tallyman.rollup.RollupTable;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema of the tests' server, as migrations and services see it. */
final class Schema {

  private final Database owner;

  Schema(Database owner) {
    this.owner = owner;
  }

  /** Settings of the account that may run DDL. */
  DatabaseSettings ownerSettings() {
    return settings(owner, null);
  }

  /** Settings of the account that may only read and write rows, with options for the driver. */
  DatabaseSettings serviceSettings(@Nullable String options) {
    return settings(owner.withoutDdl(), options);
  }

  /** Where the server listens on 127.0.0.1. */
  int port() {
    return URI.create(owner.jdbcUrl().substring("jdbc:".length())).getPort();
  }

  /** The service's settings, with the wire in between, on which everything can be read. */
  DatabaseSettings serviceSettingsThrough(TcpProxy wire) {
    DatabaseSettings direct = serviceSettings("sslMode=DISABLED&allowPublicKeyRetrieval=true");
    String url = direct.url().replaceFirst("//[^/]+/", "//127.0.0.1:" + wire.port() + "/");
    return new DatabaseSettings(url, direct.user(), direct.password(), false);
  }

  /** A started database part; whoever starts it stops it. */
  io.tallyman.store.Database startService() {
    io.tallyman.store.Database started = new io.tallyman.store.Database(serviceSettings(null));
    started.start();
    return started;
  }

  /** Makes our tables and those of the rollups. */
  void migrate(List<RollupTable> tables) {
    new Migration(ownerSettings()).apply(tables);
  }

  private static DatabaseSettings settings(Database database, @Nullable String options) {
    String url = database.jdbcUrl();
    String with = options == null ? url : url + (url.contains("?") ? "&" : "?") + options;
    return new DatabaseSettings(with, database.user(), database.password(), false);
  }
}
