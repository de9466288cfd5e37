package io.tallyman.admin.control;

import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import io.tallyman.store.FleetStanding;
import io.tallyman.store.HostNote;
import io.tallyman.store.SettingChange;
import io.tallyman.store.SettingKey;
import io.tallyman.store.SettingStore;
import io.tallyman.store.StoredHost;
import io.tallyman.store.StoredSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Settings that several hosts share in memory, with a store that a test takes away. */
public final class MemorySettings implements SettingStore {

  private final Map<SettingKey, StoredSetting> rows = new TreeMap<>();
  private final Map<String, StoredHost> hosts = new TreeMap<>();
  private final List<String> audit = new ArrayList<>();
  private final List<Instant> forgotten = new ArrayList<>();
  private final List<HostNote> notes = new ArrayList<>();
  private Runnable duringRead = () -> {};
  private boolean away;

  /** From now on nobody is answered, or everybody is. */
  public synchronized void setAway(boolean away) {
    this.away = away;
  }

  /** What happens while the next read is under way, after it has seen the rows. */
  synchronized void duringNextRead(Runnable happens) {
    duringRead = happens;
  }

  /** As another version, or somebody with a client, writes it. */
  public synchronized void put(StoredSetting row) {
    rows.put(row.key(), row);
  }

  /** {@code who: action target: before -> after}, one for each line of the audit. */
  public synchronized List<String> audit() {
    return List.copyOf(audit);
  }

  synchronized List<HostNote> notes() {
    return List.copyOf(notes);
  }

  @Override
  public List<StoredSetting> settings() {
    List<StoredSetting> seen;
    Runnable happens;
    synchronized (this) {
      requireThere();
      seen = List.copyOf(rows.values());
      happens = duringRead;
      duringRead = () -> {};
    }
    happens.run();
    return seen;
  }

  @Override
  public synchronized FleetStanding fleet() {
    requireThere();
    return new FleetStanding(List.copyOf(rows.values()), List.copyOf(hosts.values()));
  }

  @Override
  public synchronized List<SettingChange> change(String kind, ActionNote note, Decision decision) {
    requireThere();
    List<SettingChange> changes =
        decision.on(rows.values().stream().filter(row -> row.key().kind().equals(kind)).toList());
    for (SettingChange change : changes) {
      StoredSetting after = change.after();
      if (after == null) {
        rows.remove(change.key());
      } else {
        rows.put(after.key(), after);
      }
      audit(AuditEntry.of(note, change));
    }
    return changes;
  }

  @Override
  public synchronized void audit(List<AuditEntry> entries) {
    requireThere();
    entries.forEach(this::audit);
  }

  /** Twice a whole piece, and then the rest. */
  @Override
  public synchronized boolean forgetAudit(Instant before) {
    requireThere();
    forgotten.add(before);
    return forgotten.size() < 3;
  }

  synchronized List<Instant> forgotten() {
    return List.copyOf(forgotten);
  }

  private void audit(AuditEntry entry) {
    audit.add(
        "%s: %s %s %s: '%s' -> '%s' %s%s"
            .formatted(
                entry.note().who(),
                entry.note().action(),
                entry.scope(),
                entry.target(),
                entry.before(),
                entry.after(),
                entry.outcome(),
                entry.note().requestId().isEmpty() ? "" : " [" + entry.note().requestId() + "]"));
  }

  @Override
  public synchronized boolean note(HostNote note) {
    requireThere();
    notes.add(note);
    StoredHost before = hosts.put(note.host(), new StoredHost(note, Instant.EPOCH, Duration.ZERO));
    return before != null && before.note().started().equals(note.started());
  }

  private void requireThere() {
    if (away) {
      throw new StoreUnavailable(
          "the database is away. Nothing was changed", new IllegalStateException("away"));
    }
  }
}
