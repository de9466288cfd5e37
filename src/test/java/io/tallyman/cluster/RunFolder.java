package io.tallyman.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where one run of a script keeps its data and logs. Which process it belongs to is written in it,
 * and which processes it has started; so the next run of that script ends and deletes what a
 * crashed one left, and nothing of one that goes on. For any thread.
 */
public final class RunFolder implements AutoCloseable {

  private static final String OWNER = "owner";
  private static final String PROCESSES = "processes";

  private final Path path;
  private final boolean kept;

  private RunFolder(Path path, boolean kept) {
    this.path = path;
    this.kept = kept;
  }

  /**
   * Makes the folder of this process.
   *
   * @param script whose run it is; the folder's name begins with it
   * @param home the project's folder; what is not kept lies in its {@code .tallyman}, or in the
   *     system's folder for temporary files if the project can't be written to
   * @param keep where the data is to stay
   */
  public static RunFolder create(String script, Path home, Optional<Path> keep) throws IOException {
    Path parent = parent(home);
    removeLeftovers(parent, script + "-");
    if (keep.isPresent()) {
      Path folder = Files.createDirectories(keep.get().toAbsolutePath());
      requireEmpty(folder);
      return own(new RunFolder(folder, true));
    }
    return own(new RunFolder(Files.createTempDirectory(parent, script + "-"), false));
  }

  private static Path parent(Path home) throws IOException {
    Path own = home.resolve(".tallyman");
    if (Files.isWritable(Files.exists(own) ? own : home)) {
      return Files.createDirectories(own);
    }
    String user = System.getProperty("user.name", "somebody");
    return Files.createDirectories(
        Path.of(System.getProperty("java.io.tmpdir")).resolve("tallyman-" + user));
  }

  private static void requireEmpty(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      if (inside.findAny().isPresent()) {
        throw new ServerFailure(
            "--keep needs a new or empty folder; "
                + folder
                + " has something in it: name another or empty it.");
      }
    }
  }

  private static RunFolder own(RunFolder folder) throws IOException {
    Files.writeString(
        folder.path.resolve(OWNER), ProcessId.of(ProcessHandle.current().pid()).toString());
    Files.createFile(
        folder.path.resolve(PROCESSES),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return folder;
  }

  private static void removeLeftovers(Path parent, String prefix) throws IOException {
    List<Path> folders;
    try (Stream<Path> inside = Files.list(parent)) {
      folders =
          inside
              .filter(path -> String.valueOf(path.getFileName()).startsWith(prefix))
              .filter(Files::isWritable)
              .toList();
    }
    for (Path folder : folders) {
      if (ids(folder.resolve(OWNER)).noneMatch(ProcessId::isAlive)) {
        ids(folder.resolve(PROCESSES)).forEach(process -> process.signal("KILL"));
        Folders.delete(folder); // whose files may still be vanishing
      }
    }
  }

  private static Stream<ProcessId> ids(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file).stream()
            .filter(line -> !line.isBlank())
            .map(ProcessId::parse)
            .toList()
            .stream()
        : Stream.empty();
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Whether it stays when it is closed. */
  public boolean isKept() {
    return kept;
  }

  /** Writes down that this process is ours, for the next run if this one crashes. */
  public synchronized void remember(ProcessId process) {
    try {
      Files.writeString(
          path.resolve(PROCESSES), process + "\n", java.nio.file.StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ServerFailure("Cannot write to " + path, e);
    }
  }

  /** Deletes it with all that is in it, unless it is to be kept. */
  @Override
  public void close() throws IOException {
    if (!kept) {
      Folders.delete(path);
    }
  }
}
