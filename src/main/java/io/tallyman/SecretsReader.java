package io.tallyman;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyman.log.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the secrets in a whole {@code config.yml}, Dropwizard's sections included, by the names of
 * their keys and by what stands in values such as a JDBC url or a JAAS configuration. What stands
 * elsewhere in the file without being a secret, such as a password that is the user's name too, is
 * none: it couldn't be kept out of anything.
 */
final class SecretsReader {

  private static final Pattern SECRET_KEY =
      Pattern.compile(
          ".*(password|passphrase|secret|token|credential|jaas|dsn|webhook).*|.*\\.key");
  private static final Pattern INSIDE =
      Pattern.compile(
          "(?i)(?:password|passwd|pwd|passphrase|secret|token)\\w*\\s*=\\s*"
              + "(?:\"([^\"]*)\"|'([^']*)'|([^\\s;&,\"')]+))");

  /** Parts of a secret line that are secrets by themselves are at least this long. */
  private static final int LEAST_PART = 12;

  private final Set<String> secrets = new LinkedHashSet<>();
  private final List<String> others =
      new ArrayList<>(List.of("tallyman timestamp logger message exception thread password"));

  Secrets read(JsonNode file) {
    walk("", file);
    secrets.removeIf(secret -> others.stream().anyMatch(other -> other.contains(secret)));
    return new Secrets(secrets);
  }

  private void walk(String key, JsonNode node) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        walk(each.getKey(), each.getValue());
      }
    } else if (node.isArray()) {
      node.forEach(each -> walk(key, each));
    } else if (node.isTextual() && !node.asText().isBlank()) {
      take(key.toLowerCase(Locale.ROOT), node.asText());
    }
  }

  private void take(String key, String value) {
    Matcher inside = INSIDE.matcher(value);
    String rest = value;
    while (inside.find()) {
      for (int group = 1; group <= inside.groupCount(); group++) {
        String found = inside.group(group);
        if (found != null) {
          secrets.add(found);
          rest = rest.replace(found, "");
        }
      }
    }
    if (key.equals("secretfile")) {
      takeFile(value);
    } else if (SECRET_KEY.matcher(key).matches()) {
      takeSecret(value);
    } else {
      others.add(rest);
    }
  }

  private void takeSecret(String value) {
    secrets.add(value);
    secrets.add(value.strip());
    try {
      URI address = new URI(value.strip());
      if (address.getHost() != null) { // a DSN's key, a webhook's token
        addLong(address.getRawUserInfo());
        addLong(address.getRawPath());
        addLong(address.getRawQuery());
        return;
      }
    } catch (URISyntaxException e) {
      // no address, but a plain secret, which is taken already
    }
    for (String part : value.split(":", -1)) { // a password's salt and hash
      addLong(part);
    }
  }

  private void addLong(@org.jspecify.annotations.Nullable String part) {
    if (part != null && part.length() >= LEAST_PART) {
      secrets.add(part);
    }
  }

  /** Where it can't be read, that is reported by the reader of its section. */
  private void takeFile(String name) {
    try {
      secrets.add(Files.readString(Path.of(name)).strip());
    } catch (IOException | InvalidPathException e) {
      return;
    }
  }
}
