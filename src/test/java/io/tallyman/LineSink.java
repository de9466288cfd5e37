package io.tallyman;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP server on a free loopback port that keeps every line that it is sent. */
final class LineSink implements AutoCloseable {

  private final ServerSocket server;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private LineSink(ServerSocket server) {
    this.server = server;
  }

  static LineSink open() throws IOException {
    LineSink sink = new LineSink(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
    Thread acceptor = new Thread(sink::accept, "line-sink");
    acceptor.setDaemon(true);
    acceptor.start();
    return sink;
  }

  int port() {
    return server.getLocalPort();
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        open.add(caller);
        Thread reader = new Thread(() -> read(caller), "line-sink-reader");
        reader.setDaemon(true);
        reader.start();
      } catch (IOException closed) {
        return; // the test is over
      }
    }
  }

  private void read(Socket caller) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
      in.lines().forEach(lines::add);
    } catch (IOException | java.io.UncheckedIOException gone) {
      lines.add("the caller is gone: " + gone);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
