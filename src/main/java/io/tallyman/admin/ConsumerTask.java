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
    SourceTopic source = SourceTopic.named(parameters, sources.get());
    OptionalInt partition = source.partition(parameters, "all of " + source.source());
    switch (action) {
      case "pause" -> pause(source, partition, parameters.reason(), output);
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
