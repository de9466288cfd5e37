package io.tallyman;

import io.tallyman.repl.ReplSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** Reads the section {@code repl} of {@code config.yml}. */
final class ReplReader {

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(8);

  /** A socket's path has about 100 bytes on every system, and its name takes 20 of them. */
  private static final int LONGEST_PATH = 80;

  private static final String HOW_TO_NAME_A_DIRECTORY =
      "write the absolute path of one that only the service's user may enter, such as"
          + " /run/tallyman/repl";

  ReplSettings read(Section section) {
    boolean enabled = section.flag("enabled", false);
    Path directory = directory(section, enabled);
    Duration limit = section.duration("limit").orElse(ReplSettings.USUAL_LIMIT);
    if (limit.compareTo(SHORTEST) < 0 || limit.compareTo(LONGEST) > 0) {
      section.problem("limit", "it isn't from 10s to 8h", "write 30m");
      limit = ReplSettings.USUAL_LIMIT;
    }
    section.finish();
    return new ReplSettings(enabled, directory, limit);
  }

  private static Path directory(Section section, boolean enabled) {
    String text = section.optionalText("directory").orElse("");
    if (text.isEmpty()) {
      if (enabled) {
        section.problem("directory", "it is missing", HOW_TO_NAME_A_DIRECTORY);
      }
      return ReplSettings.NONE.directory();
    }
    try {
      Path directory = Path.of(text);
      if (!directory.isAbsolute()) {
        section.problem("directory", "'" + text + "' is no absolute path", HOW_TO_NAME_A_DIRECTORY);
      } else if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
        section.problem(
            "directory",
            "it is longer than " + LONGEST_PATH + " bytes, too long for a socket in it",
            "take a shorter one, such as /run/tallyman/repl");
      }
      return directory;
    } catch (InvalidPathException e) {
      section.problem("directory", "'" + text + "' is no path", HOW_TO_NAME_A_DIRECTORY);
      return ReplSettings.NONE.directory();
    }
  }
}
