package io.tallyman.produce;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a run sends, and how.
 *
 * @param input a {@code .csv}, {@code .jsonl} or {@code .avro} file, or one of these with {@code
 *     .gz}
 * @param rate rows a second, 1 or more; empty for as many as go
 * @param partitions partitions of a topic that has to be created; empty for 12
 * @param replication copies of each of them; empty for 3, or for one a broker where they are fewer
 * @param key the path of the field whose text becomes the records' key; null for no key
 * @param skip how many of the file's first rows are passed over unread, as an earlier run has sent
 *     them; 0 or more
 * @param dryRun reads the whole file, reports its bad rows and sends nothing
 */
public record ProduceOptions(
    Path input,
    OptionalInt rate,
    OptionalInt partitions,
    OptionalInt replication,
    @Nullable String key,
    long skip,
    boolean dryRun) {

  public ProduceOptions {
    requirePositive("--rate", rate);
    requirePositive("--partitions", partitions);
    requirePositive("--replication", replication);
    if (skip < 0) {
      throw new IllegalArgumentException(
          "--skip is " + skip + "; it is the number of rows that were sent before, 0 or more");
    }
  }

  private static void requirePositive(String option, OptionalInt number) {
    if (number.isPresent() && number.getAsInt() < 1) {
      throw new IllegalArgumentException(
          option + " is " + number.getAsInt() + "; it is a whole number of 1 or more");
    }
  }
}
