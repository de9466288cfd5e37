package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.access.AccessKey;
import io.tallyman.access.Level;
import io.tallyman.access.RequestSigner;
import io.tallyman.cluster.Folders;
import io.tallyman.cluster.FreePorts;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The application in a JVM of its own, from the classes of this build, on a machine far from UTC
 * and where neither brokers nor a database answer: it starts all the same, and says so. Killed when
 * it is closed.
 */
final class ServiceProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path folder;
  private final int port;
  private final int adminPort;
  private final HttpClient http = HttpClient.newHttpClient();

  private ServiceProcess(Process process, Path folder, int port, int adminPort) {
    this.process = process;
    this.folder = folder;
    this.port = port;
    this.adminPort = adminPort;
  }

  /**
   * Runs a command on a configuration.
   *
   * @param environment besides this process's own and what names the ports
   * @param folder takes what it prints
   */
  static ServiceProcess start(
      Path folder, Map<String, String> environment, String command, Object... arguments)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=Asia/Kathmandu",
                Folders.temporaryOption(folder, "service"),
                "-cp",
                System.getProperty("java.class.path"),
                TallymanApplication.class.getName(),
                command));
    for (Object argument : arguments) {
      line.add(argument.toString());
    }
    List<Integer> ports = new FreePorts().pick(4, List.of());
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("TALLYMAN_PORT", ports.get(0).toString());
    variables.put("TALLYMAN_ADMIN_PORT", ports.get(1).toString());
    variables.put("TALLYMAN_DB_URL", "jdbc:mysql://127.0.0.1:" + ports.get(2) + "/tallyman");
    variables.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.get(3));
    variables.putAll(environment);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(variables);
    builder.directory(new File(System.getProperty("tallyman.home", ".")));
    builder.redirectOutput(folder.resolve("stdout").toFile());
    builder.redirectError(folder.resolve("stderr").toFile());
    return new ServiceProcess(builder.start(), folder, ports.get(0), ports.get(1));
  }

  /** Waits until the server answers. */
  ServiceProcess awaitAnswers() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              assertThat(process.isAlive()).as(stdout() + stderr()).isTrue();
              return get("/ping").statusCode() == 200;
            });
    return this;
  }

  URI admin(String path) {
    return URI.create("http://127.0.0.1:" + adminPort + path);
  }

  URI application(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(admin(path)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(
        request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A request without a body, signed with a key that has every level. */
  HttpRequest.Builder signed(String method, String path, String id, String secret) {
    AccessKey key = new AccessKey(id, secret.getBytes(StandardCharsets.UTF_8), Level.DANGEROUS);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(admin(path)).method(method, HttpRequest.BodyPublishers.noBody());
    new RequestSigner(key, Clock.systemUTC())
        .sign(method, admin(path), null, new byte[0])
        .forEach(request::header);
    return request;
  }

  String stdout() throws IOException {
    return Files.readString(folder.resolve("stdout"));
  }

  String stderr() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
    return process.exitValue();
  }

  /** Asks it to end, and waits. */
  void terminate() throws InterruptedException {
    process.destroy();
    exitCode();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
