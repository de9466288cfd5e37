package io.tallyman.ctl;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * The admin port of a host.
 *
 * @param address scheme, name and port, without a path
 */
record HostAddress(URI address) {

  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final Set<String> NO_PATH = Set.of("", "/");

  /** Empty where the text isn't an address of the form {@code https://host-1.example:8081}. */
  static Optional<HostAddress> of(String text) {
    try {
      URI given = new URI(text.strip());
      boolean plain =
          given.getHost() != null
              && SCHEMES.contains(String.valueOf(given.getScheme()))
              && given.getRawUserInfo() == null
              && NO_PATH.contains(given.getRawPath())
              && given.getRawQuery() == null
              && given.getRawFragment() == null;
      return plain
          ? Optional.of(
              new HostAddress(new URI(given.getScheme() + "://" + given.getRawAuthority())))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** As people call it: name and port. */
  String name() {
    return address.getRawAuthority();
  }

  /** Whether somebody may mean it by this: the name, with the port, or the whole address. */
  boolean isCalled(String given) {
    return given.equalsIgnoreCase(address.getHost())
        || given.equalsIgnoreCase(name())
        || given.equalsIgnoreCase(address.toString());
  }

  /**
   * @param path with a slash at its beginning, and with its query
   * @throws IllegalArgumentException when the path can't be part of an address
   */
  URI at(String path) {
    return URI.create(address + path);
  }
}
