package io.tallyman.simulate.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The log of one partition. Every offset from 0 to the end has an entry, and remembers what stood
 * there before.
 */
public final class PartitionLog {

  /**
   * Where an epoch's entries end.
   *
   * @param epoch the epoch that answers: the asked one, or the largest before it
   * @param end the offset after its last entry
   */
  record EpochEnd(int epoch, long end) {}

  /**
   * That the log was cut off.
   *
   * @param from the offset from which on it lost its entries
   * @param epoch the epoch of the leader that had no more
   * @param unseen whether nobody could notice: who read it stood still, or knew no leader epoch
   */
  public record Cut(long from, int epoch, boolean unseen) {

    /** Whether it took an entry away, and nobody could notice. */
    public boolean hides(LogEntry read) {
      return unseen && from <= read.offset() && read.leaderEpoch() < epoch;
    }
  }

  private record EpochStart(int epoch, long offset) {}

  private static final byte[] NOTHING = new byte[0];

  private final List<LogEntry> entries = new ArrayList<>(); // by offset
  private final Map<Long, List<LogEntry>> past = new TreeMap<>();
  private final List<EpochStart> epochs = new ArrayList<>(List.of(new EpochStart(0, 0)));
  private long start;
  private int epoch;
  private long openSince = -1;
  private boolean away;
  private final List<Cut> cuts = new ArrayList<>();

  PartitionLog() {}

  // ---- what is there

  /** The first offset that is still there. */
  public long start() {
    return start;
  }

  /** The offset after the last entry. */
  public long end() {
    return entries.size();
  }

  /** The offset before which every transaction has ended: where reading and looking end. */
  public long stableEnd() {
    return openSince < 0 ? end() : openSince;
  }

  /** The epoch of the leader. */
  public int leaderEpoch() {
    return epoch;
  }

  /** Whether nobody leads the partition now, so that it can't be read, nor looked at. */
  public boolean isAway() {
    return away;
  }

  /** What stands at this offset now, or null where the log doesn't have it. */
  public @Nullable LogEntry at(long offset) {
    return offset < start || offset >= end() ? null : entries.get((int) offset);
  }

  /** All that ever stood at this offset, in order; what stands there now, or did last, is last. */
  public List<LogEntry> everAt(long offset) {
    List<LogEntry> ever = new ArrayList<>(past.getOrDefault(offset, List.of()));
    if (offset >= 0 && offset < end()) {
      ever.add(entries.get((int) offset));
    }
    return ever;
  }

  /** The offset after the last one that ever had an entry. */
  public long everEnd() {
    long last = past.keySet().stream().mapToLong(Long::longValue).max().orElse(-1);
    return Math.max(end(), last + 1);
  }

  /** What can be read from an offset that the log has, so many entries at most. */
  List<LogEntry> read(long from, int most) {
    long to = Math.min(stableEnd(), from + most);
    return from >= to ? List.of() : List.copyOf(entries.subList((int) from, (int) to));
  }

  /** Where the entries of this epoch end; null where no leader of it is known here. */
  @Nullable EpochEnd endOf(int asked) {
    EpochStart last = epochs.get(epochs.size() - 1);
    if (asked >= last.epoch()) {
      return asked == last.epoch() ? new EpochEnd(asked, end()) : null;
    }
    int answering = asked;
    for (EpochStart each : epochs) {
      if (each.epoch() > asked) {
        return new EpochEnd(answering, each.offset());
      }
      answering = each.epoch();
    }
    throw new IllegalStateException("epochs out of order: " + epochs);
  }

  // ---- what happens to it

  /** A record is written. @return its offset */
  public long append(byte[] value, long timestamp) {
    return append(LogEntry.Kind.RECORD, value, timestamp);
  }

  /** A record is written whose transaction will be given up. @return its offset */
  public long appendAborted(byte[] value, long timestamp) {
    return append(LogEntry.Kind.ABORTED, value, timestamp);
  }

  /** The mark of a transaction's end is written. @return its offset */
  public long appendMarker(long timestamp) {
    return append(LogEntry.Kind.MARKER, NOTHING, timestamp);
  }

  private long append(LogEntry.Kind kind, byte[] value, long timestamp) {
    LogEntry entry = new LogEntry(end(), epoch, timestamp, kind, value);
    entries.add(entry);
    return entry.offset();
  }

  /** A transaction begins, which holds back all that is written from now on. */
  public void openTransaction() {
    if (openSince < 0) {
      openSince = end();
    }
  }

  /** The transaction ends, with its marker. */
  public void closeTransaction(long timestamp) {
    if (openSince >= 0) {
      openSince = -1;
      appendMarker(timestamp);
    }
  }

  /**
   * Compaction takes what stands at an offset. It leaves the log's last entry alone, as the cleaner
   * does with the active segment.
   *
   * @return whether it took something
   */
  public boolean compact(long offset) {
    LogEntry there = at(offset);
    if (there == null || there.kind() == LogEntry.Kind.COMPACTED || offset >= stableEnd() - 1) {
      return false;
    }
    remember(there);
    entries.set((int) offset, there.compacted());
    return true;
  }

  /** Retention deletes what is before an offset. */
  public void deleteBefore(long offset) {
    start = Math.max(start, Math.min(offset, stableEnd()));
    while (epochs.size() > 1 && epochs.get(1).offset() <= start) {
      epochs.remove(0);
    }
    epochs.set(0, new EpochStart(epochs.get(0).epoch(), Math.max(start, epochs.get(0).offset())));
  }

  /** Another leader takes over, and has everything. */
  public void newLeader() {
    epoch++;
    begin(new EpochStart(epoch, end()));
  }

  /** Another leader takes over that has nothing from this offset on. */
  public void truncate(long offset) {
    truncate(offset, false);
  }

  /** The same, and whether it is {@link Cut#unseen}. */
  public void truncate(long offset, boolean unseen) {
    long kept = Math.max(start, Math.min(offset, end()));
    List<LogEntry> gone = entries.subList((int) kept, entries.size());
    if (!gone.isEmpty()) {
      cuts.add(new Cut(kept, epoch + 1, unseen));
    }
    gone.forEach(this::remember);
    gone.clear();
    if (openSince >= kept) {
      openSince = -1; // the transaction is gone as well
    }
    newLeader();
  }

  /** Where it lost entries at its end, in that order. */
  public List<Cut> cuts() {
    return cuts;
  }

  private void begin(EpochStart begun) {
    epochs.removeIf(each -> each.offset() >= begun.offset()); // epochs in which nothing was written
    epochs.add(begun);
  }

  private void remember(LogEntry entry) {
    past.computeIfAbsent(entry.offset(), offset -> new ArrayList<>()).add(entry);
  }

  /** Whether somebody leads the partition. */
  public void setAway(boolean away) {
    this.away = away;
  }
}
