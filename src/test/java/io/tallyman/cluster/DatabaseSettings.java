package io.tallyman.cluster;

import java.nio.file.Path;

/**
 * What an {@link EmbeddedDatabase} is made of.
 *
 * @param folder where it keeps its data, accounts and log; data of an earlier one is taken up
 * @param lifetime whether it outlives this JVM
 * @param port on 127.0.0.1; 0 for a free one
 */
public record DatabaseSettings(Path folder, Lifetime lifetime, int port) {
  public DatabaseSettings {
    folder = folder.toAbsolutePath();
  }

  /** On a free port, ending with this JVM. */
  public static DatabaseSettings in(Path folder) {
    return new DatabaseSettings(folder, Lifetime.BOUND, 0);
  }

  public DatabaseSettings lifetime(Lifetime newLifetime) {
    return new DatabaseSettings(folder, newLifetime, port);
  }

  public DatabaseSettings port(int newPort) {
    return new DatabaseSettings(folder, lifetime, newPort);
  }
}
