package io.tallyman;

import io.tallyman.access.AccessKey;
import io.tallyman.access.AccessSettings;
import io.tallyman.access.AccessUser;
import io.tallyman.access.Level;
import io.tallyman.access.PasswordHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the section {@code access} of {@code config.yml}; no problem shows a secret. */
final class AccessReader {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}\\]");
  private static final String HOW_TO_MAKE_A_SECRET =
      "make one by `openssl rand -base64 48`, and give it in an environment variable or a file";

  AccessSettings read(Section section) {
    List<AccessKey> keys = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section each : section.list("keys")) {
      key(each, names).ifPresent(keys::add);
      each.finish();
    }
    List<AccessUser> users = new ArrayList<>();
    names.clear();
    for (Section each : section.list("users")) {
      user(each, names).ifPresent(users::add);
      each.finish();
    }
    List<String> hosts = section.texts("hosts");
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        section.problem(
            "hosts", "'" + host + "' is no host's name", "write it without scheme and port");
      }
    }
    section.finish();
    return new AccessSettings(keys, users, hosts);
  }

  private static Optional<AccessKey> key(Section section, Set<String> names) {
    String id = name(section, "id", names);
    Optional<Level> level = level(section);
    Optional<byte[]> secret = secret(section);
    if (level.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new AccessKey(id, secret.get(), level.get()));
  }

  /** Empty where there is none that is long enough, which is reported. */
  private static Optional<byte[]> secret(Section section) {
    Optional<String> text = section.optionalText("secret");
    Optional<String> file = section.optionalText("secretFile");
    if (text.isPresent() == file.isPresent()) {
      section.problem(
          "secret",
          text.isPresent()
              ? "there is a secretFile too"
              : "it is missing, or its variable isn't set",
          text.isPresent() ? "take one of the two out" : HOW_TO_MAKE_A_SECRET);
      return Optional.empty();
    }
    Optional<String> secret =
        text.isPresent() ? text : file.flatMap(name -> content(section, name));
    Optional<byte[]> bytes = secret.map(each -> each.strip().getBytes(StandardCharsets.UTF_8));
    if (bytes.isPresent() && bytes.get().length < AccessKey.LEAST_BYTES) {
      section.problem(
          text.isPresent() ? "secret" : "secretFile",
          "it has fewer than " + AccessKey.LEAST_BYTES + " bytes",
          HOW_TO_MAKE_A_SECRET);
      return Optional.empty();
    }
    return bytes;
  }

  private static Optional<String> content(Section section, String name) {
    try {
      return Optional.of(Files.readString(Path.of(name)));
    } catch (IOException | InvalidPathException e) {
      section.problem(
          "secretFile",
          "it can't be read as text: " + e.getClass().getSimpleName(),
          "name a file that this process may read");
      return Optional.empty();
    }
  }

  private static Optional<AccessUser> user(Section section, Set<String> names) {
    String name = name(section, "name", names);
    Optional<Level> level = level(section);
    String line = section.text("password");
    try {
      PasswordHash password = PasswordHash.parse(line);
      return level.map(each -> new AccessUser(name, password, each));
    } catch (IllegalArgumentException e) {
      if (!line.isEmpty()) {
        section.problem(
            "password",
            String.valueOf(e.getMessage()),
            "make one by `java -jar tallyman.jar hash-password`");
      }
      return Optional.empty();
    }
  }

  private static String name(Section section, String key, Set<String> names) {
    String name = section.text(key);
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      section.problem(
          key,
          "'" + name + "' can't be a name",
          "use letters, digits and . _ @ -, at most 64, beginning with a letter or a digit");
    } else if (!name.isEmpty() && !names.add(name)) {
      section.problem(key, "'" + name + "' stands here twice", "give one of the two another name");
    }
    return name;
  }

  private static Optional<Level> level(Section section) {
    String label = section.text("level");
    Optional<Level> level = Level.labelled(label);
    if (level.isEmpty() && !label.isEmpty()) {
      section.problem("level", "'" + label + "' is no level", "use one of " + Level.labels());
    }
    return level;
  }
}
