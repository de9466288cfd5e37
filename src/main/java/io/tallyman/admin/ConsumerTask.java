package io.tallyman.admin;

import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.Controls.Outcome;
import io.tallyman.admin.control.PauseDecision;
import io.tallyman.admin.control.Scope;
import io.tallyman.admin.control.SettingKind;
import io.tallyman.admin.control.ToggleTarget;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.Toggle;
import io.tallyman.store.StoredSetting;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code POST /tasks/consumer}: holds a source or one partition of it back, on this host or on the
 * fleet, and lets it go on; the lanes stay in their group. Restarts the lanes of a source on this
 * host, one after the other. Answers with all that is said of the source afterwards.
 */
final class ConsumerTask extends SignedTask {

  private static final Set<String> PARAMETERS =
      Set.of("action", "source", "partition", "scope", "for", "reason");

  private final OperatedSystem system;
  private final Clock clock;

  ConsumerTask(OperatedSystem system, Clock clock) {
    super("consumer", PARAMETERS);
    this.system = system;
    this.clock = clock;
  }

  @Override
  void execute(Parameters parameters, String caller, PrintWriter output) {
    String action = parameters.action("pause", "resume", "restart");
    SourceTopic source = SourceTopic.named(parameters, system.sources().get());
    if (!action.equals("pause")) {
      parameters.refuse(action, "for");
    }
    Duration lasting = parameters.time("for", "until it is resumed");
    SettingCall call = SettingCall.of(SettingKind.CONSUMER, parameters, caller, clock, lasting);
    if (action.equals("restart")) {
      parameters.refuse(action, "partition");
      restart(source.source(), call, output);
    } else {
      OptionalInt partition = source.partition(parameters, "all of " + source.source());
      toggle(action, new ToggleTarget(source.source(), partition), call, output);
    }
  }

  private void toggle(String action, ToggleTarget target, SettingCall call, PrintWriter output) {
    Controls controls = system.settings();
    PauseDecision decision = new PauseDecision(target, call.setting(controls, target.code(), ""));
    boolean pause = action.equals("pause");
    Outcome outcome = call.change(controls, action, pause ? decision.pause() : decision.resume());
    if (outcome.changes().isEmpty()) {
      output.println(target(target) + " was not paused on " + call.where() + ": nothing changed");
    } else if (!pause) {
      new Resumed(controls.host()).sentences(outcome.changes()).forEach(output::println);
    }
    printState(target.name(), output);
    if (call.scope() == Scope.FLEET) {
      printOwn(target.name(), output);
    }
    output.print(SettingCall.memory(outcome.remembered()));
  }

  private void printState(String source, PrintWriter output) {
    List<Toggle> said = said(system.toggles(), source);
    if (said.isEmpty()) {
      output.println(source + ": nothing is paused on this host");
    }
    said.forEach(each -> output.println(each.sentence()));
  }

  /** Which hosts don't do as the fleet, because of what is said for them alone. */
  private void printOwn(String source, PrintWriter output) {
    Controls controls = system.settings();
    for (StoredSetting each : controls.all()) {
      boolean elsewhere = !each.key().isOfFleet() && !each.key().isFor(controls.host());
      boolean ours =
          SettingKind.CONSUMER.isOf(each)
              && (each.key().target() + "/").startsWith(source + "/")
              && each.holdsAt(clock.instant());
      if (elsewhere && ours) {
        output.println(
            "on %s alone, by %s since %s: %s is %s"
                .formatted(
                    each.key().host(),
                    each.setBy(),
                    each.setAt(),
                    each.key().target(),
                    each.value()));
      }
    }
  }

  private void restart(String source, SettingCall call, PrintWriter output) {
    if (call.scope() == Scope.FLEET) {
      throw new Refused(
          "scope=fleet doesn't go with action=restart: all hosts at once would leave nobody to"
              + " count; send it to one host after the other");
    }
    output.print(new LaneRestart(system, source).run(call.note(system.settings(), "restart")));
  }

  /** All that is said of a source. */
  static List<Toggle> said(ConsumerToggles toggles, String source) {
    return toggles.list().stream().filter(each -> each.source().equals(source)).toList();
  }

  private static String target(ToggleTarget target) {
    return target.partition().isPresent()
        ? "partition " + target.partition().getAsInt() + " of " + target.name()
        : target.name();
  }
}
