package io.tallyman.prove;

import io.tallyman.cluster.ServerFailure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service's own {@code produce}, sending the data set at a rate. For one thread at a time. */
final class Feed implements AutoCloseable {

  private static final String NAME = "produce";

  private final Jar jar;
  private final Map<String, String> environment;
  private final List<String> arguments;
  private @Nullable Process process;

  /**
   * A feed that hasn't begun.
   *
   * @param environment where Kafka is
   * @param rate lines a second
   */
  Feed(Jar jar, Map<String, String> environment, DataSet data, int rate) {
    this.jar = jar;
    this.environment = Map.copyOf(environment);
    this.arguments =
        List.of(
            NAME,
            Stage.CONFIG,
            "--source",
            "sales",
            "--input",
            data.file().toString(),
            "--key",
            "invoice_no",
            "--rate",
            Integer.toString(rate));
  }

  void start() {
    process = jar.start(NAME, environment, arguments);
  }

  /** Whether all is sent; throws with produce's words if it has failed. */
  boolean isOver() {
    Process now = process;
    if (now == null || now.isAlive()) {
      return false;
    }
    if (now.exitValue() != 0) {
      throw new ServerFailure("tallyman produce has failed:\n" + jar.output(NAME));
    }
    return true;
  }

  /** What produce said last. */
  String lastWords() {
    List<String> lines = jar.output(NAME).lines().toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
