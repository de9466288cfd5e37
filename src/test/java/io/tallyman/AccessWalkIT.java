package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.tallyman.access.AccessKey;
import io.tallyman.access.Level;
import io.tallyman.access.PasswordHash;
import io.tallyman.access.RequestSigner;
import io.tallyman.cluster.Certificate;
import io.tallyman.cluster.Database;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route of both ports of the real service, over TLS, asked by everybody who shouldn't get
 * what it gives. The routes are those of docs/openapi.yaml, which OpenApiTest holds to be all.
 */
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
final class AccessWalkIT {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String PASSWORD = "correct-horse-battery";
  private static final Map<Level, AccessKey> KEYS =
      Map.of(
          Level.READ, key("looks", 1),
          Level.OPERATE, key("operates", 2),
          Level.DANGEROUS, key("everything", 3));

  /** The whole truth about a refusal, as its caller is told. */
  private static final List<String> SENTENCES =
      List.of(
          "credentials are needed, and these are missing or not accepted: ",
          "this needs the level ",
          "a page of another site asks for this; nothing was changed",
          "this port isn't addressed by that name");

  private OrderService orders;
  private RunningService host;
  private PlainHttp http;
  private SocketFactory sockets;
  private int asked;

  /** A route, and the level that it needs; null where nobody is asked. */
  private record Route(String method, String path, Level needed) {

    boolean isReading() {
      return method.equals("GET");
    }
  }

  private static AccessKey key(String id, int number) {
    return new AccessKey(id, secret(number).getBytes(StandardCharsets.UTF_8), Level.DANGEROUS);
  }

  private static String secret(int number) {
    return "a-secret-of-32-bytes-or-more-number-" + number;
  }

  @BeforeAll
  void start(Kafka kafka, Database server, @TempDir Path folder) throws Exception {
    Certificate certificate = Certificate.in(folder);
    sockets = certificate.context().getSocketFactory();
    http = new PlainHttp(sockets);
    orders =
        new OrderService(kafka, server, "walked", Framing.CONFLUENT, folder)
            .withTls(certificate)
            .withSections(
                """
                access:
                  keys:
                    - {id: looks, secret: %s, level: read}
                    - {id: operates, secret: %s, level: operate}
                    - {id: everything, secret: %s, level: dangerous}
                  users:
                    - {name: anna, password: '%s', level: dangerous}
                  hosts: [host-1.example]
                health: {healthChecks: [{name: started, critical: true}]}
                repl: {enabled: true, directory: '%s'}
                """
                    .formatted(
                        secret(1),
                        secret(2),
                        secret(3),
                        PasswordHash.of(PASSWORD.toCharArray()).line(),
                        folder.resolve("repl")))
            .createTopic(2);
    host = orders.start();
    orders.produce(100, 2);
    orders.awaitCounted();
  }

  @AfterAll
  void stop() {
    orders.close();
  }

  // ---- who asks

  private String authority(int port) {
    return "localhost:" + port;
  }

  private Map<String, String> from(Map<String, String> credentials) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Host", authority(host.adminPort()));
    fields.putAll(credentials);
    return fields;
  }

  private Map<String, String> signed(AccessKey key, Clock clock, String method, String path) {
    URI target = URI.create("https://" + authority(host.adminPort()) + path);
    return new RequestSigner(key, clock).sign(method, target, null, new byte[0]);
  }

  private Map<String, String> signed(Level level, String method, String path) {
    return signed(KEYS.get(level), Clock.systemUTC(), method, path);
  }

  private static Clock later(Duration by) {
    return Clock.offset(Clock.systemUTC(), by);
  }

  private static Map<String, String> login(String name, String password) {
    byte[] login = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
  }

  private static Map<String, String> anna(String field, String value) {
    Map<String, String> fields = new LinkedHashMap<>(login("anna", PASSWORD));
    fields.put(field, value);
    return fields;
  }

  private PlainHttp.Answer ask(Route route, String query, Map<String, String> credentials)
      throws Exception {
    asked++;
    return http.ask(
        host.adminPort(), route.method, route.path + query, from(credentials), new byte[0]);
  }

  // ---- the routes

  private static List<Route> routes(String port) throws Exception {
    JsonNode paths =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("docs/openapi.yaml").toFile())
            .path("paths");
    List<Route> routes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue().path("x-port").toString().contains('"' + port + '"')) {
          String level = operation.getValue().path("x-level").asText().toUpperCase(Locale.ROOT);
          routes.add(
              new Route(
                  operation.getKey().toUpperCase(Locale.ROOT),
                  path.getKey().replace("{file}", "page.js"),
                  level.equals("NONE") ? null : Level.valueOf(level)));
        }
      }
    }
    return routes;
  }

  /** The routes, each with the methods that it doesn't have, and what isn't there at all. */
  private static List<Route> everything() throws Exception {
    List<Route> all = new ArrayList<>(routes("admin"));
    Set<String> paths = new TreeSet<>();
    all.forEach(route -> paths.add(route.path));
    paths.addAll(
        List.of("/pprof", "/nowhere", "/tasks/nothing", "/page/", "/tasks/gc/", "//status"));
    for (String path : paths) {
      for (String method : List.of("GET", "POST", "PUT", "OPTIONS", "TRACE")) {
        if (all.stream().noneMatch(it -> it.method.equals(method) && it.path.equals(path))) {
          all.add(new Route(method, path, Level.DANGEROUS));
        }
      }
    }
    return all;
  }

  // ---- what has to hold

  /** What an operator could have changed. */
  private List<String> state() throws Exception {
    Route levers = new Route("GET", "/levers", Level.READ);
    PlainHttp.Answer answer = ask(levers, "", signed(Level.READ, "GET", "/levers"));
    assertThat(answer.status()).isEqualTo(200);
    List<String> state = new ArrayList<>(orders.table.settings());
    state.add(answer.body());
    state.addAll(orders.table.positions());
    state.addAll(orders.table.ownerEpochs());
    state.addAll(orders.table.openLosses());
    orders.table.audit().stream()
        .filter(line -> !line.matches("[^|]*\\|(refused|left out|request)\\|.*"))
        .forEach(state::add);
    return state;
  }

  private void assertTellsNothing(PlainHttp.Answer answer, String as) {
    String all = answer.head() + answer.body();
    assertThat(all)
        .as(as)
        .doesNotContain(secret(1), secret(2), secret(3), PASSWORD, "pbkdf2")
        .doesNotContainIgnoringCase("walked", "io.tallyman", "jetty", "dropwizard", "\tat ")
        .doesNotContainIgnoringCase("Access-Control-Allow", "X-Powered-By", "\nServer:");
  }

  private void assertRefused(Route route, String who, PlainHttp.Answer answer, int status) {
    String as = who + " asks " + route + " and is told " + answer;
    // TRACE, and paths that aren't as HTTP writes them, the server itself refuses
    assertThat(answer.status())
        .as(as)
        .isIn(
            status,
            route.method.equals("TRACE") ? 405 : status,
            route.path.startsWith("//") ? 400 : status);
    assertTellsNothing(answer, as);
    if (answer.status() == status) {
      assertThat(answer.head()).as(as).contains("X-Content-Type-Options: nosniff", "no-store");
      assertThat(SENTENCES).as(as).anyMatch(answer.body()::startsWith);
    }
  }

  @Test
  void shouldGiveNothingToWhoeverIsNotLetIn() throws Exception {
    List<String> before = state();
    Set<String> unknown = new TreeSet<>();
    for (Route route : everything()) {
      if (route.needed == null) {
        assertThat(ask(route, "", Map.of()).status()).as(route.toString()).isEqualTo(200);
        continue;
      }
      for (Map.Entry<String, Map<String, String>> who : strangers(route).entrySet()) {
        PlainHttp.Answer answer = ask(route, "", who.getValue());
        assertRefused(route, who.getKey(), answer, 401);
        if (answer.status() == 401) {
          unknown.add(answer.body());
        }
      }
      for (Map.Entry<String, Map<String, String>> who : overreaching(route).entrySet()) {
        assertRefused(route, who.getKey(), ask(route, "", who.getValue()), 403);
      }
      assertTakenOnce(route);
    }

    assertThat(unknown).as("all are told the same").hasSize(1);
    assertThat(state()).isEqualTo(before);
    assertThat(asked).isGreaterThan(1_000);
    awaitRefusalsInTheAudit();
  }

  /** Who isn't known, or shows what isn't good for this request. */
  private Map<String, Map<String, String>> strangers(Route route) {
    AccessKey right = KEYS.get(Level.DANGEROUS);
    AccessKey guessed = new AccessKey("everything", new byte[32], Level.DANGEROUS);
    Clock now = Clock.systemUTC();
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    all.put("nobody", Map.of());
    all.put("an unknown key", signed(key("nobody", 3), now, route.method, route.path));
    all.put("a key with a guessed secret", signed(guessed, now, route.method, route.path));
    all.put(
        "what has expired",
        signed(right, later(Duration.ofMinutes(-10)), route.method, route.path));
    all.put(
        "what isn't signed yet",
        signed(right, later(Duration.ofMinutes(10)), route.method, route.path));
    all.put("what was signed with a query", signed(right, now, route.method, route.path + "?a=b"));
    all.put("what was signed for another route", signed(right, now, route.method, "/levers2"));
    all.put("what was signed for another method", signed(right, now, "HEAD", route.path));
    if (asked % 10 == 0) { // each costs a hash, on purpose
      all.put("a wrong password", login("anna", "guessed-password"));
      all.put("an unknown user", login("berta", PASSWORD));
    }
    return all;
  }

  /** Who is known, but may not do this, or not from there. */
  private Map<String, Map<String, String>> overreaching(Route route) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    if (route.needed != Level.READ) {
      Level lower = route.needed == Level.OPERATE ? Level.READ : Level.OPERATE;
      all.put("too low a level", signed(lower, route.method, route.path));
    }
    all.put("another name of the host", anna("Host", "rebound.example"));
    if (!route.isReading()) {
      all.put("a page of another origin", anna("Origin", "https://evil.example"));
      all.put("a page without an origin", anna("Origin", "null"));
      all.put("a page of another site", anna("Sec-Fetch-Site", "cross-site"));
    }
    return all;
  }

  /** A parameter that no route knows has nothing done by who may do it, and by who repeats it. */
  private void assertTakenOnce(Route route) throws Exception {
    Map<String, String> right = signed(route.needed, route.method, route.path + "?walk=1");
    PlainHttp.Answer first = ask(route, "?walk=1", right);
    assertThat(first.status()).as("%s: %s", route, first).isIn(400, 404, 405);
    assertTellsNothing(first, route.toString());
    if (!route.method.equals("TRACE") && !route.path.startsWith("//")) {
      assertRefused(route, "who repeats it", ask(route, "?walk=1", right), 401);
    }
  }

  private void awaitRefusalsInTheAudit() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(orders.table.audit())
                    .anyMatch(line -> line.contains("|refused|") && line.contains("|401: ")));
  }

  @Test
  void shouldGiveWhatItHasToWhoeverMay() throws Exception {
    for (Route route : routes("admin")) {
      if (route.isReading()) {
        Map<String, String> fields =
            route.needed == null ? Map.of() : signed(route.needed, "GET", route.path);
        assertThat(ask(route, "", fields).status()).as(route.toString()).isEqualTo(200);
        assertThat(ask(route, "", login("anna", PASSWORD)).status()).isEqualTo(200);
      }
    }
    String pause = "/tasks/consumer?action=pause&source=orders&for=1s";
    Route route = new Route("POST", pause, Level.OPERATE);
    assertThat(ask(route, "", signed(Level.OPERATE, "POST", pause)).body())
        .contains("by operator at 127.0.0.1 (key operates)");
  }

  @Test
  void shouldRefuseAFormThatWasChangedOnItsWay() throws Exception {
    for (Route route : routes("admin")) {
      if (!route.isReading()) {
        byte[] form = "action=list".getBytes(StandardCharsets.UTF_8);
        byte[] other = "action=undo".getBytes(StandardCharsets.UTF_8);
        URI target = URI.create("https://" + authority(host.adminPort()) + route.path);
        Map<String, String> fields =
            new LinkedHashMap<>(
                new RequestSigner(KEYS.get(Level.DANGEROUS), Clock.systemUTC())
                    .sign("POST", target, FORM, form));
        fields.put("Content-Type", FORM);
        PlainHttp.Answer answer =
            http.ask(host.adminPort(), "POST", route.path, from(fields), other);
        assertRefused(route, "who has changed the form", answer, 401);
      }
    }
  }

  @Test
  void shouldShowOnTheApplicationPortOnlyWhatEverybodyMaySee() throws Exception {
    Map<String, String> named = Map.of("Host", authority(host.port()));
    for (Route route : routes("application")) {
      PlainHttp.Answer answer = http.ask(host.port(), route.method, route.path, named, new byte[0]);
      assertThat(answer.status()).as(route.toString()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain("walked", secret(1));
      for (String method : List.of("POST", "PUT", "DELETE", "TRACE")) {
        PlainHttp.Answer refused = http.ask(host.port(), method, route.path, named, new byte[0]);
        assertThat(refused.status()).as(method + " " + route).isIn(400, 404, 405);
        assertTellsNothing(refused, method + " " + route);
      }
    }
    for (Route route : everything()) {
      if (routes("application").stream().noneMatch(it -> it.path.equals(route.path))) {
        PlainHttp.Answer answer =
            http.ask(host.port(), route.method, route.path, named, new byte[0]);
        boolean options = route.method.equals("OPTIONS") && answer.body().isEmpty();
        assertThat(answer.status()).as(route.toString()).isIn(400, 404, 405, options ? 200 : 501);
        assertTellsNothing(answer, route.toString());
      }
    }
  }

  @Test
  void shouldBoundHeadersBodiesAndConnections() throws Exception {
    byte[] giant = new byte[10_000_000];
    for (int port : List.of(host.port(), host.adminPort())) {
      Map<String, String> long_ =
          Map.of("Host", authority(port), "Authorization", "x".repeat(100_000));
      assertThat(http.ask(port, "GET", "/status", long_, new byte[0]).status()).isEqualTo(431);
    }
    for (Route route : routes("admin")) {
      if (!route.isReading()) {
        assertThat(http.ask(host.adminPort(), "POST", route.path, from(Map.of()), giant).status())
            .as("without credentials: %s", route)
            .isEqualTo(401);
        assertThat(
                http.ask(host.adminPort(), "POST", route.path, from(login("anna", PASSWORD)), giant)
                    .status())
            .as("with credentials: %s", route)
            .isEqualTo(413);
      }
    }
    assertThat(
            http.ask(
                    host.port(),
                    "POST",
                    "/api/version",
                    Map.of("Host", authority(host.port())),
                    giant)
                .status())
        .isEqualTo(405);
  }

  /** Whoever opens connections and says nothing on them is the one who loses them. */
  @Test
  void shouldCloseIdleConnectionsWhereThereAreTooMany() throws Exception {
    for (int port : List.of(host.port(), host.adminPort())) {
      List<Socket> idle = new ArrayList<>();
      try {
        for (int number = 0; number < 600; number++) {
          idle.add(new Socket(InetAddress.getLoopbackAddress(), port));
          idle.get(number).setSoTimeout(1);
        }
        Map<String, String> named = Map.of("Host", authority(port));
        String path = port == host.port() ? "/api/version" : "/ping";
        assertThat(http.ask(port, "GET", path, named, new byte[0]).status()).isEqualTo(200);
        await()
            .atMost(Duration.ofSeconds(15))
            .until(() -> idle.stream().filter(AccessWalkIT::isClosed).count() >= 100);
      } finally {
        for (Socket each : idle) {
          each.close();
        }
      }
    }
  }

  /** Each byte begins the server's idle timeout anew; the whole head has a time of its own. */
  @Test
  void shouldHangUpOnWhoeverWritesAHeadByAndBy() throws Exception {
    for (int port : List.of(host.port(), host.adminPort())) {
      try (Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port)) {
        OutputStream out = socket.getOutputStream();
        out.write("GET /ping HTTP/1.1\r\nHost: localhost\r\nX: ".getBytes(StandardCharsets.UTF_8));
        socket.setSoTimeout(1); // after the handshake, which is the first thing that is written
        await()
            .atMost(Duration.ofSeconds(25))
            .pollInterval(Duration.ofMillis(500))
            .until(
                () -> {
                  if (isClosed(socket)) {
                    return true;
                  }
                  out.write('x');
                  out.flush();
                  return false;
                });
      }
    }
  }

  /** Who asks again on the same connection, and who waits between, isn't slow. */
  @Test
  void shouldKeepAConnectionThatIsUsedNowAndThen() throws Exception {
    try (Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), host.adminPort())) {
      socket.setSoTimeout(5_000);
      String request = "GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n";
      AtomicInteger answers = new AtomicInteger();
      await()
          .atMost(Duration.ofSeconds(60))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofSeconds(5))
          .until(
              () -> {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                byte[] answer = new byte[4_096];
                int length = socket.getInputStream().read(answer);
                assertThat(new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
                return answers.incrementAndGet() == 4; // 15 seconds
              });
    }
  }

  /** By the other side. */
  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }
}
