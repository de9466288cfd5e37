package io.tallyman.admin.control;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import io.tallyman.store.SettingChange;
import io.tallyman.store.SettingKey;
import io.tallyman.store.SettingStore;
import io.tallyman.store.StoredSetting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was done on this host and isn't in the store yet. Thread-safe. */
final class Unwritten {

  private static final Logger LOG = LoggerFactory.getLogger(Unwritten.class);
  private static final int PATIENCE_SECONDS = 2;
  private static final int MOST_ENTRIES = 1_000;
  private static final int MOST_AT_ONCE = 100;

  private record Change(SettingChange change, ActionNote note) {

    /** What is to be written, given the rows as they stand; nothing where all is so already. */
    List<SettingChange> on(List<StoredSetting> locked) {
      StoredSetting before =
          locked.stream().filter(row -> row.key().equals(change.key())).findFirst().orElse(null);
      return Objects.equals(before, change.after())
          ? List.of()
          : List.of(new SettingChange(before, change.after()));
    }
  }

  private final SettingStore store;
  private final ReentrantLock writing = new ReentrantLock();

  // both only under this object's lock, which is never held while the store is asked
  private final Map<SettingKey, Change> changes = new LinkedHashMap<>();
  private final Deque<AuditEntry> entries = new ArrayDeque<>();
  private String cause = "";
  private long dropped;

  Unwritten(SettingStore store) {
    this.store = store;
  }

  /** A later change of the same setting takes the place of an earlier one. */
  synchronized void add(List<SettingChange> done, ActionNote note) {
    done.forEach(change -> changes.put(change.key(), new Change(change, note)));
  }

  /** Of a store that is away for very long the oldest entries are let go. */
  synchronized void add(AuditEntry entry) {
    entries.addLast(entry);
    if (entries.size() > MOST_ENTRIES) {
      drop(entries.removeFirst());
    }
  }

  /** One that must not push out what was done. */
  synchronized void addAttempt(AuditEntry entry) {
    if (entries.size() < MOST_ENTRIES / 2) {
      entries.addLast(entry);
    } else {
      drop(entry);
    }
  }

  private void drop(AuditEntry entry) {
    dropped++;
    if (dropped % MOST_ENTRIES == 1) {
      LOG.warn(
          "The audit will lack lines ({} so far), because the database has been away for too long:"
              + " {} {} by {} at {}: {}",
          dropped,
          entry.note().action(),
          entry.target(),
          entry.note().who(),
          entry.note().at(),
          entry.outcome());
    }
  }

  /** How many entries were let go since this was asked last. */
  synchronized long takeDropped() {
    long lacking = dropped;
    dropped = 0;
    return lacking;
  }

  synchronized boolean holds(SettingKey key) {
    return changes.containsKey(key);
  }

  /** These settings with what isn't written yet in the place of what is. */
  synchronized List<StoredSetting> over(List<StoredSetting> written) {
    if (changes.isEmpty()) {
      return written;
    }
    Map<SettingKey, StoredSetting> rows = new TreeMap<>();
    written.forEach(row -> rows.put(row.key(), row));
    for (Change each : changes.values()) {
      StoredSetting after = each.change().after();
      if (after == null) {
        rows.remove(each.change().key());
      } else {
        rows.put(after.key(), after);
      }
    }
    return List.copyOf(rows.values());
  }

  synchronized Optional<String> trouble() {
    int waiting = changes.size() + (cause.isEmpty() ? 0 : entries.size());
    return waiting == 0
        ? Optional.empty()
        : Optional.of(
            waiting
                + " changes or lines of the audit of this host aren't remembered yet: they are"
                + " written as"
                + " soon as the database answers, and forgotten if the service ends before"
                + (cause.isEmpty() ? "" : " (" + cause + ")"));
  }

  /**
   * Writes all of it, as far as the store answers.
   *
   * @param written is told what became of each
   * @return whether nothing is left
   */
  boolean write(Consumer<List<SettingChange>> written) {
    try {
      if (!writing.tryLock(PATIENCE_SECONDS, SECONDS)) {
        return false; // somebody else is at it, and the store is slow
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      writeChanges(written);
      writeEntries();
      setCause("");
      return true;
    } catch (StoreUnavailable e) {
      setCause(String.valueOf(e.getMessage())); // the next round tries again
      return false;
    } finally {
      writing.unlock();
    }
  }

  private void writeChanges(Consumer<List<SettingChange>> written) {
    for (Change each : snapshot()) {
      SettingKey key = each.change().key();
      store.change(key.kind(), each.note(), each::on);
      written.accept(List.of(each.change()));
      forget(key, each);
    }
  }

  private synchronized void setCause(String why) {
    cause = why;
  }

  private synchronized List<Change> snapshot() {
    return List.copyOf(changes.values());
  }

  /** Unless it was changed again while it was written. */
  private synchronized void forget(SettingKey key, Change change) {
    changes.remove(key, change);
  }

  private void writeEntries() {
    for (List<AuditEntry> first = firstEntries(); !first.isEmpty(); first = firstEntries()) {
      store.audit(first);
      forget(first);
    }
  }

  private synchronized List<AuditEntry> firstEntries() {
    return entries.stream().limit(MOST_AT_ONCE).toList();
  }

  private synchronized void forget(List<AuditEntry> written) {
    written.forEach(entries::removeFirstOccurrence);
  }
}
