package io.tallyman.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections straight from the driver, each one new. */
final class DirectConnections implements ConnectionSource {

  private final String url;
  private final Properties properties;

  DirectConnections(DatabaseSettings settings, Properties properties) {
    this.url = settings.url();
    this.properties = properties;
  }

  @Override
  public Connection open() throws SQLException {
    return DriverManager.getConnection(url, properties);
  }
}
