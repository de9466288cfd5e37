package io.tallyman.log;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;

/**
 * A stub of an HTTP service on loopback that takes POSTs: keeps what it is sent, and answers as it
 * is told, at first with 200 and an empty JSON object.
 */
public final class SinkServer implements AutoCloseable {

  /** One request, whose body is unzipped. */
  public record Taken(String path, Map<String, List<String>> fields, String body) {}

  private record Planned(int status, String field, String value) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private final Queue<Planned> planned = new ConcurrentLinkedQueue<>();
  private final AtomicReference<CountDownLatch> held = new AtomicReference<>(new CountDownLatch(0));

  public SinkServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** The next answers have these statuses. */
  public void answerNext(int... statuses) {
    for (int status : statuses) {
      planned.add(new Planned(status, "X-Planned", "yes"));
    }
  }

  /** The next answer has this status and this field. */
  public void answerNext(int status, String field, String value) {
    planned.add(new Planned(status, field, value));
  }

  /** From now on requests are taken but not answered, until {@link #letGo}. */
  public void hold() {
    held.set(new CountDownLatch(1));
  }

  public void letGo() {
    held.get().countDown();
  }

  /** All requests so far. */
  public List<Taken> taken() {
    return List.copyOf(taken);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream in = body(exchange)) {
      String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      taken.add(
          new Taken(
              exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body));
      held.get().await();
      Planned next = planned.poll();
      if (next != null) {
        exchange.getResponseHeaders().set(next.field(), next.value());
      }
      byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(next == null ? 200 : next.status(), answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the stub is closed
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    InputStream plain = exchange.getRequestBody();
    return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(plain)
        : plain;
  }

  @Override
  public void close() {
    letGo();
    server.stop(0);
    threads.shutdownNow();
  }
}
