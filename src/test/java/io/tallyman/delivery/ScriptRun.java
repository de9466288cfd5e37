package io.tallyman.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What came of a program.
 *
 * @param code its exit code
 * @param said what it wrote, to its output and as errors
 */
record ScriptRun(int code, String said) {

  /** Runs it to its end. */
  static ScriptRun of(ProcessBuilder program) throws IOException, InterruptedException {
    Process process = program.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ScriptRun(process.waitFor(), said);
  }

  List<String> lines() {
    return said.lines().toList();
  }
}
