package io.tallyman.repl;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The section {@code repl} of {@code config.yml}.
 *
 * @param enabled whether a REPL may be opened on this host at all
 * @param directory where its socket is made; absolute where it is enabled
 * @param limit for how long it may be open at most
 */
public record ReplSettings(boolean enabled, Path directory, Duration limit) {

  /** For how long, where the file doesn't say. */
  public static final Duration USUAL_LIMIT = Duration.ofMinutes(30);

  /** Nobody can open one. */
  public static final ReplSettings NONE = new ReplSettings(false, Path.of(""), USUAL_LIMIT);
}
