package io.tallyman.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dropwizard.core.Configuration;
import io.dropwizard.testing.ResourceHelpers;
import io.dropwizard.testing.junit5.DropwizardAppExtension;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The admin port over sockets: whatever isn't let in reaches nothing and learns nothing. */
@ExtendWith(DropwizardExtensionsSupport.class)
@Timeout(60)
class AccessTest {

  private static final DropwizardAppExtension<Configuration> SERVICE =
      new DropwizardAppExtension<>(
          GuardedService.class, ResourceHelpers.resourceFilePath("io/tallyman/access/access.yml"));

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String PAUSE = "action=pause&source=caf%C3%A9+1";

  private final GuardedService service = SERVICE.getApplication();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final List<String> answers = new ArrayList<>();

  @BeforeEach
  void listen() {
    service.reached.clear();
    service.told.clear();
    logged.start();
    root().addAppender(logged);
  }

  @AfterEach
  void shouldLeakNoSecret() {
    root().detachAppender(logged);
    List<String> all = new ArrayList<>(answers);
    all.addAll(service.told);
    logged.list.forEach(event -> all.add(event.getFormattedMessage()));
    assertThat(String.join("\n", all))
        .doesNotContain(GuardedService.SECRET, GuardedService.PASSWORD, "pbkdf2", "\tat ");
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static URI uri(String path) {
    return URI.create("http://localhost:" + SERVICE.getAdminPort() + path);
  }

  private static Map<String, String> signed(AccessKey key, String method, String path) {
    return signed(key, Clock.systemUTC(), method, path, "");
  }

  private static Map<String, String> signed(
      AccessKey key, Clock clock, String method, String path, String body) {
    String type = body.isEmpty() ? null : FORM;
    Map<String, String> fields =
        new LinkedHashMap<>(
            new RequestSigner(key, clock)
                .sign(method, uri(path), type, body.getBytes(StandardCharsets.UTF_8)));
    if (type != null) {
      fields.put("Content-Type", type);
    }
    return fields;
  }

  private static Map<String, String> login(String name, String password) {
    byte[] login = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
  }

  private String ask(String method, String path, Map<String, String> fields, String body)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Host", "localhost:" + SERVICE.getAdminPort());
    all.put("Connection", "close");
    if (!body.isEmpty()) {
      all.put("Content-Length", Integer.toString(body.length()));
    }
    all.putAll(fields);
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    all.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVICE.getAdminPort())) {
      socket.setSoTimeout(20_000);
      send(socket, request.append("\r\n").append(body).toString());
      return answer(socket);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private String answer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    try {
      for (int each = in.read(); each >= 0; each = in.read()) {
        answer.append((char) each);
      }
    } catch (SocketException reset) {
      // the server may close on what is still being sent, after its answer
      assertThat(answer).isNotEmpty();
    }
    answers.add(answer.toString());
    return answer.toString();
  }

  private void assertRefused(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer).contains("X-Content-Type-Options: nosniff", "Cache-Control: no-store");
    assertThat(service.reached).isEmpty();
    assertThat(service.told)
        .singleElement()
        .asString()
        .startsWith("refused ")
        .contains("" + status);
  }

  @Test
  void shouldLetAMachineOperateAndHandItsFormOn() throws IOException {
    String answer =
        ask(
            "POST",
            "/tasks/consumer?partition=3",
            signed(
                GuardedService.OPERATES,
                Clock.systemUTC(),
                "POST",
                "/tasks/consumer?partition=3",
                PAUSE),
            PAUSE);

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("nosniff", "no-store");
    assertThat(service.reached)
        .containsExactly(
            "key operates POST /tasks/consumer"
                + " {action=[pause], partition=[3], source=[café 1]} 31");
    assertThat(service.told)
        .containsExactly("allowed key operates POST /tasks/consumer from 127.0.0.1");
  }

  @Test
  void shouldLetAPersonLookAndOperate() throws IOException {
    Map<String, String> anna = login("anna", GuardedService.PASSWORD);

    assertThat(ask("GET", "/status", anna, "")).startsWith("HTTP/1.1 200 ");
    assertThat(ask("POST", "/tasks/consumer?a=b", anna, "")).startsWith("HTTP/1.1 200 ");
    assertThat(service.reached)
        .containsExactly("user anna GET /status {} 0", "user anna POST /tasks/consumer {a=[b]} 0");
    assertThat(service.told).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /",
    "GET, /status",
    "GET, /metrics",
    "GET, /healthcheck",
    "GET, /threads",
    "GET, /tasks",
    "GET, /pprof",
    "GET, /nowhere",
    "POST, /tasks/consumer",
    "POST, /tasks/positions",
    "POST, /tasks/gc",
    "POST, /tasks/log-level",
    "POST, /tasks/nothing",
    "PUT, /status",
    "OPTIONS, /status",
    "DELETE, /",
    "POST, /ping",
    "GET, //status",
    "GET, /status;a=b",
    "GET, /%73tatus",
    "POST, /tasks/x/../consumer",
  })
  void shouldLetNobodyInWithoutCredentials(String method, String path) throws IOException {
    String answer = ask(method, path, Map.of(), "");

    assertThat(answer).containsPattern("^HTTP/1.1 40[01] ");
    assertThat(service.reached).isEmpty();
  }

  @Test
  void shouldSayThatCredentialsAreNeededInTheFormThatIsAskedFor() throws IOException {
    String plain = ask("GET", "/status", Map.of("Accept", "*/*"), "");
    String json = ask("GET", "/status", Map.of("Accept", "application/json"), "");

    assertThat(plain)
        .startsWith("HTTP/1.1 401 ")
        .contains("Content-Type: text/plain;charset=utf-8", "credentials are needed")
        .contains("WWW-Authenticate: Basic realm=\"tallyman\", charset=\"UTF-8\"");
    assertThat(json)
        .contains("Content-Type: application/problem+json;charset=utf-8")
        .contains(
            "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":");
  }

  @Test
  void shouldLetLoadBalancersLookByWhateverName() throws IOException {
    assertThat(ask("GET", "/ping", Map.of("Host", "10.0.0.1:8081"), ""))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("pong\n");
  }

  @Test
  void shouldAnswerAlikeWhateverIsWrong() throws IOException {
    AccessKey unknown = GuardedService.key("unknown", Level.DANGEROUS);
    AccessKey wrong = new AccessKey("everything", new byte[32], Level.DANGEROUS);
    List<Map<String, String>> all =
        List.of(
            Map.of(),
            signed(unknown, "GET", "/status"),
            signed(wrong, "GET", "/status"),
            signed(GuardedService.LOOKS, "GET", "/status?other"),
            signed(GuardedService.LOOKS, later(-200), "GET", "/status", ""),
            signed(GuardedService.LOOKS, later(+100), "GET", "/status", ""),
            login("anna", "guessed"),
            login("berta", GuardedService.PASSWORD));
    List<String> bodies = new ArrayList<>();
    for (Map<String, String> fields : all) {
      service.told.clear();
      String answer = ask("GET", "/status", fields, "");
      assertRefused(answer, 401);
      bodies.add(answer.replaceFirst("(?m)^Date: .*$", ""));
    }

    assertThat(bodies).containsOnly(bodies.get(0));
  }

  private static Clock later(long seconds) {
    return Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
  }

  @Test
  void shouldTakeASignedRequestOnce() throws IOException {
    Map<String, String> fields = signed(GuardedService.LOOKS, "GET", "/status");

    assertThat(ask("GET", "/status", fields, "")).startsWith("HTTP/1.1 200 ");
    service.reached.clear();
    assertRefused(ask("GET", "/status", fields, ""), 401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | /tasks/consumer | action=pause | 401",
        "POST | /tasks/positions | action=pause | 401",
        "POST | /tasks/consumer?a=b | action=pause | 401",
        "POST | /tasks/consumer;a=b | action=pause | 401",
        "POST | /tasks/%63onsumer | action=pause | 401",
        "POST | /tasks/consumer | action=reset | 401",
        "POST | /tasks/consumer | action=pause&more=1 | 401",
      })
  void shouldRefuseWhatWasChangedOnItsWay(String method, String path, String body, int status)
      throws IOException {
    Map<String, String> fields =
        signed(
            GuardedService.EVERYTHING,
            Clock.systemUTC(),
            "POST",
            "/tasks/consumer",
            "action=pause");

    assertRefused(ask(method, path, fields, body), status);
  }

  @Test
  void shouldRefuseAChangedDigestOrTypeOrOneThatWasTakenOut() throws IOException {
    Map<String, String> fields =
        signed(GuardedService.EVERYTHING, Clock.systemUTC(), "POST", "/tasks/consumer", PAUSE);
    Map<String, String> digest = new LinkedHashMap<>(fields);
    digest.put("Content-Digest", ContentDigest.of("x".getBytes(StandardCharsets.UTF_8)));
    Map<String, String> type = new LinkedHashMap<>(fields);
    type.put("Content-Type", "text/plain");
    Map<String, String> without = new LinkedHashMap<>(fields);
    without.remove("Content-Digest");

    assertRefused(ask("POST", "/tasks/consumer", digest, PAUSE), 401);
    service.told.clear();
    assertRefused(ask("POST", "/tasks/consumer", type, PAUSE), 401);
    service.told.clear();
    assertRefused(ask("POST", "/tasks/consumer", without, PAUSE), 400);
    service.told.clear();
    assertRefused(
        ask(
            "POST",
            "/tasks/consumer",
            signed(GuardedService.EVERYTHING, "POST", "/tasks/consumer"),
            PAUSE),
        400);
  }

  @Test
  void shouldRefuseTooLowALevel() throws IOException {
    assertRefused(
        ask("POST", "/tasks/consumer", signed(GuardedService.LOOKS, "POST", "/tasks/consumer"), ""),
        403);
    service.told.clear();
    String answer = ask("POST", "/tasks/positions", login("anna", GuardedService.PASSWORD), "");
    assertRefused(answer, 403);
    assertThat(answer).contains("this needs the level dangerous, and user anna has operate");
  }

  @ParameterizedTest
  @CsvSource({"Origin, http://evil.example", "Origin, null", "Sec-Fetch-Site, cross-site"})
  void shouldRefuseAnotherSiteWhoeverIsLoggedIn(String name, String value) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>(login("anna", GuardedService.PASSWORD));
    fields.put(name, value);

    assertRefused(ask("POST", "/tasks/consumer", fields, ""), 403);
  }

  @Test
  void shouldRefuseANameThatIsNotItsOwn() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>(login("anna", GuardedService.PASSWORD));
    fields.put("Host", "rebound.evil.example");

    String answer = ask("GET", "/status", fields, "");

    assertRefused(answer, 403);
    assertThat(answer).doesNotContain("evil");
  }

  @Test
  void shouldBoundABodyWhetherItsLengthIsSaidOrNot() throws IOException {
    Map<String, String> anna = login("anna", GuardedService.PASSWORD);
    String body = "x".repeat(RequestBody.MOST_BYTES + 1);
    Map<String, String> chunked = new LinkedHashMap<>(anna);
    chunked.put("Transfer-Encoding", "chunked");
    String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";

    assertRefused(ask("POST", "/tasks/consumer", anna, body), 413);
    service.told.clear();
    assertRefused(askChunked(chunked, chunk), 413);
    service.told.clear();
    assertThat(ask("POST", "/tasks/consumer", anna, "x".repeat(RequestBody.MOST_BYTES)))
        .startsWith("HTTP/1.1 200 ");
  }

  private String askChunked(Map<String, String> fields, String chunk) throws IOException {
    StringBuilder request =
        new StringBuilder("POST /tasks/consumer HTTP/1.1\r\nHost: localhost\r\n");
    fields.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVICE.getAdminPort())) {
      socket.setSoTimeout(20_000);
      send(socket, request.append("Connection: close\r\n\r\n").append(chunk).toString());
      return answer(socket);
    }
  }

  @Test
  void shouldBoundHeaders() throws IOException {
    String answer = ask("GET", "/status", Map.of("Signature-Input", "x".repeat(100_000)), "");

    assertThat(answer).startsWith("HTTP/1.1 431 ");
    assertThat(service.reached).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotWaitForeverForABody(boolean drips) throws IOException {
    String head =
        "POST /tasks/consumer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n"
            + "Authorization: "
            + login("anna", GuardedService.PASSWORD).get("Authorization")
            + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVICE.getAdminPort())) {
      socket.setSoTimeout(20_000);
      send(socket, head);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                if (drips && socket.getInputStream().available() == 0) {
                  send(socket, "x");
                }
                return socket.getInputStream().available() > 0;
              });
      assertRefused(answer(socket), 408);
    }
  }

  @Test
  void shouldReadNoBodyOfWhoIsNotKnown() throws IOException {
    String head =
        "POST /tasks/consumer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVICE.getAdminPort())) {
      socket.setSoTimeout(20_000);
      send(socket, head);
      assertRefused(answer(socket), 401);
    }
  }

  @Test
  void shouldReadNoBodyWhereNobodyIsAsked() throws IOException {
    String head = "GET /ping HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVICE.getAdminPort())) {
      socket.setSoTimeout(20_000);
      send(socket, head);
      assertThat(answer(socket)).startsWith("HTTP/1.1 200 ").contains("pong");
    }
  }

  @Test
  void shouldRefuseAFormThatIsNotEncoded() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>(login("anna", GuardedService.PASSWORD));
    fields.put("Content-Type", FORM);

    assertRefused(ask("POST", "/tasks/consumer", fields, "reason=100%"), 400);
  }
}
