package io.tallyman.prove;

import io.tallyman.cluster.ServerFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The wire between one process of the service and the database. Unlike a plain proxy it reads
 * MySQL's protocol along the way, so that it knows which flush is at which {@link Moment}, and can
 * hold it or cut it there. For any thread.
 */
final class DatabaseWire implements AutoCloseable {

  private final InetSocketAddress database;
  private final ServerSocket listener;
  private final Set<WireConnection> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "wire");
            thread.setDaemon(true);
            return thread;
          });
  private final WireFigures figures = new WireFigures();
  private volatile Interference interference = Interference.NONE;

  private DatabaseWire(int port) throws IOException {
    this.database = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** A wire to that port of 127.0.0.1, whether or not anybody listens there yet. */
  static DatabaseWire to(int port) {
    try {
      DatabaseWire wire = new DatabaseWire(port);
      wire.threads.execute(wire::accept);
      return wire;
    } catch (IOException e) {
      throw new ServerFailure("Cannot listen on 127.0.0.1", e);
    }
  }

  /** Where it listens on 127.0.0.1. */
  int port() {
    return listener.getLocalPort();
  }

  /** From now on this decides what becomes of flushes. */
  void interfere(Interference now) {
    interference = now;
  }

  /** What was seen on it. */
  WireFigures figures() {
    return figures;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (SocketException e) {
        // Closed, by us: the loop's condition ends it.
      } catch (IOException e) {
        throw new ServerFailure("The wire to " + database + " accepts nothing more", e);
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket();
    WireConnection connection = new WireConnection(client, server, figures, () -> interference);
    try {
      server.connect(database, 5000);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
    } catch (IOException e) {
      connection.reset(); // nobody there: the service sees what it would see without us
      return;
    }
    connections.add(connection);
    connection.start(threads);
  }

  /** Breaks everything; the port is free again. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new ServerFailure("Cannot close the wire to " + database, e);
    }
    connections.forEach(WireConnection::reset);
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new ServerFailure("The wire to " + database + " doesn't end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
