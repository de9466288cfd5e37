package io.tallyman.simulate;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/** What happens in schedules, as short as it can be said: equal only where all of it is. */
final class Histories {

  private Histories() {}

  /** Prints the digests of schedules from one to before another, a line for each. */
  public static void main(String[] seeds) {
    digests(Long.parseLong(seeds[0]), Long.parseLong(seeds[1])).forEach(System.out::println);
  }

  static List<String> digests(long first, long end) {
    return LongStream.range(first, end).mapToObj(Histories::digest).toList();
  }

  /** The seed, how many things happened, and a checksum of when, who and what. */
  static String digest(long seed) {
    CRC32C sum = new CRC32C();
    int[] happened = new int[1];
    try (Simulator simulator = new Simulator()) {
      Throwable failure =
          simulator.play(
              PlanDrawing.of(seed),
              (nanos, who, what) -> {
                happened[0]++;
                sum.update((nanos + who + what.get()).getBytes(StandardCharsets.UTF_8));
              });
      return "%d: %d %s %s"
          .formatted(seed, happened[0], HexFormat.of().toHexDigits(sum.getValue()), failure);
    }
  }
}
