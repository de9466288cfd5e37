package io.tallyman.decode;

import io.tallyman.event.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/** Reads the {@code .avsc} files of a folder. What can't be read is a problem; the rest is read. */
final class SchemaFiles {

  static final String SUFFIX = ".avsc";

  private final Path directory;
  private final Consumer<Problem> problems;

  SchemaFiles(Path directory, Consumer<Problem> problems) {
    this.directory = directory;
    this.problems = problems;
  }

  /** Every version that could be read, in the order of the files' names. */
  List<SchemaVersion> read() {
    List<SchemaVersion> versions = new ArrayList<>();
    for (Path file : files()) {
      read(file).ifPresent(versions::add);
    }
    return versions;
  }

  private List<Path> files() {
    if (!Files.isDirectory(directory)) {
      problem(
          directory,
          Files.exists(directory) ? "this is a file, not a folder" : "there is no such folder",
          "name the folder of the .avsc files in schemas.directory");
      return List.of();
    }
    try {
      List<Path> files = list(directory.toRealPath());
      if (files.isEmpty()) {
        problem(directory, "the folder holds no .avsc file", "put the sources' schemas there");
      }
      return files;
    } catch (IOException e) {
      unreadable(directory, e);
      return List.of();
    }
  }

  private List<Path> list(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(root, new Walk(root, files));
    return files.stream().sorted().map(directory::resolve).toList();
  }

  /**
   * Finds the files, by their paths from the root. Hidden folders are left out: a mounted
   * Kubernetes volume keeps its files there once more.
   */
  private final class Walk extends SimpleFileVisitor<Path> {

    private final Path root;
    private final List<Path> found;

    Walk(Path root, List<Path> found) {
      this.root = root;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.toString().endsWith(SUFFIX) && !isHidden(file) && Files.isRegularFile(file)) {
        found.add(root.relativize(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path folder, IOException e) throws IOException {
      if (folder.equals(root)) {
        throw e;
      } else if (!isHidden(folder)) {
        unreadable(directory.resolve(root.relativize(folder)), e);
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean isHidden(Path path) {
      return !path.equals(root) && String.valueOf(path.getFileName()).startsWith(".");
    }
  }

  private Optional<SchemaVersion> read(Path file) {
    try {
      return version(file, new Schema.Parser().parse(Files.readString(file)));
    } catch (CharacterCodingException e) {
      problem(file, "this isn't UTF-8 text", "write the schema as UTF-8 JSON");
    } catch (IOException e) {
      problem(file, "the file can't be read (" + e + ")", "see to its permissions");
    } catch (RuntimeException e) {
      problem(
          file,
          "this is no Avro schema (" + firstLine(e) + ")",
          "write one schema as JSON, with every type that it uses in the same file");
    } catch (StackOverflowError e) {
      problem(file, "this is nested too deeply for an Avro schema", "write it flatter");
    }
    return Optional.empty();
  }

  private Optional<SchemaVersion> version(Path file, Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      problem(
          file,
          "this is a schema of the type " + schema.getType().getName(),
          "an event's schema is a record");
      return Optional.empty();
    }
    Object id = schema.getObjectProp(SchemaVersion.ID_ATTRIBUTE);
    if (id == null) {
      return Optional.of(new SchemaVersion(schema, null, file));
    }
    if (id instanceof Integer number && number >= 0) {
      return Optional.of(new SchemaVersion(schema, number, file));
    }
    problem(
        file,
        "\"" + SchemaVersion.ID_ATTRIBUTE + "\" is " + id,
        "it is the id that the schema has in the framing confluent, a whole number from 0 to "
            + Integer.MAX_VALUE);
    return Optional.empty();
  }

  private void unreadable(Path folder, IOException e) {
    problem(folder, "the folder can't be read (" + e + ")", "see to its permissions");
  }

  private void problem(Path file, String cause, String remedy) {
    problems.accept(new Problem(file.toString(), cause, remedy));
  }

  private static String firstLine(RuntimeException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
