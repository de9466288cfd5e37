package io.tallyman.log;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Keeps calls that carry secrets off networks that can read them. */
public final class PlainText {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

  private PlainText() {}

  /**
   * Takes https to anywhere, and http to this machine.
   *
   * @throws IllegalArgumentException for anything else; the message doesn't show the address
   */
  public static void refuse(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    boolean local = scheme.equals("http") && LOOPBACK.matcher(host).matches();
    if (!scheme.equals("https") && !local) {
      throw new IllegalArgumentException(
          "it is called without TLS; http is for this machine alone");
    }
  }
}
