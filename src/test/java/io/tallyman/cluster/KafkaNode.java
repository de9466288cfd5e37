package io.tallyman.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.metadata.storage.Formatter;

/** One combined broker and controller: its folder, its properties file and its process. */
final class KafkaNode {
  private static final String CONTROLLER = "CONTROLLER";

  private final int id;
  private final Path folder;
  private final Lifetime lifetime;
  private ServerProcess process;

  KafkaNode(int id, Path folder, Lifetime lifetime) {
    this.id = id;
    this.folder = folder;
    this.lifetime = lifetime;
  }

  int id() {
    return id;
  }

  String name() {
    return "kafka-" + id;
  }

  Path logFolder(String topic, int partition) {
    return folder.resolve("data").resolve(topic + "-" + partition);
  }

  /** Writes the properties file, and formats the data folder if it is new. */
  void prepare(String clusterId, Map<String, String> properties) {
    Map<String, String> all = new TreeMap<>(properties);
    all.put("node.id", Integer.toString(id));
    all.put("log.dirs", "data"); // relative: a comma in the path would make it two folders
    StringBuilder text = new StringBuilder();
    all.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("server.properties"), text);
      try (var logging = KafkaNode.class.getResourceAsStream("broker-logback.xml")) {
        Files.write(folder.resolve("logback.xml"), logging.readAllBytes());
      }
      if (!Files.exists(folder.resolve("data/meta.properties"))) {
        format(clusterId);
      }
    } catch (IOException e) {
      throw new ServerFailure("Cannot prepare " + name() + " in " + folder, e);
    }
  }

  /**
   * Kafka's own tool for this cannot run here: it wants an older argparse4j than Dropwizard has.
   */
  private void format(String clusterId) throws IOException {
    Folders.delete(folder.resolve("data"));
    String data = Files.createDirectories(folder.resolve("data")).toString();
    try (PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setClusterId(clusterId)
          .setNodeId(id)
          .setControllerListenerName(CONTROLLER)
          .setMetadataLogDirectory(data)
          .addDirectory(data)
          .setPrintStream(quiet)
          .run();
    } catch (Exception e) {
      throw new IOException("Formatting " + data + " failed", e);
    }
  }

  void start() {
    if (isAlive()) {
      throw new IllegalStateException(name() + " is running already");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xms128m", "-Xmx448m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    // The quick compiler alone: half the processor time of a start, plenty for one machine's load.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.add("-Dlogback.configurationFile=logback.xml");
    command.add(temporaryOption());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("kafka.Kafka", "server.properties"));
    process = ServerProcess.start(name(), folder, lifetime, command);
  }

  private String temporaryOption() {
    try {
      return Folders.temporaryOption(folder, name());
    } catch (IOException e) {
      throw new ServerFailure("Cannot make a folder for temporary files in " + folder, e);
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The process, alive or not; throws if the node was never started. */
  ServerProcess process() {
    if (process == null) {
      throw new IllegalStateException(name() + " was never started");
    }
    return process;
  }
}
