package io.tallyman.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses what a page of another site makes a browser send: the browser sits inside, so neither
 * loopback nor a login protects.
 */
final class BrowserGuard {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");
  private static final Pattern PORT = Pattern.compile(":[0-9]*$");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final List<String> hosts;

  BrowserGuard(List<String> hosts) {
    this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * A name that an attacker's DNS turns to this address is still the attacker's name. Names of
   * loopback are taken from this machine only: a signature for {@code localhost} must be good for
   * one host, not for each.
   */
  void checkHost(RequestFields fields) throws Refusal {
    String name = PORT.matcher(fields.host().toLowerCase(Locale.ROOT)).replaceFirst("");
    boolean loopback = fields.isFromHere() && LOOPBACK.matcher(name).matches();
    if (!loopback && !hosts.contains(name)) {
      throw Refusal.forbidden(
          "this port isn't addressed by that name; address it by one that access.hosts of"
              + " config.yml has, or from the machine itself by localhost");
    }
  }

  /** Called for what may change something. */
  void checkOrigin(RequestFields fields) throws Refusal {
    Optional<String> site = fields.one("Sec-Fetch-Site");
    Optional<String> origin = fields.one("Origin");
    String own = fields.scheme() + "://" + fields.host();
    if (site.filter(each -> !OWN_SITES.contains(each)).isPresent()
        || origin.filter(each -> !each.equalsIgnoreCase(own)).isPresent()) {
      throw Refusal.forbidden("a page of another site asks for this; nothing was changed");
    }
  }
}
