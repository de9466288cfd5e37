package io.tallyman.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this machine must have before servers are started on it. */
public final class Preflight {
  private static final long NEEDED_MIB = 2048;

  private Preflight() {}

  /** Throws {@link ServerFailure} if less than 2 GiB of memory is available. */
  public static void requireMemory() {
    requireMemory(Path.of("/proc/meminfo"), Path.of("/sys/fs/cgroup"));
  }

  /**
   * The same by other files; what a file doesn't say, for a system that has none, is no limit.
   *
   * @param meminfo as in /proc
   * @param group a control group of version 2, as containers have
   */
  static void requireMemory(Path meminfo, Path group) {
    long available = Math.min(availableIn(meminfo), leftIn(group));
    if (available < NEEDED_MIB) {
      throw new ServerFailure(
          "Too little memory: three brokers and a database need "
              + NEEDED_MIB
              + " MiB, and "
              + available
              + " MiB are available; end something first");
    }
  }

  private static long availableIn(Path meminfo) {
    for (String line : linesOf(meminfo)) {
      if (line.startsWith("MemAvailable:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    return Long.MAX_VALUE;
  }

  private static long leftIn(Path group) {
    List<String> limit = linesOf(group.resolve("memory.max"));
    List<String> used = linesOf(group.resolve("memory.current"));
    if (limit.size() != 1 || used.size() != 1 || limit.get(0).equals("max")) {
      return Long.MAX_VALUE;
    }
    long cached =
        linesOf(group.resolve("memory.stat")).stream()
            .filter(line -> line.startsWith("inactive_file "))
            .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
            .sum();
    return (Long.parseLong(limit.get(0)) - Long.parseLong(used.get(0)) + cached) >> 20;
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // not a Linux, or not in a control group
    }
  }
}
