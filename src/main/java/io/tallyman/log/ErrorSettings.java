package io.tallyman.log;

import ch.qos.logback.classic.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * The section {@code errors} of {@code config.yml}: where errors are sent, for people to be told.
 *
 * @param dsn the address of a project at Sentry, or at what speaks its protocol; empty for nowhere
 * @param environment which of several environments this is; may be empty
 * @param level what is sent: {@code ERROR}, or {@code WARN} for warnings too
 */
public record ErrorSettings(String dsn, String environment, Level level) {

  /** Nothing is sent. */
  public static final ErrorSettings NONE = new ErrorSettings("", "", Level.ERROR);

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9]+(:[A-Za-z0-9]+)?");
  private static final Pattern PROJECT = Pattern.compile("/([^/]+/)*[A-Za-z0-9_-]+");

  /**
   * @throws IllegalArgumentException for a DSN that isn't one, or that would be called in plain
   *     text over a network; the message doesn't show it
   */
  public ErrorSettings {
    if (!dsn.isEmpty()) {
      URI address = parse(dsn);
      if (address.getHost() == null
          || address.getUserInfo() == null
          || !KEY.matcher(address.getUserInfo()).matches()
          || !PROJECT.matcher(address.getPath()).matches()) {
        throw new IllegalArgumentException("it isn't of the form https://KEY@HOST/PROJECT");
      }
      PlainText.refuse(address);
    }
  }

  private static URI parse(String dsn) {
    try {
      return new URI(dsn);
    } catch (URISyntaxException e) { // it shows what it was given, and must not be passed on
      throw new IllegalArgumentException("it is no address");
    }
  }

  /** Whether anything is sent. */
  public boolean sends() {
    return !dsn.isEmpty();
  }

  @Override
  public String toString() {
    return sends() ? "errors are sent" : "errors aren't sent";
  }
}
