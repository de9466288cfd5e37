package io.tallyman.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How far a range of schedules has been played, and which of them were broken: kept in a file, if
 * there is one, so that the next run goes on from there and forgets nothing. Lines of {@code first
 * N}, {@code done N} (up to which, without it) and {@code broken N}. For one thread at a time.
 */
final class Progress {

  private final long first;
  private final @Nullable Path file;
  private final TreeSet<Long> broken = new TreeSet<>();
  private long done;

  private Progress(long first, @Nullable Path file) {
    this.first = first;
    this.file = file;
    this.done = first;
  }

  /**
   * Reads what there is.
   *
   * @throws SimulateOptions.Unusable where the file is of other schedules, or isn't such a file
   */
  static Progress of(SimulateOptions.Seeds seeds, Optional<Path> file)
      throws IOException, SimulateOptions.Unusable {
    Progress progress = new Progress(seeds.first(), file.orElse(null));
    if (file.isPresent() && Files.exists(file.get())) {
      progress.read(Files.readAllLines(file.get()), file.get());
    }
    return progress;
  }

  private void read(List<String> lines, Path from) throws SimulateOptions.Unusable {
    long[] begins = numbers(lines, "first", from);
    long[] ends = numbers(lines, "done", from);
    if (begins.length != 1 || ends.length != 1) {
      throw new SimulateOptions.Unusable(from + " isn't the progress of a bin/simulate.");
    } else if (begins[0] != first) {
      throw new SimulateOptions.Unusable(
          "%s is of schedules from %d on, not from %d: name another file."
              .formatted(from, begins[0], first));
    }
    done = ends[0];
    LongStream.of(numbers(lines, "broken", from)).forEach(broken::add);
  }

  private static long[] numbers(List<String> lines, String key, Path from)
      throws SimulateOptions.Unusable {
    try {
      return lines.stream()
          .filter(line -> line.startsWith(key + " "))
          .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1).strip()))
          .toArray();
    } catch (NumberFormatException e) {
      throw new SimulateOptions.Unusable(from + " isn't the progress of a bin/simulate.");
    }
  }

  /** The schedule to go on with. */
  long next() {
    return done;
  }

  /** Which were broken, in earlier runs too. */
  SortedSet<Long> broken() {
    return broken;
  }

  /** Takes down that all before this one were played, and which of them were broken. */
  void note(long end, Collection<Long> nowBroken) throws IOException {
    done = end;
    broken.addAll(nowBroken);
    if (file != null) {
      List<String> lines = new ArrayList<>(List.of("first " + first, "done " + done));
      broken.forEach(seed -> lines.add("broken " + seed));
      Path written = file.resolveSibling(file.getFileName() + ".new");
      Files.write(written, lines);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
