package io.tallyman.cluster;

/** Where a schema of a MySQL-compatible server is, and an account for it. */
public interface DatabaseLogin {
  /** Where it is: {@code jdbc:mysql://host:port/schema}. */
  String jdbcUrl();

  /** The account's name. */
  String user();

  /** The account's password. */
  String password();
}
