package io.tallyman.admin;

import io.tallyman.store.AuditEntry;
import io.tallyman.store.FleetStanding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only the database knows. {@link #read} may wait for the database; the admin port calls it on
 * a thread of its own, one call at a time, and waits for it no longer than it can afford.
 */
public interface StoredFacts {

  /**
   * Reads them all.
   *
   * @throws Exception when the database can't answer; the message says why
   */
  Facts read() throws Exception;

  /**
   * All that is shown from the database.
   *
   * @param rollups the registered versions of the rollups
   * @param deadLetters open dead letters, counted by source and reason
   * @param losses lost offsets that no operator has settled, the oldest first
   * @param fleet all hosts, and all that is set for them
   * @param audit the newest lines of the audit, the newest first
   */
  record Facts(
      List<RollupVersion> rollups,
      List<DeadLetters> deadLetters,
      List<LostRange> losses,
      FleetStanding fleet,
      List<AuditEntry> audit) {

    public Facts {
      rollups = List.copyOf(rollups);
      deadLetters = List.copyOf(deadLetters);
      losses = List.copyOf(losses);
      audit = List.copyOf(audit);
    }
  }

  /**
   * One version of a rollup.
   *
   * @param name the rollup's name
   * @param version the hash of its definition
   * @param state what the database says of it: {@code ready}, ...
   * @param completeUntil every record that was in the topic at this time is counted; null where
   *     that isn't known, or where the rollup's view doesn't read this version
   * @param note one sentence for the operator, where the view shows this version and hosts with
   *     this configuration feed another; else empty
   * @param ledger what it has counted, its cells not added up; null where it is retired
   */
  record RollupVersion(
      String name,
      String version,
      String state,
      @Nullable Instant completeUntil,
      String note,
      @Nullable LedgerView ledger) {}

  /**
   * How many dead letters wait.
   *
   * @param source the source that they come from
   * @param reason why they were rejected, as {@code RejectReason.code()} has it
   * @param count how many
   */
  record DeadLetters(String source, String reason, long count) {}

  /**
   * A range of offsets that was lost.
   *
   * @param source the source
   * @param partition the partition's number
   * @param firstOffset the first offset of the range
   * @param nextOffset the offset after the range
   * @param kind how it was lost, as {@code Loss.Kind.code()} has it
   * @param detail one sentence
   * @param recordedAt when it was written down
   */
  record LostRange(
      String source,
      int partition,
      long firstOffset,
      long nextOffset,
      String kind,
      String detail,
      Instant recordedAt) {}
}
