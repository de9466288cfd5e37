package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallyman.access.AccessKey;
import io.tallyman.access.Level;
import io.tallyman.event.NearestName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads one profile and reports all its problems together; none of them shows a secret. */
final class ProfileReader {

  private static final Set<String> KEYS =
      Set.of("hosts", "key", "secretEnvironment", "secretFile", "tls");
  private static final String SECRET =
      "name one of secretEnvironment, an environment variable, and secretFile, a file";

  private final String name;
  private final JsonNode section;
  private final Map<String, String> environment;
  private final List<String> problems;

  ProfileReader(
      String name, JsonNode section, Map<String, String> environment, List<String> problems) {
    this.name = name;
    this.section = section;
    this.environment = environment;
    this.problems = problems;
  }

  /** Empty where it is no profile, which is reported. */
  Optional<Profile> read() {
    if (!section.isObject()) {
      problems.add(name + ": it has to be a map with at least the key hosts");
      return Optional.empty();
    }
    known(section, "", KEYS);
    List<HostAddress> hosts = hosts();
    Optional<AccessKey> key = key();
    JsonNode tls = section.path("tls");
    if (!tls.isMissingNode() && !tls.isObject()) {
      problem("tls", "it has to be a map with the key trust");
    }
    known(tls, "tls.", Set.of("trust"));
    Optional<Path> trust = text(tls, "tls.", "trust").flatMap(file -> path("tls.trust", file));
    return Optional.of(new Profile(name, hosts, key, trust));
  }

  private void known(JsonNode node, String before, Set<String> keys) {
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      String key = each.getKey();
      if (!keys.contains(key)) {
        problem(
            before + key,
            "this key is unknown; "
                + NearestName.hint(key, keys)
                + "the keys are "
                + String.join(", ", new TreeSet<>(keys)));
      }
    }
  }

  private List<HostAddress> hosts() {
    JsonNode given = section.path("hosts");
    List<HostAddress> hosts = new ArrayList<>();
    if (!given.isArray() || given.isEmpty()) {
      problem("hosts", "it has to be a list of addresses, such as [https://host-1.example:8081]");
      return hosts;
    }
    for (JsonNode each : given) {
      Optional<HostAddress> host = HostAddress.of(each.asText());
      if (host.isEmpty()) {
        problem(
            "hosts",
            "'" + each.asText() + "' is no address of the form https://host-1.example:8081");
      } else if (hosts.contains(host.get())) {
        problem("hosts", host.get().name() + " is there twice");
      } else {
        hosts.add(host.get());
      }
    }
    return hosts;
  }

  private Optional<AccessKey> key() {
    Optional<String> id = text(section, "", "key");
    Optional<String> variable = text(section, "", "secretEnvironment");
    Optional<String> file = text(section, "", "secretFile");
    if (id.isEmpty()) {
      if (variable.isPresent() || file.isPresent()) {
        problem("key", "it is missing; name the id of the key whose secret is given");
      }
      return Optional.empty();
    }
    if (variable.isPresent() == file.isPresent()) {
      problem("key", SECRET);
      return Optional.empty();
    }
    Optional<String> secret =
        variable.isPresent() ? variable.flatMap(this::variable) : file.flatMap(this::content);
    Optional<byte[]> bytes = secret.map(each -> each.strip().getBytes(StandardCharsets.UTF_8));
    if (bytes.isPresent() && bytes.get().length < AccessKey.LEAST_BYTES) {
      problem("key", "the secret has fewer than " + AccessKey.LEAST_BYTES + " bytes");
      return Optional.empty();
    }
    // What the key may do is the hosts' to say; a client's key never grants anything.
    return bytes.map(each -> new AccessKey(id.get(), each, Level.READ));
  }

  private Optional<String> variable(String variable) {
    String value = environment.getOrDefault(variable, "");
    if (value.isBlank()) {
      problem("secretEnvironment", "the environment variable " + variable + " isn't set");
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private Optional<String> content(String given) {
    Optional<Path> file = path("secretFile", given);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (isOpenToAll(file.get())) {
        problem(
            "secretFile", "others may read or write " + file.get() + "; run: chmod o-rwx on it");
        return Optional.empty();
      }
      return Optional.of(Files.readString(file.get()));
    } catch (IOException e) {
      problem("secretFile", file.get() + " can't be read: " + e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private static boolean isOpenToAll(Path file) throws IOException {
    try {
      Set<PosixFilePermission> given = Files.getPosixFilePermissions(file);
      return given.contains(PosixFilePermission.OTHERS_READ)
          || given.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (UnsupportedOperationException e) {
      return false; // a file system without such permissions
    }
  }

  private Optional<Path> path(String key, String given) {
    try {
      return Optional.of(
          given.startsWith("~/")
              ? Path.of(environment.getOrDefault("HOME", "."), given.substring(2))
              : Path.of(given));
    } catch (InvalidPathException e) {
      problem(key, "'" + given + "' can't be the name of a file");
      return Optional.empty();
    }
  }

  private Optional<String> text(JsonNode node, String before, String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.asText().isBlank() || value.isNull()) {
      problem(before + key, "it has to be a text");
      return Optional.empty();
    }
    return Optional.of(value.asText().strip());
  }

  private void problem(String key, String sentence) {
    problems.add(name + "." + key + ": " + sentence);
  }
}
