package io.tallyman.admin;

import static io.tallyman.admin.Parameters.shown;

import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.Controls.Outcome;
import io.tallyman.admin.control.PauseDecision;
import io.tallyman.admin.control.Scope;
import io.tallyman.admin.control.SettingKind;
import io.tallyman.admin.control.ToggleTarget;
import io.tallyman.consume.RollupToggle;
import io.tallyman.event.NearestName;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code POST /tasks/rollup}: leaves one rollup out from the next batch on, on this host or on the
 * fleet, and has it counted again. The others are counted all the while; what it has missed is a
 * gap of its ledger. Answers with all that is said of the rollup afterwards.
 */
final class RollupTask extends SignedTask {

  private static final Set<String> PARAMETERS =
      Set.of("action", "rollup", "scope", "for", "reason");

  private final OperatedSystem system;
  private final Clock clock;

  RollupTask(OperatedSystem system, Clock clock) {
    super("rollup", PARAMETERS);
    this.system = system;
    this.clock = clock;
  }

  @Override
  void execute(Parameters parameters, String caller, PrintWriter output) {
    String action = parameters.action("pause", "resume");
    String rollup = rollup(parameters);
    boolean pause = action.equals("pause");
    if (!pause) {
      parameters.refuse(action, "for");
    }
    SettingCall call =
        SettingCall.of(
            SettingKind.ROLLUP,
            parameters,
            caller,
            clock,
            parameters.time("for", "until it is resumed"));
    Controls controls = system.settings();
    PauseDecision decision =
        new PauseDecision(
            new ToggleTarget(rollup, OptionalInt.empty()), call.setting(controls, rollup, ""));
    Outcome outcome = call.change(controls, action, pause ? decision.pause() : decision.resume());
    if (outcome.changes().isEmpty()) {
      output.println(rollup + " was not paused on " + call.where() + ": nothing changed");
    } else if (!pause) {
      new Resumed(controls.host()).sentences(outcome.changes()).forEach(output::println);
    }
    printState(rollup, call.scope(), output);
    output.print(SettingCall.memory(outcome.remembered()));
  }

  private String rollup(Parameters parameters) {
    List<String> known = system.levers().rollups();
    String names = "the rollups are " + String.join(", ", known);
    String name =
        parameters.optional("rollup").orElseThrow(() -> new Refused("rollup is missing; " + names));
    if (!known.contains(name)) {
      throw new Refused(
          "rollup " + shown(name) + " is unknown; " + NearestName.hint(name, known) + names);
    }
    return name;
  }

  private void printState(String rollup, Scope scope, PrintWriter output) {
    List<RollupToggle> said =
        system.levers().pausedRollups().list().stream()
            .filter(each -> each.rollup().equals(rollup))
            .toList();
    said.forEach(each -> output.println(each.sentence()));
    if (system.levers().pausedRollups().isPaused(rollup)) {
      output.println(
          "it is left out from the next batch on; what it misses is a gap in its ledger"
              + (scope == Scope.HOST ? ". Other hosts go on counting it in their partitions" : ""));
    } else {
      output.println(
          "rollup " + rollup + " is counted on this host; what it has missed stays a gap");
    }
  }
}
