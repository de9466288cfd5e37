package io.tallyman.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A wire that a test can stretch, cut and clog: it listens on a free port of 127.0.0.1 and passes
 * everything on to a server and back. Safe for use by several threads; what a method says holds for
 * the connections there are and those to come.
 */
public final class TcpProxy implements AutoCloseable {
  /** Looks at a chunk of bytes on its way to the server; true cuts the connection before it. */
  @FunctionalInterface
  public interface Scissors {
    boolean cut(byte[] chunk, int length);
  }

  private static final Scissors NEVER = (chunk, length) -> false;

  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "tcp-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final Object valve = new Object();
  private volatile boolean clogged;
  private volatile boolean refusing;
  private volatile long delayNanos;
  private volatile Scissors scissors = NEVER;

  private TcpProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** A proxy to that port of 127.0.0.1, whether or not anybody listens there yet. */
  public static TcpProxy to(int port) {
    try {
      TcpProxy proxy = new TcpProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new ServerFailure("Cannot listen on 127.0.0.1", e);
    }
  }

  /** Where it listens on 127.0.0.1. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Every chunk of bytes takes that much longer, in each direction; zero ends it. */
  public void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /** Connections stay open and nothing passes, as behind a dead router, until {@link #unclog()}. */
  public void clog() {
    clogged = true;
  }

  /** Everything that was held back passes. */
  public void unclog() {
    synchronized (valve) {
      clogged = false;
      valve.notifyAll();
    }
  }

  /** Breaks all connections there are with a reset; new ones are served. */
  public void cut() {
    // all of them first: a thread that sees one end closes the other, in good order otherwise
    sockets.forEach(TcpProxy::endWithAReset);
    sockets.forEach(TcpProxy::reset);
  }

  /** Breaks all connections and every new one, until {@link #accepting()}. */
  public void refuse() {
    refusing = true;
    cut();
  }

  /** Serves new connections again. */
  public void accepting() {
    refusing = false;
  }

  /**
   * Breaks a connection just before a chunk on its way to the server that the scissors choose; that
   * chunk never arrives. They are called by several threads.
   */
  public void cutBefore(Scissors chooser) {
    scissors = chooser;
  }

  /** Cuts nothing any more by choice. */
  public void cutNothing() {
    scissors = NEVER;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        if (refusing) {
          reset(client);
        } else {
          connect(client);
        }
      } catch (SocketException e) {
        // Closed, by us: the loop's condition ends it.
      } catch (IOException e) {
        throw new ServerFailure("The proxy to " + target + " accepts nothing more", e);
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    try {
      server.connect(target, 5000);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
    } catch (IOException e) {
      reset(client); // nobody there: the client sees what it would see without us
      reset(server);
      return;
    }
    sockets.add(server);
    threads.execute(() -> pass(client, server, true));
    threads.execute(() -> pass(server, client, false));
  }

  private void pass(Socket from, Socket to, boolean towardsServer) {
    byte[] chunk = new byte[16 * 1024];
    try (from;
        to;
        InputStream input = from.getInputStream();
        OutputStream output = to.getOutputStream()) {
      for (int length = input.read(chunk); length >= 0; length = input.read(chunk)) {
        LockSupport.parkNanos(delayNanos);
        awaitOpen();
        if (towardsServer && scissors.cut(chunk, length)) {
          reset(from);
          reset(to);
          return;
        }
        output.write(chunk, 0, length);
      }
    } catch (IOException e) {
      // One side has gone; closing both tells the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void awaitOpen() throws InterruptedException {
    synchronized (valve) {
      while (clogged && !listener.isClosed()) {
        valve.wait();
      }
    }
  }

  /** Closes with a reset, not in good order. */
  private static void reset(Socket socket) {
    try (socket) {
      endWithAReset(socket);
    } catch (IOException e) {
      // It was closed already.
    }
  }

  /** Whoever closes it does so with a reset. */
  private static void endWithAReset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // It was closed already.
    }
  }

  /** Breaks everything; the port is free again. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new ServerFailure("Cannot close the proxy to " + target, e);
    }
    unclog();
    cut();
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new ServerFailure("The proxy to " + target + " doesn't end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
