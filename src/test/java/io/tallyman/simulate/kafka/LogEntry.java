package io.tallyman.simulate.kafka;

import java.util.Objects;

/** What stands at one offset of a log. */
public final class LogEntry {

  /** What it is to a consumer that reads what is committed. */
  public enum Kind {
    /** A record that is served. */
    RECORD,
    /** A record of a transaction that was given up: never served. */
    ABORTED,
    /** The mark that a transaction ended. */
    MARKER,
    /** What compaction left: nothing. */
    COMPACTED
  }

  private final long offset;
  private final int leaderEpoch;
  private final long timestamp;
  private final Kind kind;
  private final byte[] value;

  LogEntry(long offset, int leaderEpoch, long timestamp, Kind kind, byte[] value) {
    this.offset = offset;
    this.leaderEpoch = leaderEpoch;
    this.timestamp = timestamp;
    this.kind = Objects.requireNonNull(kind);
    this.value = value;
  }

  public long offset() {
    return offset;
  }

  /** The epoch of the leader that took it. */
  public int leaderEpoch() {
    return leaderEpoch;
  }

  /** In milliseconds since 1970. */
  public long timestamp() {
    return timestamp;
  }

  public Kind kind() {
    return kind;
  }

  /** The record's value; empty where there is none. Not a copy. */
  public byte[] value() {
    return value;
  }

  boolean isServed() {
    return kind == Kind.RECORD;
  }

  LogEntry compacted() {
    return new LogEntry(offset, leaderEpoch, timestamp, Kind.COMPACTED, new byte[0]);
  }

  @Override
  public String toString() {
    return kind + "@" + offset + " (epoch " + leaderEpoch + ")";
  }
}
