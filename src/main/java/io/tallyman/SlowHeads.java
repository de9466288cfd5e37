package io.tallyman;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections on which the head of a request doesn't come to its end in time, the TLS
 * handshake of the first one included. A server's {@code idleTimeout} begins anew with every byte:
 * whoever sends one a second would hold a connection for hours, without any credentials.
 */
final class SlowHeads implements LifeCycle.Listener {

  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final ScheduledExecutorService rounds;
  private final LongSupplier ticker;
  private final Map<EndPoint, Head> heads = new HashMap<>();

  /**
   * What was seen of a connection.
   *
   * @param messages how many requests had come when it was looked at
   * @param before how many bytes had come when that number was seen first
   * @param bytes how many bytes have come
   * @param since since when there are more bytes than before, as the ticker has it; null while
   *     there aren't
   */
  private record Head(long messages, long before, long bytes, @Nullable Long since) {}

  /**
   * @param rounds looks at all connections every second, on one thread
   * @param ticker in nanoseconds
   */
  SlowHeads(ScheduledExecutorService rounds, LongSupplier ticker) {
    this.rounds = rounds;
    this.ticker = ticker;
  }

  @Override
  public void lifeCycleStarted(LifeCycle started) {
    if (started instanceof Server server) {
      var unused = rounds.scheduleWithFixedDelay(() -> look(server), 1, 1, TimeUnit.SECONDS);
    }
  }

  private void look(Server server) {
    Map<EndPoint, Head> seen = new HashMap<>();
    for (Connector connector : server.getConnectors()) {
      for (EndPoint endPoint : connector.getConnectedEndPoints()) {
        Connection connection = endPoint.getConnection();
        if (connection != null) {
          Head before = heads.get(endPoint);
          Head now = head(connection, before);
          if (before != null && isSlow(before, now)) {
            endPoint.close();
          } else {
            seen.put(endPoint, now);
          }
        }
      }
    }
    heads.clear();
    heads.putAll(seen);
  }

  /** A request that is answered for long has come whole: no bytes come while it is. */
  private boolean isSlow(Head before, Head now) {
    return now.since != null
        && now.bytes > before.bytes
        && ticker.getAsLong() - now.since > PATIENCE.toNanos();
  }

  private Head head(Connection connection, @Nullable Head before) {
    Connection http =
        connection instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : connection;
    long messages = http == null ? 0 : http.getMessagesIn();
    long bytes = connection.getBytesIn();
    if (before == null) {
      return new Head(messages, 0, bytes, ticker.getAsLong());
    }
    if (before.messages != messages) {
      return new Head(messages, bytes, bytes, null);
    }
    boolean begun = before.since == null && bytes > before.before;
    return new Head(
        messages, before.before, bytes, begun ? Long.valueOf(ticker.getAsLong()) : before.since);
  }
}
