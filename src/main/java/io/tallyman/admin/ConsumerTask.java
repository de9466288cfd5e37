package io.tallyman.admin;

import static io.tallyman.admin.Parameters.shown;

import io.dropwizard.servlets.tasks.Task;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.ConsumerToggles.Toggle;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code POST /tasks/consumer}: holds a source or one partition of it back on this host, and lets
 * it go on. The lanes stay in their group. Answers with all that is held back of the source
 * afterwards. Calls wait for each other.
 */
final class ConsumerTask extends Task {

  private static final Set<String> PARAMETERS = Set.of("action", "source", "partition", "reason");
  private static final int LONGEST_REASON = 200;

  private final ConsumerToggles toggles;
  private final Supplier<List<SourceTopic>> sources;

  ConsumerTask(ConsumerToggles toggles, Supplier<List<SourceTopic>> sources) {
    super("consumer", "text/plain");
    this.toggles = toggles;
    this.sources = sources;
  }

  @Override
  public void execute(Map<String, List<String>> values, PrintWriter output) {
    Parameters parameters = new Parameters(values);
    parameters.allowOnly(PARAMETERS);
    String action =
        parameters
            .optional("action")
            .orElseThrow(() -> new Refused("action is missing; it is pause or resume"));
    SourceTopic source = source(parameters);
    OptionalInt partition = partition(parameters, source);
    switch (action) {
      case "pause" -> pause(source, partition, reason(parameters), output);
      case "resume" -> resume(source, partition, parameters, output);
      default -> throw new Refused("action is " + shown(action) + "; it is pause or resume");
    }
  }

  private synchronized void pause(
      SourceTopic source, OptionalInt partition, String reason, PrintWriter output) {
    Optional<Toggle> before = toggle(source, partition);
    toggles.pause(source.source(), partition, reason);
    if (before.isPresent()) {
      output.println(target(source, partition) + " was paused before: nothing changed");
    }
    printState(source, output);
  }

  private synchronized void resume(
      SourceTopic source, OptionalInt partition, Parameters parameters, PrintWriter output) {
    if (parameters.optional("reason").isPresent()) {
      throw new Refused("reason goes with action=pause only");
    }
    if (partition.isPresent() && toggle(source, OptionalInt.empty()).isPresent()) {
      throw new Refused(
          String.format(
              "partition %d can't be resumed alone while the whole source %s is paused; resume the"
                  + " source without partition, and pause the partitions that shall stay",
              partition.getAsInt(), source.source()));
    }
    if (partition.isPresent() && toggle(source, partition).isEmpty()) {
      output.println(target(source, partition) + " was not paused: nothing changed");
    }
    toggles.resume(source.source(), partition);
    printState(source, output);
  }

  private SourceTopic source(Parameters parameters) {
    List<SourceTopic> known = sources.get();
    String names = String.join(", ", known.stream().map(SourceTopic::source).toList());
    String name =
        parameters
            .optional("source")
            .orElseThrow(() -> new Refused("source is missing; the sources are " + names));
    return known.stream()
        .filter(each -> each.source().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new Refused("source " + shown(name) + " is unknown; the sources are " + names));
  }

  private static OptionalInt partition(Parameters parameters, SourceTopic source) {
    Optional<String> given = parameters.optional("partition");
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    int last = source.partitions().orElse(Integer.MAX_VALUE) - 1;
    if (given.get().matches("[0-9]{1,9}") && Integer.parseInt(given.get()) <= last) {
      return OptionalInt.of(Integer.parseInt(given.get()));
    }
    String range = source.partitions().isPresent() ? " from 0 to " + last : ", 0 or more";
    throw new Refused(
        "partition is "
            + shown(given.get())
            + "; it is a whole number"
            + range
            + ", or left out for all of "
            + source.source());
  }

  private static String reason(Parameters parameters) {
    String reason = parameters.optional("reason").orElse("");
    if (reason.length() > LONGEST_REASON) {
      throw new Refused(
          "reason has " + reason.length() + " characters; it has at most " + LONGEST_REASON);
    }
    return reason;
  }

  private Optional<Toggle> toggle(SourceTopic source, OptionalInt partition) {
    return toggles.list().stream()
        .filter(each -> each.source().equals(source.source()))
        .filter(each -> each.partition().equals(partition))
        .findFirst();
  }

  private void printState(SourceTopic source, PrintWriter output) {
    List<Toggle> held =
        toggles.list().stream().filter(each -> each.source().equals(source.source())).toList();
    if (held.isEmpty()) {
      output.println(source.source() + ": nothing is paused on this host");
    }
    held.forEach(each -> output.println(sentence(each)));
  }

  /** What is held back, since when and why: {@code sales partition 3: paused since ... (why)}. */
  static String sentence(Toggle toggle) {
    return (toggle.partition().isPresent()
            ? toggle.source() + " partition " + toggle.partition().getAsInt()
            : toggle.source() + ": all partitions")
        + " paused since "
        + toggle.since()
        + (toggle.reason().isEmpty() ? "" : " (" + toggle.reason() + ")");
  }

  private static String target(SourceTopic source, OptionalInt partition) {
    return partition.isPresent()
        ? "partition " + partition.getAsInt() + " of " + source.source()
        : source.source();
  }
}
