package io.tallyman.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Which build is running.
 *
 * @param version the version in the jar's manifest; {@code development} outside of a jar
 * @param commit the abbreviated commit that the jar was built from; {@code unknown} where it isn't
 *     known
 * @param time when that commit was made, in ISO-8601 and UTC; {@code unknown} likewise. A build has
 *     no time of its own: whenever and wherever a commit is built, the jar is the same
 */
public record BuildVersion(String version, String commit, String time) {

  /** The build that this class came from, as the manifest of its jar tells. */
  public static BuildVersion running() {
    Attributes manifest = manifestOf(BuildVersion.class);
    return new BuildVersion(
        valueOr(manifest, "Implementation-Version", "development"),
        valueOr(manifest, "Implementation-Commit", "unknown"),
        valueOr(manifest, "Implementation-Commit-Time", "unknown"));
  }

  private static String valueOr(Attributes manifest, String name, String otherwise) {
    String value = manifest.getValue(name);
    return value == null || value.isBlank() ? otherwise : value;
  }

  /** Empty outside of a jar: a build that can't be told is no reason not to run. */
  private static Attributes manifestOf(Class<?> type) {
    String name = "/" + type.getName().replace('.', '/') + ".class";
    @Nullable URL place = type.getResource(name);
    if (place == null || !place.getProtocol().equals("jar")) {
      return new Attributes();
    }
    String jar = place.toString().substring(0, place.toString().length() - name.length());
    try (InputStream in = URI.create(jar + "/META-INF/MANIFEST.MF").toURL().openStream()) {
      return new Manifest(in).getMainAttributes();
    } catch (IOException unreadable) {
      return new Attributes();
    }
  }
}
