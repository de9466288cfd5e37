package io.tallyman;

import io.tallyman.event.Problem;
import io.tallyman.rollup.RollupDefinition;
import java.util.List;
import java.util.function.Consumer;

/**
 * What of {@code config.yml} is switched on: a source that isn't takes its rollups with it.
 *
 * @param declared all sources of the file
 * @param counted all rollups of the file
 */
record Switches(List<Settings.Source> declared, List<RollupDefinition> counted) {

  /** The sources that are read. */
  List<Settings.Source> sources() {
    return declared.stream().filter(Settings.Source::enabled).toList();
  }

  /** The rollups of all others: also of a source that isn't declared, which is reported by then. */
  List<RollupDefinition> rollups() {
    List<String> off = switchedOff().stream().map(Settings.SwitchedOff::source).toList();
    return counted.stream().filter(rollup -> !off.contains(rollup.source())).toList();
  }

  /** The sources that are left out. */
  List<Settings.SwitchedOff> switchedOff() {
    return declared.stream()
        .filter(source -> !source.enabled())
        .map(source -> new Settings.SwitchedOff(source.name(), rollupsOf(source)))
        .toList();
  }

  private List<String> rollupsOf(Settings.Source source) {
    return counted.stream()
        .filter(rollup -> rollup.source().equals(source.name()))
        .map(RollupDefinition::name)
        .toList();
  }

  /** A service with nothing to count would start, and look well. */
  void check(Consumer<Problem> problems) {
    if (!declared.isEmpty() && sources().isEmpty()) {
      problems.accept(
          new Problem("sources", "every source is switched off", "write enabled: true in one"));
    } else if (!counted.isEmpty() && rollups().isEmpty()) {
      problems.accept(
          new Problem(
              "rollups",
              "each is of a source that is switched off",
              "write enabled: true in one of those sources, or declare what else to count"));
    }
  }
}
