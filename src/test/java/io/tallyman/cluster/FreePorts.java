package io.tallyman.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Ports of 127.0.0.1 that nobody listens on.
 *
 * <p>They are taken from below the range out of which systems serve outgoing connections (32768 on
 * Linux, 49152 elsewhere): a server that is down for a while must find its port free again, and a
 * client that calls a port nobody listens on must not connect to itself.
 */
public final class FreePorts {
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;

  private final Random random = new Random();

  /** Whether a server could listen on the port now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Throws {@link ServerFailure} if a server could not listen on the port now. */
  public static void require(int port) {
    if (!isFree(port)) {
      throw new ServerFailure(
          "Port " + port + " of 127.0.0.1 is in use: end what listens there, or choose another");
    }
  }

  /** That many different ports, none of them among {@code taken}; another process may be faster. */
  public List<Integer> pick(int count, Collection<Integer> taken) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (int attempt = 0; ports.size() < count && attempt < 10_000; attempt++) {
      int port = LOWEST + random.nextInt(HIGHEST - LOWEST);
      if (!taken.contains(port) && isFree(port)) {
        ports.add(port);
      }
    }
    if (ports.size() < count) {
      throw new ServerFailure(
          "No free port on 127.0.0.1 between " + LOWEST + " and " + HIGHEST + ": end some servers");
    }
    return List.copyOf(ports);
  }
}
