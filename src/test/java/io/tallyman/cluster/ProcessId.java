package io.tallyman.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A process beyond doubt: its number and when it started, so that a number which the system has
 * given to another process since is not mistaken for it. Written as {@code 4711@5ad3c1f2:88123}.
 *
 * @param pid the system's number
 * @param born when it started, in a form that only this machine since its last boot can compare
 */
public record ProcessId(long pid, String born) {

  /** The process that has this number now; one that doesn't exist is never alive. */
  public static ProcessId of(long pid) {
    return new ProcessId(pid, birth(pid));
  }

  /** Reads what {@link #toString()} wrote; throws {@link ServerFailure} at anything else. */
  public static ProcessId parse(String text) {
    int at = text.indexOf('@');
    try {
      return new ProcessId(
          Long.parseLong(text.substring(0, Math.max(at, 0))), text.substring(at + 1));
    } catch (NumberFormatException e) {
      throw new ServerFailure("Not a process id: '" + text + "'", e);
    }
  }

  /**
   * Whether exactly this process still runs; one that has ended and waits for its parent does not.
   */
  public boolean isAlive() {
    return !born.isEmpty() && born.equals(birth(pid));
  }

  /** Sends a signal, by its name without SIG, if the process is alive; otherwise does nothing. */
  public void signal(String signal) {
    if (!isAlive()) {
      return;
    }
    try {
      // The shell's own kill: the program of that name is missing on small systems.
      new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, Long.toString(pid))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new ServerFailure("Cannot send SIG" + signal + " to process " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailure("Interrupted while sending SIG" + signal + " to process " + pid, e);
    }
  }

  @Override
  public String toString() {
    return pid + "@" + born;
  }

  private static String birth(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    if (Files.isDirectory(Path.of("/proc/self"))) {
      try {
        return birthOf(Files.readString(stat));
      } catch (IOException e) {
        return ""; // it has ended
      }
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().startInstant())
        .map(Instant::toString)
        .orElse("");
  }

  /** The kernel's own start tick: unlike a time of day it doesn't move when the clock is set. */
  private static String birthOf(String stat) throws IOException {
    // The second field is the program's name in parentheses and may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    boolean ended = fields[0].equals("Z") || fields[0].equals("X");
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).substring(0, 8);
    return ended ? "" : boot + ":" + fields[19];
  }
}
