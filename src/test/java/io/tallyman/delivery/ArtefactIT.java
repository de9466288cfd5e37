package io.tallyman.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the build leaves in {@code target}: the jar, what is said of its libraries, the package. */
class ArtefactIT {
  private static final Path JAR = Path.of(System.getProperty("tallyman.jar"));
  private static final Path FOLDER = JAR.toAbsolutePath().getParent();
  private static final Path BESIDE_LIBRARIES = FOLDER.resolve("original-tallyman.jar");
  private static final String BILL = "META-INF/sbom/tallyman.cdx.json";

  @Test
  void shouldListEveryLibraryInTheJarsBill() throws IOException {
    List<String> listed = new ArrayList<>();
    for (JsonNode library : bill().get("components")) {
      listed.add(library.get("name").asText() + "-" + library.get("version").asText() + ".jar");
    }
    String classPath = manifest(BESIDE_LIBRARIES).getValue(Attributes.Name.CLASS_PATH);

    assertThat(listed).hasSizeGreaterThan(50);
    assertThat(Arrays.stream(classPath.split(" ", -1)).map(path -> path.replaceFirst("^lib/", "")))
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  @Test
  void shouldShipOnlyUnderLicencesThatWeTake() throws IOException {
    List<String> faults = new ArrayList<>();
    for (JsonNode library : bill().get("components")) {
      String name = library.get("group").asText() + ":" + library.get("name").asText();
      faults.addAll(LicenceRule.faults(name, licences(library)));
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void shouldHaveNothingInTheBillThatTheNextBuildHasNot() throws IOException {
    JsonNode bill = bill();
    assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bill.has("serialNumber")).isFalse();
    assertThat(bill.at("/metadata/timestamp").isMissingNode()).isTrue();
  }

  @Test
  void shouldSayInTheManifestWhatItIs() throws IOException {
    Attributes manifest = manifest(JAR);
    assertThat(manifest.getValue("Main-Class")).isEqualTo("io.tallyman.TallymanApplication");
    assertThat(manifest.getValue("Implementation-Version")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(manifest.getValue("Implementation-Commit")).matches("[0-9a-f]{7,}|unknown");
    assertThat(manifest.getValue("Class-Path")).as("its libraries are inside").isNull();
  }

  @Test
  void shouldPackForDebianWhatWasBuilt() throws IOException {
    Map<String, DebianPackage.Entry> data = DebianPackage.newestOf(FOLDER).data();

    assertThat(data.get("usr/share/tallyman/tallyman.jar").content())
        .isEqualTo(ByteBuffer.wrap(Files.readAllBytes(JAR)));
    assertThat(data.get("usr/share/doc/tallyman/tallyman.cdx.json").text()).isEqualTo(text(BILL));
    assertThat(data.get("etc/tallyman/config.yml").text())
        .isEqualTo(Files.readString(Path.of("config.yml")));
    assertThat(data)
        .containsKeys(
            "lib/systemd/system/tallyman.service",
            "lib/systemd/system/tallyman-watch.service",
            "usr/share/doc/tallyman/copyright",
            "usr/share/tallyman/avro-schemas/TrackingEvent.avsc");
  }

  /** Whatever the umask and the user of whoever builds. */
  @Test
  void shouldGiveThePackagesFilesTheirModes() throws IOException {
    Map<String, DebianPackage.Entry> data = DebianPackage.newestOf(FOLDER).data();
    Map<String, Integer> others =
        Map.of(
            "usr/bin/tallyman", 0755,
            "usr/lib/tallyman/tallyman-watch", 0755,
            "usr/lib/tallyman/health-check", 0755,
            "etc/tallyman/tallyman.env", 0640);

    assertThat(data)
        .allSatisfy(
            (path, entry) -> {
              int mode = path.endsWith("/") ? 0755 : others.getOrDefault(path, 0644);
              assertThat(entry.mode()).as("mode of %s", path).isEqualTo(mode);
              assertThat(entry.owner()).as("owner of %s", path).isEqualTo("root:root");
            });
  }

  @Test
  void shouldKeepTheAdministratorsFilesOverAnUpgrade() throws IOException {
    Map<String, DebianPackage.Entry> control = DebianPackage.newestOf(FOLDER).control();

    assertThat(control.get("conffiles").text().lines().filter(line -> !line.isEmpty()))
        .containsExactlyInAnyOrder("/etc/tallyman/config.yml", "/etc/tallyman/tallyman.env");
    assertThat(control.get("control").text())
        .containsPattern("(?m)^Version: \\d+\\.\\d+\\.\\d+(~\\d+)?$")
        .containsPattern("(?m)^Architecture: all$");
    for (String script : List.of("postinst", "prerm", "postrm")) {
      assertThat(control.get(script).mode()).as("mode of %s", script).isEqualTo(0755);
    }
  }

  private static List<String> licences(JsonNode library) {
    List<String> names = new ArrayList<>();
    for (JsonNode choice : library.path("licenses")) {
      JsonNode licence = choice.path("license");
      names.add(
          choice
              .path("expression")
              .asText(licence.path("id").asText(licence.path("name").asText())));
    }
    return names;
  }

  private static JsonNode bill() throws IOException {
    return new ObjectMapper().readTree(text(BILL));
  }

  private static String text(String entry) throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      ZipEntry found = jar.getEntry(entry);
      assertThat(found)
          .as("%s in %s: it is left out where Maven was offline (-o) from the start", entry, JAR)
          .isNotNull();
      try (InputStream in = jar.getInputStream(found)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private static Attributes manifest(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      return jar.getManifest().getMainAttributes();
    }
  }
}
