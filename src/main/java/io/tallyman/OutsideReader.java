package io.tallyman;

import ch.qos.logback.classic.Level;
import io.tallyman.activity.WebhookSettings;
import io.tallyman.log.ErrorSettings;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the sections {@code errors} and {@code activity} of {@code config.yml}: who outside is told
 * what. No problem shows an address, because it holds a secret.
 */
final class OutsideReader {

  private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  ErrorSettings errors(Section section) {
    String dsn = section.optionalText("dsn").orElse("");
    String environment = environment(section);
    Level level = level(section);
    section.finish();
    try {
      return new ErrorSettings(dsn, environment, level);
    } catch (IllegalArgumentException e) {
      section.problem(
          "dsn",
          String.valueOf(e.getMessage()),
          "copy it from the project's settings, under Client Keys");
      return ErrorSettings.NONE;
    }
  }

  private static Level level(Section section) {
    Optional<String> level = section.optionalText("level");
    if (level.isPresent() && !level.get().equals("ERROR") && !level.get().equals("WARN")) {
      section.problem(
          "level", "'" + level.get() + "' is neither ERROR nor WARN", "write one of them");
    }
    return level.filter("WARN"::equals).map(warn -> Level.WARN).orElse(Level.ERROR);
  }

  WebhookSettings activity(Section section) {
    String webhook = section.optionalText("webhook").orElse("");
    String environment = environment(section);
    section.finish();
    try {
      return new WebhookSettings(webhook, environment);
    } catch (IllegalArgumentException e) {
      section.problem(
          "webhook",
          String.valueOf(e.getMessage()),
          "copy it from the chat's settings for incoming webhooks");
      return WebhookSettings.NONE;
    }
  }

  private static String environment(Section section) {
    String environment = section.optionalText("environment").orElse("");
    if (!environment.isEmpty() && !ENVIRONMENT.matcher(environment).matches()) {
      section.problem(
          "environment",
          "'" + environment + "' can't be a name",
          "use letters, digits and . _ -, at most 64, beginning with a letter or a digit");
      return "";
    }
    return environment;
  }
}
