package io.tallyman.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tallyman.event.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The file of the profiles. It holds no secret: it says where one is. A profile is read when it is
 * asked for, so a secret of another environment needn't be there.
 */
final class ProfileFile {

  private final Path file;
  private final Map<String, String> environment;

  ProfileFile(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /** Where the file is, unless an option says otherwise. */
  static Path usual(Map<String, String> environment) {
    String named = environment.getOrDefault("TALLYMAN_CTL", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String settings = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path home = Path.of(environment.getOrDefault("HOME", "."));
    return (settings.isEmpty() ? home.resolve(".config") : Path.of(settings))
        .resolve("tallyman")
        .resolve("ctl.yml");
  }

  /**
   * @throws CtlFailure when there is no such profile, with all problems when it is none
   */
  Profile profile(String name) throws CtlFailure {
    boolean there = Files.exists(file);
    JsonNode root = there ? tree() : YAMLMapper.builder().build().createObjectNode();
    JsonNode section = root.path(name);
    if (section.isMissingNode() && name.equals("local")) {
      return Profile.local();
    }
    if (section.isMissingNode()) {
      throw CtlFailure.usage("--env " + name + ": " + (there ? unknown(name, root) : missing()));
    }
    List<String> problems = new ArrayList<>();
    Optional<Profile> profile = new ProfileReader(name, section, environment, problems).read();
    if (profile.isEmpty() || !problems.isEmpty()) {
      throw CtlFailure.usage(file + " doesn't fit:\n  " + String.join("\n  ", problems));
    }
    return profile.get();
  }

  private String missing() {
    return "there is no profile file "
        + file
        + "; write one, as docs/operations.md shows under \"ctl\", or name one by --profiles";
  }

  private String unknown(String name, JsonNode root) {
    TreeSet<String> known = new TreeSet<>(List.of("local"));
    root.properties().forEach(each -> known.add(each.getKey()));
    return file
        + " has no such profile; "
        + NearestName.hint(name, known)
        + "it has "
        + String.join(", ", known);
  }

  private JsonNode tree() throws CtlFailure {
    YAMLMapper yaml =
        YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try {
      JsonNode root = yaml.readTree(Files.readString(file));
      if (!root.isObject()) {
        throw CtlFailure.usage(file + ": it has to be a map from a profile's name to the profile");
      }
      return root;
    } catch (JsonProcessingException e) {
      // The message of the parser quotes the file.
      String where = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw CtlFailure.usage(file + where + ": this is no YAML, or a key is there twice");
    } catch (IOException e) {
      throw CtlFailure.usage(file + " can't be read: " + e.getClass().getSimpleName());
    }
  }
}
