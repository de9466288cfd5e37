package io.tallyman.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts as people run them, in a checkout whose path has a space in it. */
final class ClusterCommandIT {
  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void copyScripts() throws IOException {
    Path source = Path.of(System.getProperty("tallyman.home", ".")).resolve("bin");
    home = Files.createDirectories(folder.resolve("a check out"));
    Files.createDirectories(home.resolve("bin"));
    for (String script : List.of("cluster", "lib.sh")) {
      Files.copy(source.resolve(script), home.resolve("bin").resolve(script));
    }
    assertThat(home.resolve("bin/cluster").toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void stop() throws Exception {
    run("stop");
  }

  @Test
  void shouldStartShowSurviveACrashAndStop() throws Exception {
    Run first = run("start");
    assertThat(first.code).as(first.errors).isZero();
    Map<String, String> exports = exports(first.output);
    assertThat(exports.keySet())
        .containsExactlyInAnyOrder(
            "KAFKA_BOOTSTRAP_SERVERS",
            "TALLYMAN_DB_URL",
            "TALLYMAN_DB_USER",
            "TALLYMAN_DB_PASSWORD");
    assertServing(exports);
    execute(exports, "CREATE TABLE kept (id INT)");
    Run table = run("sql", "SELECT 'Zoë' AS who, 1.50 AS price UNION ALL SELECT NULL, 10");
    assertThat(table.output.lines())
        .as(table.errors)
        .containsExactly("who   price", "Zoë    1.50", "NULL  10.00");
    assertThat(run("sql", "INSERT INTO kept VALUES (1), (2)").output).startsWith("2 rows changed");
    Run wrong = run("sql", "SELECT nothing");
    assertThat(wrong.code).isEqualTo(1);
    assertThat(wrong.errors).startsWith("The database says: ").contains("nothing");
    assertThat(run("status").code).isZero();
    assertThat(run("start").output).isEqualTo(first.output);

    List<ProcessId> servers = servers();
    assertThat(servers).hasSize(4);
    Processes.kill(servers);
    assertThat(run("status").code).isEqualTo(3);

    Process rival = script("start").redirectErrorStream(true).start();
    Run again = run("start");
    assertThat(again.code).as(again.errors).isZero();
    String output = new String(rival.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(rival.waitFor()).as("the start at the same time: " + output).isZero();
    assertThat(output).contains(again.output);
    assertServing(exports(again.output));
    execute(exports(again.output), "DROP TABLE kept");

    List<ProcessId> last = servers();
    assertThat(run("stop").code).isZero();
    assertThat(last).hasSize(4).noneMatch(ProcessId::isAlive);
    assertThat(home.resolve(".tallyman/cluster")).doesNotExist();
    assertThat(run("status").code).isEqualTo(3);
  }

  @Test
  void shouldSayWhichPortIsInUseAndLeaveNothingRunning() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Integer> free = new FreePorts().pick(3, List.of());
      String ports =
          free.get(0) + "," + free.get(1) + "," + taken.getLocalPort() + "," + free.get(2);
      Run run = run("start", "--ports", ports);
      assertThat(run.code).isEqualTo(1);
      assertThat(run.output).isEmpty();
      assertThat(run.errors.strip().lines())
          .containsExactly(
              "Port "
                  + taken.getLocalPort()
                  + " of 127.0.0.1 is in use: end what listens there, or choose another");
      assertThat(servers()).noneMatch(ProcessId::isAlive);
    }
  }

  @Test
  void shouldNotTouchAFolderThatHoldsSomethingElse() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "data");
    Run start = run("start", "--data", folder.toString());
    assertThat(start.code).isEqualTo(1);
    assertThat(start.errors).contains(folder + " holds something else");
    assertThat(run("stop", "--data", folder.toString()).code).isZero();
    assertThat(precious).exists();
  }

  @Test
  void shouldSayThatThereIsNoJdk() throws Exception {
    Run run = runWith(environment -> poor(environment, ""), "start");
    assertThat(run.code).isEqualTo(1);
    assertThat(run.errors.strip().lines())
        .containsExactly(
            "There is no JDK here: install a JDK 17 or newer, or set JAVA_HOME to one.");
  }

  @Test
  void shouldSayThatThereIsNoMaven() throws Exception {
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Run run = runWith(environment -> poor(environment, System.getProperty("java.home")), "start");
    assertThat(run.code).isEqualTo(1);
    assertThat(run.errors.strip().lines())
        .containsExactly("There is no Maven here: install Maven 3.8 or newer.");
  }

  /** A machine with nothing but the simplest programs, and a JDK if that is named. */
  private void poor(Map<String, String> environment, String jdk) {
    Path programs = folder.resolve("programs");
    try {
      Files.createDirectories(programs);
      for (String name : List.of("bash", "sh", "dirname", "sed", "cksum", "find")) {
        Path program =
            Stream.of("/usr/bin/" + name, "/bin/" + name)
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        Files.createSymbolicLink(programs.resolve(name), program);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    environment.remove("TALLYMAN_CLASSPATH");
    environment.remove("JAVA_HOME");
    if (!jdk.isEmpty()) {
      environment.put("JAVA_HOME", jdk);
    }
    environment.put("PATH", programs.toString());
  }

  private static void assertServing(Map<String, String> exports) throws Exception {
    String servers = exports.get("KAFKA_BOOTSTRAP_SERVERS");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(3);
    }
    execute(exports, "SELECT 1");
  }

  private static void execute(Map<String, String> exports, String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                exports.get("TALLYMAN_DB_URL"),
                exports.get("TALLYMAN_DB_USER"),
                exports.get("TALLYMAN_DB_PASSWORD"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Map<String, String> exports(String output) {
    assertThat(output.lines()).allMatch(line -> line.matches("export [A-Z_]+='[^']*'"));
    return output
        .lines()
        .map(line -> line.substring("export ".length()).split("=", 2))
        .collect(
            Collectors.toMap(pair -> pair[0], pair -> pair[1].substring(1, pair[1].length() - 1)));
  }

  private List<ProcessId> servers() throws IOException {
    Path data = home.resolve(".tallyman/cluster");
    if (!Files.exists(data)) {
      return List.of();
    }
    List<ProcessId> servers = new ArrayList<>();
    try (Stream<Path> files = Files.walk(data, 3)) {
      for (Path file : files.filter(ClusterCommandIT::isOurs).toList()) {
        servers.add(ProcessId.parse(Files.readString(file).strip()));
      }
    }
    return servers;
  }

  /** The database server writes a file of its own too. */
  private static boolean isOurs(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".pid") && !name.equals("server.pid");
  }

  private Run run(String... arguments) throws Exception {
    return runWith(environment -> {}, arguments);
  }

  /** Without Maven: on the classes of this test. */
  private Run runWith(Consumer<Map<String, String>> change, String... arguments) throws Exception {
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = script(arguments).redirectError(errors.toFile());
    change.accept(builder.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output, Files.readString(errors));
  }

  private ProcessBuilder script(String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/cluster").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TALLYMAN_CLASSPATH", System.getProperty("java.class.path"));
    return builder;
  }

  private record Run(int code, String output, String errors) {}
}
