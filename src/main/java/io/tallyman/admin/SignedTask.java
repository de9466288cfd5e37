package io.tallyman.admin;

import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A task that writes down who has called it. */
abstract class SignedTask extends Task {

  private final Set<String> known;

  /**
   * @param known the parameters that it takes; a call with another one is refused
   */
  SignedTask(String name, Set<String> known) {
    super(name, "text/plain");
    this.known = known;
  }

  /**
   * @param parameters of the call
   * @param caller the address that it came from
   * @param output the answer
   */
  abstract void execute(Parameters parameters, String caller, PrintWriter output);

  /** The same with the parameters as they came. */
  final void execute(Map<String, List<String>> values, String caller, PrintWriter output) {
    Parameters parameters = new Parameters(values);
    parameters.allowOnly(known);
    execute(parameters, caller, output);
  }

  /** What of an answer the log may have. */
  String logged(String answer) {
    return answer;
  }

  @Override
  public final void execute(Map<String, List<String>> values, PrintWriter output) {
    execute(values, "an unknown address", output);
  }
}
