package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium with one tab, driven by its DevTools protocol. Where there is none, the test
 * is left out and says so, unless {@code TALLYMAN_REQUIRED} names it, as {@code .ci/run} does.
 */
final class Chromium implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Notes what a policy has blocked, before the page itself runs. */
  private static final String NOTES =
      "window.blockedByPolicy = []; document.addEventListener('securitypolicyviolation',"
          + " e => window.blockedByPolicy.push(e.effectiveDirective + ' ' + e.blockedURI));";

  private final Process process;
  private final Tab tab = new Tab();
  private final WebSocket socket;

  private Chromium(Process process, URI tabAddress) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(tabAddress, tab).join();
  }

  /** Starts it; what it keeps is kept in that folder. */
  static Chromium start(Path folder) throws IOException, InterruptedException {
    Optional<Path> found = find();
    String required = System.getenv().getOrDefault("TALLYMAN_REQUIRED", "");
    assumeTrue(
        found.isPresent() || required.contains("chromium"),
        "left out: there is no chromium here; Debian's package chromium has it");
    assertThat(found).as("chromium, which TALLYMAN_REQUIRED asks for").isPresent();
    Process process =
        new ProcessBuilder(
                found.get().toString(),
                "--headless=new",
                "--no-sandbox", // it has none for root, and shows nothing but our own page
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    try {
      Chromium chromium = new Chromium(process, tab(folder.resolve("DevToolsActivePort")));
      for (String domain : List.of("Page", "Runtime", "Log")) {
        chromium.call(domain + ".enable", Map.of());
      }
      chromium.call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", NOTES));
      return chromium;
    } catch (RuntimeException | IOException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static URI tab(Path portFile) throws IOException, InterruptedException {
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(portFile) && Files.readAllLines(portFile).size() > 1);
    URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(portFile).get(0) + "/json/new");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(list).PUT(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
    return URI.create(JSON.readTree(answer.body()).path("webSocketDebuggerUrl").asText());
  }

  private static Optional<Path> find() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What comes from the tab: answers, and what it has to complain of. */
  private static final class Tab implements WebSocket.Listener {
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      message.append(text);
      if (last) {
        String whole = message.toString();
        message.setLength(0);
        take(whole);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void take(String text) {
      try {
        JsonNode said = JSON.readTree(text);
        if (said.has("id")) {
          CompletableFuture<JsonNode> waiting = asked.remove(said.get("id").asInt());
          if (waiting != null) {
            waiting.complete(said);
          }
          return;
        }
        String type = said.at("/params/type").asText();
        switch (said.path("method").asText()) {
          case "Log.entryAdded" -> {
            if (!List.of("verbose", "info").contains(said.at("/params/entry/level").asText())) {
              complaints.add(said.at("/params/entry").toString());
            }
          }
          case "Runtime.exceptionThrown" -> complaints.add(said.toString());
          case "Runtime.consoleAPICalled" -> {
            if (List.of("error", "warning", "assert").contains(type)) {
              complaints.add(said.toString());
            }
          }
          default -> {}
        }
      } catch (IOException e) {
        complaints.add("not understood: " + text);
      }
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    int id = tab.calls.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    tab.asked.put(id, answer);
    try {
      String text =
          JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
      socket.sendText(text, true).join();
      JsonNode said = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(said.has("error")).as("%s: %s", method, said).isFalse();
      return said.path("result");
    } catch (Exception e) {
      throw new AssertionError("the browser doesn't do " + method, e);
    }
  }

  /** Shows a page, from its beginning, with nothing complained of. */
  void open(String address) {
    open(address, address);
  }

  /** Likewise, where the page has another address than the one that was asked for. */
  void open(String address, String shown) {
    call("Page.navigate", Map.of("url", "about:blank"));
    awaitShown("about:blank");
    tab.complaints.clear();
    call("Page.navigate", Map.of("url", address));
    awaitShown(shown);
  }

  /** While one page gives way to the next there may be nobody to answer. */
  private void awaitShown(String address) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(evaluate("location.href").asText()).isEqualTo(address));
  }

  /** What an expression is in the page. */
  JsonNode evaluate(String expression) {
    JsonNode said =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    assertThat(said.has("exceptionDetails")).as("%s: %s", expression, said).isFalse();
    return said.at("/result/value");
  }

  /** How large the window is, and whether its user likes it dark. */
  void look(int width, int height, boolean dark) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  void type(String text) {
    call("Input.insertText", Map.of("text", text));
  }

  /** Presses a key that has a name: Enter, Tab, Escape. */
  void press(String key, int code) {
    boolean enter = key.equals("Enter");
    call(
        "Input.dispatchKeyEvent",
        Map.of(
            "type", enter ? "keyDown" : "rawKeyDown",
            "key", key,
            "code", key,
            "text", enter ? "\r" : "",
            "windowsVirtualKeyCode", code));
    call(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
  }

  /** Pictures the page, all of it or what the window shows. */
  void picture(Path file, boolean whole) throws IOException {
    String data =
        call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole))
            .path("data")
            .asText();
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(data));
  }

  /** What the page has complained of since it was opened. */
  List<String> complaints() {
    return List.copyOf(tab.complaints);
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
