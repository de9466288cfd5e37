package io.tallyman.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One server process of ours, with its output in a log file and its {@link ProcessId} in another.
 * It is in a session of its own, so that a Ctrl-C meant for its parent doesn't reach it. Not for
 * use by several threads at once.
 */
public final class ServerProcess {
  /**
   * Starts the command, prints its process id and waits for it; when standard input ends, because
   * the JVM that holds the other end has ended, the command is killed, even if it is frozen.
   */
  private static final String GUARD =
      """
      exec 3<&0
      log=$1
      shift
      "$@" </dev/null 3<&- >>"$log" 2>&1 &
      child=$!
      echo "$child"
      exec >/dev/null 2>&1
      (while read -r line; do :; done <&3; kill -KILL "$child") &
      watcher=$!
      exec 3<&-
      wait "$child"
      status=$?
      kill "$watcher"
      exit "$status"
      """;

  private final Path log;
  private final ProcessId id;

  private ServerProcess(Path log, ProcessId id) {
    this.log = log;
    this.id = id;
  }

  /**
   * Starts a command in a folder, which also becomes its working directory.
   *
   * @param name what people call the server: its output is appended to {@code <name>.log}, its id
   *     written to {@code <name>.pid}
   */
  public static ServerProcess start(
      String name, Path folder, Lifetime lifetime, List<String> command) {
    Path log = folder.resolve(name + ".log");
    try {
      Files.createDirectories(folder);
      ProcessId id =
          lifetime == Lifetime.BOUND
              ? startBound(folder, log, command)
              : startDetached(folder, log, command);
      Files.writeString(folder.resolve(name + ".pid"), id + "\n");
      return new ServerProcess(log, id);
    } catch (IOException e) {
      throw new ServerFailure("Cannot start " + name + " by " + command.get(0), e);
    }
  }

  private static ProcessId startBound(Path folder, Path log, List<String> command)
      throws IOException {
    List<String> guarded = new ArrayList<>(ownSession());
    guarded.addAll(List.of("sh", "-c", GUARD, "guard", log.toAbsolutePath().toString()));
    guarded.addAll(command);
    // Its standard input stays open for as long as this JVM lives: the JDK keeps it until then.
    Process guard = new ProcessBuilder(guarded).directory(folder.toFile()).start();
    BufferedReader output = guard.inputReader(StandardCharsets.UTF_8);
    String pid = output.readLine();
    if (pid == null) {
      throw new IOException("The shell that guards it has ended");
    }
    return ProcessId.of(Long.parseLong(pid));
  }

  private static ProcessId startDetached(Path folder, Path log, List<String> command)
      throws IOException {
    List<String> own = new ArrayList<>(ownSession());
    own.addAll(command);
    Process process =
        new ProcessBuilder(own)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return ProcessId.of(process.pid());
  }

  /** Every Linux has setsid; macOS has not, and there a Ctrl-C reaches the servers too. */
  private static List<String> ownSession() {
    return Stream.of("/usr/bin/setsid", "/bin/setsid")
        .filter(program -> Files.isExecutable(Path.of(program)))
        .limit(1)
        .toList();
  }

  public ProcessId id() {
    return id;
  }

  public boolean isAlive() {
    return id.isAlive();
  }

  /** Stops the process in its tracks (SIGSTOP): it holds its connections and answers nothing. */
  public void freeze() {
    id.signal("STOP");
  }

  /** Lets a frozen process go on. */
  public void thaw() {
    id.signal("CONT");
  }

  /** Ends the process at once, as a crash would; returns when it has ended. */
  public void kill() {
    Processes.kill(List.of(id));
  }

  /** Asks the process to end, waits that long and then ends it by force. */
  public void terminate(Duration grace) {
    Processes.terminate(List.of(id), grace);
  }

  /** The last lines of its log, errors before others, for an error message. */
  public String lastWords() {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      List<String> all = lines.toList();
      List<String> errors =
          all.stream()
              .filter(line -> line.contains("ERROR") || line.contains("Exception"))
              .toList();
      List<String> telling = errors.isEmpty() ? all : errors;
      int from = Math.max(0, telling.size() - 8);
      return String.join("\n", telling.subList(from, telling.size()));
    } catch (IOException | UncheckedIOException e) {
      return "(its log " + log + " cannot be read: " + e.getMessage() + ")";
    }
  }
}
