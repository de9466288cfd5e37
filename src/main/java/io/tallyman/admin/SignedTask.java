package io.tallyman.admin;

import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** A task that writes down who has called it. */
abstract class SignedTask extends Task {

  SignedTask(String name) {
    super(name, "text/plain");
  }

  /**
   * @param values the parameters of the call
   * @param caller the address that it came from
   * @param output the answer
   */
  abstract void execute(Map<String, List<String>> values, String caller, PrintWriter output);

  /** What of an answer the log may have. */
  String logged(String answer) {
    return answer;
  }

  @Override
  public final void execute(Map<String, List<String>> values, PrintWriter output) {
    execute(values, "an unknown address", output);
  }
}
