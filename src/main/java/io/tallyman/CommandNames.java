package io.tallyman;

import io.dropwizard.core.cli.Command;
import io.tallyman.event.NearestName;
import java.util.List;
import java.util.Optional;

/** Whether what was typed begins with the whole name of a command. */
final class CommandNames {

  private CommandNames() {}

  /** Why these words are no command; empty where they are, or where the parser answers them. */
  static Optional<String> refusal(List<String> words, List<Command> commands) {
    List<String> names = commands.stream().map(Command::getName).toList();
    if (words.isEmpty() || words.get(0).startsWith("-") || names.contains(words.get(0))) {
      return Optional.empty();
    }
    String written = words.get(0);
    return Optional.of(
        "there is no command '"
            + written
            + "'; "
            + NearestName.hint(written, names)
            + "the commands are "
            + String.join(", ", names));
  }
}
