package io.tallyman.demo;

import io.tallyman.cluster.Folders;
import io.tallyman.cluster.Lifetime;
import io.tallyman.cluster.RunFolder;
import io.tallyman.cluster.ServerFailure;
import io.tallyman.cluster.ServerProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The service as users run it: {@code java -jar tallyman.jar}, with a configuration file and
 * environment variables. The server is started again whenever it has ended, until it is stopped.
 */
final class Service implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int MOST_EARLY_ENDS = 3;

  private final Path jar;
  private final Path config;
  private final RunFolder folder;
  private final int adminPort;
  private final ScheduledExecutorService supervisor =
      Executors.newSingleThreadScheduledExecutor(DemoThreads.named("supervisor"));
  private final AtomicInteger starts = new AtomicInteger();
  private volatile @Nullable ServerProcess server;
  private volatile boolean stopping;
  private int endsSinceReady;

  /**
   * A service that doesn't run yet.
   *
   * @param jar the service
   * @param config its configuration file
   * @param folder where it runs and logs
   * @param adminPort where its admin port will be
   */
  Service(Path jar, Path config, RunFolder folder, int adminPort) {
    this.jar = jar;
    this.config = config;
    this.folder = folder;
    this.adminPort = adminPort;
  }

  /**
   * Writes down what a command of the service finds in its environment, for this user alone.
   *
   * @param command which command
   */
  void prepare(String command, Map<String, String> environment) throws IOException {
    Path file =
        Files.createFile(
            folder.path().resolve(command + ".env"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    StringBuilder text = new StringBuilder();
    environment.forEach(
        (name, value) ->
            text.append("export %s='%s'\n".formatted(name, value.replace("'", "'\\''"))));
    Files.writeString(file, text);
  }

  /** Runs a command of the service to its end; throws with its last words if it fails. */
  void run(String command) {
    run(command, List.of(), START_LIMIT);
  }

  private void run(String command, List<String> arguments, Duration limit) {
    List<String> all = new ArrayList<>(List.of(command, config.toString()));
    all.addAll(arguments);
    ServerProcess process = start(command, all);
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(50))
          .atMost(limit)
          .until(() -> !process.isAlive());
    } catch (ConditionTimeoutException e) {
      process.kill();
      throw new ServerFailure("tallyman " + command + " doesn't end:\n" + process.lastWords(), e);
    }
    if (!exitedWell(command)) {
      throw new ServerFailure("tallyman " + command + " failed:\n" + process.lastWords());
    }
  }

  private boolean exitedWell(String command) {
    return Files.exists(folder.path().resolve(command + ".done"));
  }

  /** Sends the rows of a file. */
  void produce(String source, Path input, int rate) {
    run(
        "produce",
        List.of("--source", source, "--input", input.toString(), "--rate", Integer.toString(rate)),
        Duration.ofDays(1));
  }

  /** Starts the server and returns when its admin port answers. */
  void start() {
    server = start("server", List.of("server", config.toString()));
    awaitReady();
    var unused =
        supervisor.scheduleWithFixedDelay(this::lookAfter, 200, 200, TimeUnit.MILLISECONDS);
  }

  private void lookAfter() {
    ServerProcess current = server;
    if (!stopping && current != null && !current.isAlive() && endsSinceReady < MOST_EARLY_ENDS) {
      endsSinceReady++;
      server = start("server", List.of("server", config.toString()));
    } else if (endsSinceReady > 0 && answers()) {
      endsSinceReady = 0;
    }
  }

  /** Whether it has ended again and again without ever being ready, so that nobody restarts it. */
  boolean isGivenUp() {
    ServerProcess current = server;
    return current != null && !current.isAlive() && endsSinceReady >= MOST_EARLY_ENDS;
  }

  /** Ends the server as a crash would. */
  void kill() {
    ServerProcess current = server;
    if (current != null && current.isAlive()) {
      current.kill();
    }
  }

  /** Returns when a server that was killed runs again and answers. */
  void awaitRestart() {
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(100))
          .atMost(START_LIMIT)
          .until(this::answers);
    } catch (ConditionTimeoutException e) {
      throw new ServerFailure("The service doesn't come back", e);
    }
  }

  /** How often the server was started. */
  int starts() {
    return starts.get();
  }

  /** The last lines that the server has logged. */
  String lastWords() {
    ServerProcess current = server;
    return current == null ? "" : current.lastWords();
  }

  /** Where the server logs. */
  Path log() {
    return folder.path().resolve("server.log");
  }

  /** Where the operator's page is. */
  String pageUrl() {
    return "http://127.0.0.1:" + adminPort + "/";
  }

  private String statusUrl() {
    return pageUrl() + "status";
  }

  private ServerProcess start(String name, List<String> arguments) {
    List<String> command = new ArrayList<>();
    // The shell becomes the service, so that its process is the service's own.
    command.addAll(
        List.of(
            "sh",
            "-c",
            name.equals("server")
                ? ". ./server.env; exec \"$@\""
                : ". ./" + name + ".env; \"$@\" && touch " + name + ".done",
            "tallyman",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms128m",
            "-Xmx768m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            temporaryOption(name),
            "-jar",
            jar.toString()));
    command.addAll(arguments);
    ServerProcess process = ServerProcess.start(name, folder.path(), Lifetime.BOUND, command);
    folder.remember(process.id());
    if (name.equals("server")) {
      starts.incrementAndGet();
    }
    return process;
  }

  private String temporaryOption(String name) {
    try {
      return Folders.temporaryOption(folder.path(), name);
    } catch (IOException e) {
      throw new ServerFailure("Cannot make a folder for temporary files in " + folder.path(), e);
    }
  }

  private void awaitReady() {
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(100))
          .atMost(START_LIMIT)
          .until(this::answersOrHasEnded);
    } catch (ConditionTimeoutException e) {
      throw new ServerFailure("The service isn't ready in time:\n" + lastWords(), e);
    }
  }

  private boolean answersOrHasEnded() {
    ServerProcess current = server;
    if (current == null || !current.isAlive()) {
      throw new ServerFailure("The service has ended while starting:\n" + lastWords());
    }
    return answers();
  }

  private boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(statusUrl()).toURL().openConnection();
      connection.setConnectTimeout(500);
      connection.setReadTimeout(2_000);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends the server in good order. */
  @Override
  public void close() {
    stopping = true;
    supervisor.shutdownNow();
    ServerProcess current = server;
    if (current != null && current.isAlive()) {
      current.terminate(STOP_LIMIT);
    }
  }
}
