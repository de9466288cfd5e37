package io.tallyman.admin;

import static io.tallyman.admin.Parameters.shown;

import io.tallyman.event.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A source of {@code config.yml}.
 *
 * @param source its name
 * @param topic the topic that it reads
 * @param partitions how many partitions the topic has; empty while Kafka hasn't told yet
 */
public record SourceTopic(String source, String topic, OptionalInt partitions) {

  /** The source that the parameter {@code source} names. */
  static SourceTopic named(Parameters parameters, List<SourceTopic> known) {
    String names = String.join(", ", known.stream().map(SourceTopic::source).toList());
    String name =
        parameters
            .optional("source")
            .orElseThrow(() -> new Refused("source is missing; the sources are " + names));
    return known.stream()
        .filter(each -> each.source().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    "source "
                        + shown(name)
                        + " is unknown; "
                        + NearestName.hint(name, known.stream().map(SourceTopic::source).toList())
                        + "the sources are "
                        + names));
  }

  /**
   * The partition that the parameter {@code partition} names; empty where it is left out.
   *
   * @param otherwise what it means to leave it out
   */
  OptionalInt partition(Parameters parameters, String otherwise) {
    Optional<String> given = parameters.optional("partition");
    return given.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(partition("partition", given.get(), ", or left out for " + otherwise));
  }

  /** The partition that a text names. */
  int partition(String parameter, String text, String hint) {
    int last = partitions.orElse(Integer.MAX_VALUE) - 1;
    if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) <= last) {
      return Integer.parseInt(text);
    }
    String range = partitions.isPresent() ? " from 0 to " + last : ", 0 or more";
    throw new Refused(parameter + " is " + shown(text) + "; it is a whole number" + range + hint);
  }
}
