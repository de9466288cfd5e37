package io.tallyman.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * What became of every offset of a partition, from the files in which a broker keeps it: what
 * Kafka's own kafka-dump-log prints, counted. (The tool itself isn't among Kafka's published jars;
 * this reads with the class by which the tool reads.) No consumer has a part in it.
 *
 * @param next the offset after the last one
 * @param visible records that a consumer of committed records is served
 * @param markers the ends of transactions
 * @param aborted records of transactions that were aborted
 * @param removed offsets of which nothing is left: compaction took their records
 */
public record LogDump(long next, long visible, long markers, long aborted, long removed) {

  /** Offsets that no consumer of committed records is served. */
  public long absent() {
    return markers + aborted + removed;
  }

  /**
   * Dumps a log that retention hasn't shortened, so that it begins at 0, and in which no
   * transaction is open.
   *
   * @throws IOException when the broker takes a file away meanwhile; the next attempt may succeed
   */
  public static LogDump of(Path folder) throws IOException {
    Count count = new Count();
    for (File segment : segments(folder)) {
      try (FileRecords records = FileRecords.open(segment, false)) {
        records.batches().forEach(count::add);
      }
    }
    return count.dump();
  }

  /** Their names are their first offsets, with leading zeros. */
  private static List<File> segments(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .sorted()
          .map(Path::toFile)
          .toList();
    }
  }

  private static final class Count {
    private final Map<Long, Long> openTransactions = new HashMap<>();
    private long next;
    private long visible;
    private long markers;
    private long aborted;
    private long removed;

    void add(RecordBatch batch) {
      for (Record record : batch) {
        removed += record.offset() - next;
        next = record.offset() + 1;
        if (batch.isControlBatch()) {
          end(batch.producerId(), ControlRecordType.parse(record.key()));
        } else if (batch.isTransactional()) {
          openTransactions.merge(batch.producerId(), 1L, Long::sum);
        } else {
          visible++;
        }
      }
      // compaction keeps a batch without its records where a producer's state depends on it
      removed += batch.nextOffset() - next;
      next = batch.nextOffset();
    }

    private void end(long producer, ControlRecordType marker) {
      markers++;
      Long records = openTransactions.remove(producer);
      if (records != null) {
        if (marker == ControlRecordType.ABORT) {
          aborted += records;
        } else {
          visible += records;
        }
      }
    }

    LogDump dump() {
      if (!openTransactions.isEmpty()) {
        throw new IllegalStateException("transactions are open: " + openTransactions);
      }
      if (visible + markers + aborted + removed != next) {
        throw new IllegalStateException("the log's offsets don't go up");
      }
      return new LogDump(next, visible, markers, aborted, removed);
    }
  }
}
