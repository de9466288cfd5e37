package io.tallyman.admin;

import java.io.PrintWriter;
import java.util.Set;

/**
 * {@code POST /tasks/gc}: collects garbage once, and says what that freed. Takes the place of
 * Dropwizard's, which passes over what it doesn't know.
 */
final class GcTask extends SignedTask {

  GcTask() {
    super("gc", Set.of());
  }

  @Override
  void execute(Parameters parameters, String caller, PrintWriter output) {
    long before = usedMebibytes();
    Runtime.getRuntime().gc();
    output.println("used " + before + " MiB before, " + usedMebibytes() + " MiB after");
  }

  private static long usedMebibytes() {
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
