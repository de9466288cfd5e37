package io.tallyman.admin;

import static io.tallyman.admin.Parameters.shown;

import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.Controls.Outcome;
import io.tallyman.admin.control.Scope;
import io.tallyman.admin.control.SettingKind;
import io.tallyman.admin.control.TunedKey;
import io.tallyman.consume.LaneTuning;
import io.tallyman.event.NearestName;
import io.tallyman.store.SettingChange;
import io.tallyman.store.StoredSetting;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /tasks/config}: sets keys of config.yml that are safe to change while hosts run, on
 * this host or on the fleet, for a time or until they are reverted; lists them with where each
 * value comes from; reverts them to what the file says.
 */
final class ConfigTask extends SignedTask {

  private static final Set<String> PARAMETERS =
      Set.of("action", "key", "value", "scope", "for", "reason");

  private final OperatedSystem system;
  private final Clock clock;

  ConfigTask(OperatedSystem system, Clock clock) {
    super("config", PARAMETERS);
    this.system = system;
    this.clock = clock;
  }

  @Override
  void execute(Parameters parameters, String caller, PrintWriter output) {
    switch (parameters.actionOrFirst("set", "list", "revert")) {
      case "list" -> list(parameters, output);
      case "revert" -> revert(parameters, caller, output);
      default -> set(parameters, caller, output);
    }
  }

  private void set(Parameters parameters, String caller, PrintWriter output) {
    TunedKey key = key(parameters).orElseThrow(() -> new Refused("key is missing; " + known()));
    String given =
        parameters
            .optional("value")
            .orElseThrow(
                () ->
                    new Refused("value is missing; of " + key.path() + " it is " + key.allowed()));
    String value =
        key.value(given)
            .orElseThrow(
                () ->
                    new Refused(
                        "value is "
                            + shown(given)
                            + "; of "
                            + key.path()
                            + " it is "
                            + key.allowed()));
    SettingCall call =
        SettingCall.of(
            SettingKind.CONFIG,
            parameters,
            caller,
            clock,
            parameters.time("for", "until it is reverted"));
    Outcome outcome =
        call.set(system.settings(), List.of(call.setting(system.settings(), key.path(), value)));
    output.println(line(key));
    Optional<StoredSetting> own = inForce(key, Scope.HOST);
    if (call.scope() == Scope.FLEET && own.isPresent()) {
      output.println("the fleet has " + value + "; this host keeps what is set for it alone");
    }
    output.print(SettingCall.memory(outcome.remembered()));
  }

  private void list(Parameters parameters, PrintWriter output) {
    parameters.refuse("list", "key", "value", "for", "scope", "reason");
    TunedKey.all(sources()).forEach(key -> output.println(line(key)));
  }

  private void revert(Parameters parameters, String caller, PrintWriter output) {
    parameters.refuse("revert", "value", "for");
    Optional<TunedKey> key = key(parameters);
    SettingCall call = SettingCall.of(SettingKind.CONFIG, parameters, caller, clock, null);
    Outcome outcome =
        call.revert(system.settings(), target -> key.isEmpty() || key.get().path().equals(target));
    if (outcome.changes().isEmpty()) {
      output.println(
          key.map(TunedKey::path).orElse("no key")
              + (key.isPresent() ? " was not set for " : " was set for ")
              + call.where()
              + ": nothing changed");
    }
    for (SettingChange change : outcome.changes()) {
      output.println(
          TunedKey.at(change.key().target()).map(this::line).orElse(change.key().target()));
    }
    output.print(SettingCall.memory(outcome.remembered()));
  }

  /** What holds on this host, by whose word, until when, and what then. */
  private String line(TunedKey key) {
    LaneTuning tuning = system.levers().tuning();
    String now = key.path() + ": " + key.in(tuning.values());
    Optional<StoredSetting> fleet = inForce(key, Scope.FLEET);
    Optional<StoredSetting> said = inForce(key, Scope.HOST).or(() -> fleet);
    if (said.isEmpty()) {
      return now + " as configured";
    }
    StoredSetting set = said.get();
    String then =
        fleet
            .filter(each -> !set.key().isOfFleet())
            .map(each -> each.value() + ", set for the fleet")
            .orElseGet(() -> key.in(tuning.configured()) + ", as configured");
    return now
        + (set.key().isOfFleet() ? " on the fleet" : " on this host")
        + " since "
        + set.setAt()
        + " by "
        + set.setBy()
        + (set.until() == null ? " until it is reverted" : " until " + set.until())
        + ", then "
        + then
        + (set.reason().isEmpty() ? "" : " (" + set.reason() + ")");
  }

  private Optional<StoredSetting> inForce(TunedKey key, Scope scope) {
    Controls controls = system.settings();
    return controls.inForce().stream()
        .filter(SettingKind.CONFIG::isOf)
        .filter(each -> each.key().target().equals(key.path()))
        .filter(each -> each.key().isOfFleet() == (scope == Scope.FLEET))
        .findFirst();
  }

  private Optional<TunedKey> key(Parameters parameters) {
    Optional<String> given = parameters.optional("key");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    List<TunedKey> all = TunedKey.all(sources());
    Optional<TunedKey> found =
        all.stream().filter(key -> key.path().equals(given.get())).findFirst();
    if (found.isEmpty()) {
      String near = NearestName.hint(given.get(), all.stream().map(TunedKey::path).toList());
      throw new Refused(
          "key is "
              + shown(given.get())
              + ", which can't be set while hosts run; "
              + near
              + known());
    }
    return found;
  }

  private String known() {
    return "the keys are "
        + String.join(", ", TunedKey.all(sources()).stream().map(TunedKey::path).toList());
  }

  private List<String> sources() {
    return system.sources().get().stream().map(SourceTopic::source).toList();
  }
}
