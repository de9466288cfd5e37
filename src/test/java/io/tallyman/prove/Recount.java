package io.tallyman.prove;

import io.tallyman.cluster.ServerFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The comparison of every cell with examples/online-retail/recount.py, which counts the file in
 * plain Python and knows nothing of the service. One Python a view, side by side.
 */
final class Recount {

  private static final List<String> VIEWS =
      List.of("sales_by_country_hour", "sales_by_day", "sales_by_item_day");
  private static final String SCRIPT = "examples/online-retail/recount.py";

  private final Path script;
  private final Path folder;
  private final DataSet data;

  /**
   * @param home the project's folder
   * @param folder where views and answers are written
   */
  Recount(Path home, Path folder, DataSet data) {
    this.script = home.resolve(SCRIPT);
    this.folder = folder;
    this.data = data;
  }

  /** Whether this machine can run it. */
  static boolean isPossible() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Compares every cell of every view. */
  List<Finding> compare(Tables tables) throws SQLException, InterruptedException {
    Map<String, Process> pythons = new LinkedHashMap<>();
    try {
      for (String view : VIEWS) {
        write(view, tables);
        pythons.put(view, start(view));
      }
      List<Finding> findings = new ArrayList<>();
      for (Map.Entry<String, Process> each : pythons.entrySet()) {
        int code = each.getValue().waitFor();
        String said = lastLine(each.getKey());
        findings.add(new Finding("every cell", code == 0, said));
      }
      return findings;
    } catch (IOException e) {
      throw new ServerFailure("The recount by " + script + " can't be made: " + e, e);
    } finally {
      pythons.values().forEach(Process::destroyForcibly);
    }
  }

  private void write(String view, Tables tables) throws SQLException, IOException {
    List<String> lines =
        tables.rows("SELECT * FROM " + view).stream().map(row -> String.join("\t", row)).toList();
    Files.write(folder.resolve(view + ".tsv"), lines);
  }

  private Process start(String view) throws IOException {
    return new ProcessBuilder(
            "python3",
            script.toString(),
            data.file().toString(),
            view,
            "--compare",
            folder.resolve(view + ".tsv").toString())
        .redirectErrorStream(true)
        .redirectOutput(answer(view).toFile())
        .start();
  }

  private Path answer(String view) {
    return folder.resolve("recount-" + view + ".log");
  }

  private String lastLine(String view) throws IOException {
    List<String> lines = Files.readAllLines(answer(view));
    return lines.isEmpty() ? view + ": recount.py said nothing" : lines.get(lines.size() - 1);
  }
}
