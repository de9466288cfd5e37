package io.tallyman.log;

import ch.qos.logback.classic.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How levels of the log are written; logback itself takes a word that it doesn't know for DEBUG.
 */
public final class LevelNames {

  /** All of them, as a sentence lists them. */
  public static final String ALLOWED = "OFF, ERROR, WARN, INFO, DEBUG or TRACE";

  private static final List<Level> LEVELS =
      List.of(Level.OFF, Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE);

  private LevelNames() {}

  /** The level of this name, in whichever case; empty where there is none. */
  public static Optional<Level> level(String name) {
    return LEVELS.stream()
        .filter(level -> level.toString().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst();
  }
}
