package io.tallyman.prove;

import io.tallyman.cluster.FreePorts;
import io.tallyman.cluster.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the processes that count, with a wire of its own to the database. For one thread at a
 * time.
 */
final class Host implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(30);

  private final String name;
  private final Jar jar;
  private final Path config;
  private final Map<String, String> environment;
  private final DatabaseWire wire;
  private @Nullable ServerProcess process;
  private long writtenBefore;
  private int starts;

  /**
   * A host that doesn't run yet.
   *
   * @param environment all that the service needs to know but its ports
   * @param wire by which that environment leads to the database; closed with the host
   */
  Host(String name, Jar jar, Path config, Map<String, String> environment, DatabaseWire wire) {
    this.name = name;
    this.jar = jar;
    this.config = config;
    this.environment = Map.copyOf(environment);
    this.wire = wire;
  }

  String name() {
    return name;
  }

  DatabaseWire wire() {
    return wire;
  }

  /** Starts it, on ports of its own; returns at once. */
  void start() {
    List<Integer> ports = new FreePorts().pick(2, List.of());
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put("TALLYMAN_NAME", name);
    all.put("TALLYMAN_PORT", ports.get(0).toString());
    all.put("TALLYMAN_ADMIN_PORT", ports.get(1).toString());
    writtenBefore = wire.figures().written();
    process = jar.serve(name, all, config);
    starts++;
  }

  private ServerProcess running() {
    ServerProcess now = process;
    if (now == null) {
      throw new IllegalStateException("host " + name + " was never started");
    }
    return now;
  }

  boolean isAlive() {
    return process != null && running().isAlive();
  }

  /** Whether it has written a flush since it was last started. */
  boolean hasWritten() {
    return isAlive() && wire.figures().written() > writtenBefore;
  }

  long pid() {
    return running().id().pid();
  }

  /** How often it was started. */
  int starts() {
    return starts;
  }

  /** Ends it as {@code kill -9} does; returns when it has ended. */
  void kill() {
    running().kill();
  }

  /** Stops it in its tracks (SIGSTOP). */
  void freeze() {
    running().freeze();
  }

  /** Lets it go on (SIGCONT). */
  void thaw() {
    running().thaw();
  }

  String lastWords() {
    return running().lastWords();
  }

  /** Ends it in good order, or by force. */
  @Override
  public void close() {
    try {
      if (isAlive()) {
        running().terminate(GRACE);
      }
    } finally {
      wire.close();
    }
  }
}
