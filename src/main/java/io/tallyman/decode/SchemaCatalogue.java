package io.tallyman.decode;

import io.tallyman.event.NearestName;
import io.tallyman.event.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that the service knows: of each record the version in which it reads, and every
 * version in which a record may have been written, by id and by fingerprint. Immutable.
 *
 * <p>Where a folder holds several versions of one record, the service reads in the one whose file
 * is named after the record ({@code TrackingEvent.avsc}, or the full name); the others ({@code
 * TrackingEvent.v1.avsc}) are writers' versions.
 */
public final class SchemaCatalogue {

  private final Map<String, SchemaVersion> current = new TreeMap<>();
  private final Map<Integer, SchemaVersion> byId = new HashMap<>();
  private final Map<Long, SchemaVersion> byFingerprint = new HashMap<>();
  private final Consumer<Problem> problems;

  private SchemaCatalogue(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /**
   * Reads every {@code .avsc} file of a folder and of the folders below it.
   *
   * @param problems takes all that is wrong there, file by file
   * @return what could be read, whatever was wrong with the rest
   */
  public static SchemaCatalogue load(Path directory, Consumer<Problem> problems) {
    SchemaCatalogue catalogue = new SchemaCatalogue(problems);
    Map<String, List<SchemaVersion>> byName = new LinkedHashMap<>();
    for (SchemaVersion version : new SchemaFiles(directory, problems).read()) {
      byName.computeIfAbsent(version.fullName(), name -> new ArrayList<>()).add(version);
      catalogue.addWriter(version);
    }
    byName.forEach(catalogue::chooseCurrent);
    return catalogue;
  }

  /** The schema in which records of this full name are read, for naming its fields. */
  public Optional<SourceSchema> reader(String fullName) {
    return current(fullName).map(SourceSchema::new);
  }

  /** The version in which records of this full name are read. */
  public Optional<SchemaVersion> current(String fullName) {
    return Optional.ofNullable(current.get(fullName));
  }

  /** What is wrong with a full name that has no schema here, and what to do about it. */
  public Problem missing(String where, String fullName) {
    String remedy =
        NearestName.to(fullName, current.keySet())
            .map(name -> "did you mean " + name + "?")
            .orElse(
                current.isEmpty()
                    ? "put its .avsc file into schemas.directory"
                    : "known are " + String.join(", ", current.keySet()));
    return new Problem(where, "there is no schema named " + fullName, remedy);
  }

  /** Whether any version of this full name has an id for the framing confluent. */
  public boolean hasIds(String fullName) {
    return byId.values().stream().anyMatch(version -> version.fullName().equals(fullName));
  }

  @Nullable SchemaVersion byId(int id) {
    return byId.get(id);
  }

  @Nullable SchemaVersion byFingerprint(long fingerprint) {
    return byFingerprint.get(fingerprint);
  }

  private void addWriter(SchemaVersion version) {
    SchemaVersion twin = byFingerprint.putIfAbsent(version.fingerprint(), version);
    if (twin != null && !LogicalLayout.sameIn(twin.schema(), version.schema())) {
      problem(
          version,
          "its fingerprint is that of " + twin.file() + ", but its logical types differ",
          "rename the fields whose logical type changed: readers can't tell the two apart");
    }
    if (version.id() == null) {
      return;
    }
    SchemaVersion namesake = byId.putIfAbsent(version.id(), version);
    if (namesake != null && !sameBytes(namesake, version)) {
      problem(
          version,
          "its id " + version.id() + " is also the id of " + namesake.file(),
          "give every version a \"" + SchemaVersion.ID_ATTRIBUTE + "\" of its own");
    }
  }

  private static boolean sameBytes(SchemaVersion one, SchemaVersion other) {
    return one.fingerprint() == other.fingerprint()
        && LogicalLayout.sameIn(one.schema(), other.schema());
  }

  private void chooseCurrent(String fullName, List<SchemaVersion> versions) {
    List<SchemaVersion> named =
        versions.stream().filter(SchemaVersion::isNamedAfterItsRecord).toList();
    List<SchemaVersion> candidates = named.isEmpty() ? versions : named;
    SchemaVersion first = candidates.get(0);
    current.put(fullName, first);
    if (candidates.stream().allMatch(version -> version.schema().equals(first.schema()))) {
      return;
    }
    problem(
        first,
        fullName + " has " + candidates.size() + " versions of equal rank: " + files(candidates),
        "name only the one in which the service reads "
            + first.schema().getName()
            + SchemaFiles.SUFFIX);
  }

  private static String files(List<SchemaVersion> versions) {
    return String.join(", ", versions.stream().map(version -> version.file().toString()).toList());
  }

  private void problem(SchemaVersion version, String cause, String remedy) {
    problems.accept(new Problem(version.file().toString(), cause, remedy));
  }
}
