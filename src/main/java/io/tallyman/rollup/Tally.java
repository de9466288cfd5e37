package io.tallyman.rollup;

import io.tallyman.event.RejectReason;
import io.tallyman.event.Row;
import io.tallyman.event.SourcePartition;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A batch while it grows: takes in what Kafka serves, record by record and in the order of each
 * partition's offsets, and becomes a {@link Batch} once. Its answers depend on offsets and bytes
 * only. Not thread-safe.
 */
public final class Tally {

  /** MySQL's DATETIME begins here (MySQL manual, 13.2.2). */
  private static final long FIRST_MILLIS =
      LocalDateTime.of(1000, 1, 1, 0, 0).toInstant(ZoneOffset.UTC).toEpochMilli();

  /** MySQL's DATETIME ends before this. */
  private static final long END_MILLIS =
      LocalDateTime.of(10_000, 1, 1, 0, 0).toInstant(ZoneOffset.UTC).toEpochMilli();

  private static final long LETTER_OVERHEAD = 512;
  private static final long HEADER_OVERHEAD = 64;

  private final EventTime eventTime;
  private final List<Rollup> deciding;
  private final List<RollupTally> rollups;
  private final Map<SourcePartition, PartitionTally> partitions = new HashMap<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private long records;
  private long deadLetterBytes;

  /**
   * @param eventTime where an event's time comes from
   * @param rollups all rollups of one source
   */
  public Tally(EventTime eventTime, List<Rollup> rollups) {
    this(eventTime, rollups, rollup -> true);
  }

  /**
   * A tally that leaves rollups out: it has no cells and no outcomes of them, so that the ledger
   * doesn't say that they have counted its offsets. They decide all the same what is rejected: what
   * becomes of a record in one rollup must not depend on whether another was paused.
   *
   * @param rollups all rollups of one source
   * @param counts whether it counts for one of them
   */
  public Tally(EventTime eventTime, List<Rollup> rollups, Predicate<Rollup> counts) {
    this.eventTime = eventTime;
    this.deciding = List.copyOf(rollups);
    this.rollups = rollups.stream().filter(counts).map(RollupTally::new).toList();
  }

  /**
   * Opens a partition at the offset where its counting goes on. Each is opened once, before its
   * first record.
   */
  public void open(SourcePartition partition, UUID topicId, long ownerEpoch, long firstOffset) {
    PartitionTally opened =
        new PartitionTally(partition, topicId, ownerEpoch, firstOffset, rollups.size());
    if (partitions.putIfAbsent(partition, opened) != null) {
      throw new IllegalStateException(partition + " is in this batch already");
    }
  }

  /** Whether this partition was opened in this batch. */
  public boolean has(SourcePartition partition) {
    return partitions.containsKey(partition);
  }

  /**
   * Why these fields can't be counted by any rollup, or null where they can. Decided once for all
   * rollups of the source, before anything else, so that a dead letter is rejected everywhere.
   */
  public @Nullable RejectReason rejection(Row row, long recordMillis) {
    Long time = eventTime.of(row, recordMillis);
    if (time == null) {
      return RejectReason.NO_EVENT_TIME;
    } else if (time < FIRST_MILLIS || time >= END_MILLIS) {
      return RejectReason.EVENT_TIME_OUT_OF_RANGE;
    }
    for (Rollup each : deciding) {
      RejectReason reason = each.rejection(row);
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  /**
   * Takes note that Kafka has served so many records of the partition. Called once for what a poll
   * returned, before any of them is looked at: one that is lost on the way to its outcome is still
   * served, and the batch doesn't balance.
   */
  public void serve(SourcePartition partition, int number) {
    opened(partition).serve(number);
    records += number;
  }

  /**
   * Takes note that the partition's next record stands at this offset: those between it and the one
   * before are absent. Called for each record, before it is counted or rejected.
   */
  public void reach(SourcePartition partition, long offset) {
    opened(partition).reach(offset);
  }

  /** Counts a record that has no {@link #rejection}. */
  public void count(SourcePartition partition, long recordMillis, Row row) {
    PartitionTally at = opened(partition);
    long eventMillis = Objects.requireNonNull(eventTime.of(row, recordMillis), "eventTime");
    for (int i = 0; i < rollups.size(); i++) {
      RollupTally rollup = rollups.get(i);
      Outcome outcome = rollup.outcome(eventMillis, recordMillis, row);
      at.note(i, outcome);
      if (outcome == Outcome.COUNTED) {
        rollup.count(eventMillis, row);
      }
    }
  }

  /** Takes in a record that can't be counted. */
  public void reject(DeadLetter letter) {
    PartitionTally at = opened(letter.partition());
    for (int i = 0; i < rollups.size(); i++) {
      at.note(i, Outcome.REJECTED);
    }
    deadLetters.add(letter);
    deadLetterBytes += bytes(letter);
  }

  /**
   * Takes note of where Kafka goes on after what it has served: offsets up to there that it didn't
   * serve are absent.
   *
   * @param nextOffset what Kafka calls the partition's next offset
   * @param leaderEpoch the leader epoch of the last record, where Kafka tells it
   */
  public void advance(SourcePartition partition, long nextOffset, OptionalInt leaderEpoch) {
    PartitionTally at = opened(partition);
    at.skipTo(nextOffset);
    at.setLeaderEpoch(leaderEpoch);
  }

  /**
   * Takes note that every record that was in the partition at this time is in this batch or an
   * earlier one.
   */
  public void completeUntil(SourcePartition partition, Instant time) {
    opened(partition).setCountedUntil(time);
  }

  private PartitionTally opened(SourcePartition partition) {
    PartitionTally at = partitions.get(partition);
    if (at == null) {
      throw new IllegalStateException(partition + " isn't open in this batch");
    }
    return at;
  }

  /** How many records were served. */
  public long records() {
    return records;
  }

  /** Whether the batch would move nothing and say nothing. */
  public boolean isEmpty() {
    return partitions.isEmpty();
  }

  /** How many cells there are, over all rollups. */
  public int cells() {
    return rollups.stream().mapToInt(RollupTally::size).sum();
  }

  /** About how many bytes of the heap the batch holds. */
  public long bytes() {
    return rollups.stream().mapToLong(RollupTally::bytes).sum() + deadLetterBytes;
  }

  /**
   * The batch; the tally is used up by it.
   *
   * @throws IllegalArgumentException when it doesn't balance, because a record that was served was
   *     neither counted nor rejected
   */
  public Batch toBatch() {
    return new Batch(
        partitions.values().stream().map(each -> each.close(rollups)).toList(),
        rollups.stream().filter(each -> each.size() > 0).map(RollupTally::close).toList(),
        deadLetters);
  }

  private static long bytes(DeadLetter letter) {
    long headers = 0;
    for (DeadLetter.Header header : letter.headers()) {
      headers += HEADER_OVERHEAD + header.name().length() + length(header.value());
    }
    return LETTER_OVERHEAD + length(letter.key()) + length(letter.payload()) + headers;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
