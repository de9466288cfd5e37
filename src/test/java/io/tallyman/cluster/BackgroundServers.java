package io.tallyman.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Servers that stay in the background until they are ended, with their data in one folder: a
 * subfolder per kind of server, in which each leaves its process id, and {@code exports}, which is
 * written last and holds what a shell needs to know of them.
 *
 * <p>One process at a time starts or stops them; others wait. A start takes up what an earlier one
 * has left: complete data is used again, half-written data is thrown away, processes that are left
 * over are ended.
 */
final class BackgroundServers {
  /** Tells our folders from others', which are never filled and never deleted. */
  private static final String MARK = "tallyman.servers";

  private final Path folder;
  private final Set<String> names;
  private final List<String> subfolders;
  private final Consumer<String> say;

  /**
   * @param names of all the servers, as their process files are named
   * @param subfolders where they live below the folder
   * @param say is told what goes on, a sentence at a time
   */
  BackgroundServers(Path folder, Set<String> names, List<String> subfolders, Consumer<String> say) {
    this.folder = folder;
    this.names = Set.copyOf(names);
    this.subfolders = List.copyOf(subfolders);
    this.say = say;
  }

  /**
   * Starts servers in the folder and says what to export; what it has started stays if it fails.
   */
  @FunctionalInterface
  interface Starting {
    Map<String, String> in(Path folder) throws IOException;
  }

  /** Starts them unless all are running; returns the shell exports either way. */
  String start(Starting starting) throws IOException {
    return alone(
        () -> {
          if (isRunning()) {
            say.accept("Already running");
          } else {
            claim();
            end(false);
            Preflight.requireMemory();
            startAnew(starting);
          }
          return exports();
        });
  }

  /** Ends them, gently if their data is to be kept, and otherwise deletes it; returns how many. */
  int stop(boolean keep) throws IOException {
    return alone(
        () -> {
          int ended = end(keep);
          if (!keep) {
            delete();
          }
          return ended;
        });
  }

  private <T> T alone(FolderLock.Work<T> work) throws IOException {
    return FolderLock.hold(
        folder, () -> say.accept("Another start or stop is at work: waiting"), work);
  }

  private void claim() throws IOException {
    if (Files.isDirectory(folder) && !Files.exists(folder.resolve(MARK))) {
      try (Stream<Path> content = Files.list(folder)) {
        if (content.findAny().isPresent()) {
          throw new ServerFailure(
              folder + " holds something else: name an empty or a new folder by --data");
        }
      }
    }
    Files.createDirectories(folder);
    if (!Files.exists(folder.resolve(MARK))) {
      Files.createFile(folder.resolve(MARK));
    }
  }

  /** A start that fails, or is ended by Ctrl-C, leaves no process behind. */
  private void startAnew(Starting starting) throws IOException {
    AtomicBoolean done = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!done.get()) {
                    endAfterFailure();
                  }
                }));
    Map<String, String> exports = starting.in(folder);
    StringBuilder text = new StringBuilder();
    new TreeMap<>(exports)
        .forEach(
            (name, value) ->
                text.append("export ").append(name).append("='").append(value).append("'\n"));
    new DatabaseFiles(folder).writePrivately(exportsFile(), text.toString());
    done.set(true);
  }

  private void endAfterFailure() {
    try {
      end(false);
    } catch (IOException e) {
      say.accept("Cannot end what was started in " + folder + ": " + e);
    }
  }

  private int end(boolean gently) throws IOException {
    List<ProcessId> alive = processes().values().stream().filter(ProcessId::isAlive).toList();
    if (gently) {
      Processes.terminate(alive, Duration.ofSeconds(20));
    } else {
      Processes.kill(alive);
    }
    Files.deleteIfExists(exportsFile());
    return alive.size();
  }

  /** Deletes what is ours, and the folder if nothing else is in it. */
  private void delete() throws IOException {
    if (!Files.exists(folder.resolve(MARK))) {
      return;
    }
    for (String subfolder : subfolders) {
      Folders.delete(folder.resolve(subfolder));
    }
    Files.deleteIfExists(folder.resolve(MARK));
    Folders.deleteIfEmpty(folder);
  }

  /** The servers that were started here, alive or not, by name. */
  Map<String, ProcessId> processes() throws IOException {
    Map<String, ProcessId> processes = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder, 3)) {
        for (Path file : files.filter(this::isProcessFile).toList()) {
          String text = Files.readString(file).strip();
          if (!text.isEmpty()) { // a crash may have cut it short
            processes.put(nameOf(file), ProcessId.parse(text));
          }
        }
      }
    }
    return processes;
  }

  private boolean isProcessFile(Path file) {
    return file.toString().endsWith(".pid") && names.contains(nameOf(file));
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replace(".pid", "");
  }

  /** Whether a start has come to its end here, and all the servers are alive. */
  boolean isRunning() throws IOException {
    Map<String, ProcessId> processes = processes();
    return Files.exists(exportsFile())
        && processes.keySet().equals(names)
        && processes.values().stream().allMatch(ProcessId::isAlive);
  }

  /** What a shell needs to know of them, or nothing if they were never completely started. */
  String exports() throws IOException {
    try {
      return Files.readString(exportsFile());
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private Path exportsFile() {
    return folder.resolve("exports");
  }
}
