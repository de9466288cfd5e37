package io.tallyman.admin;

import io.tallyman.repl.Repl;
import io.tallyman.repl.ReplOpener;
import io.tallyman.repl.ReplRefusal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Set;

/**
 * {@code POST /tasks/repl}: opens a Java shell inside of this process, for one session and a time,
 * and closes it. The answer shows the session's token, which is nowhere else.
 */
final class ReplTask extends SignedTask {

  private static final Set<String> PARAMETERS = Set.of("action", "for", "reason");

  private final Repl repl;

  ReplTask(Repl repl) {
    super("repl", PARAMETERS);
    this.repl = repl;
  }

  @Override
  void execute(Parameters parameters, String caller, PrintWriter output) {
    String action = parameters.action("open", "close");
    ReplOpener operator =
        new ReplOpener("operator at " + caller, parameters.reason(), SettingCall.requestId());
    if (action.equals("open")) {
      open(parameters, operator, output);
    } else {
      parameters.refuse(action, "for");
      output.println(
          repl.end(operator) ? "the REPL is closed" : "the REPL wasn't open: nothing changed");
    }
  }

  private void open(Parameters parameters, ReplOpener operator, PrintWriter output) {
    if (operator.reason().isEmpty()) {
      throw new Refused("reason is missing; it is why you need the REPL, and stays in the audit");
    }
    Duration asked = parameters.time("for", "as long as repl.limit in config.yml says");
    try {
      output.print(repl.open(operator, asked == null ? repl.limit() : asked).words());
    } catch (ReplRefusal refusal) {
      throw new Refused(String.valueOf(refusal.getMessage()));
    }
  }

  /** Without the token. */
  @Override
  String logged(String answer) {
    return answer.lines().limit(1).findFirst().orElse("");
  }
}
