package io.tallyman.admin.control;

import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.ActionNote;
import io.tallyman.store.AuditEntry;
import io.tallyman.store.SettingChange;
import io.tallyman.store.SettingStore;
import io.tallyman.store.StoredSetting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The settings of this host and of the fleet: what was read last, what was set here and isn't
 * written yet, and what of it holds now. What was read last holds while the store is away; what
 * ends does so by the clock and needs no store. Thread-safe.
 */
public final class Controls {

  /** So long after its end a setting is taken away, so that clocks may differ. */
  private static final Duration SWEEP_AFTER = Duration.ofMinutes(1);

  /**
   * What a change did.
   *
   * @param changes what was changed; empty where all was so already
   * @param remembered whether it is written; else it is as soon as the store answers
   */
  public record Outcome(List<SettingChange> changes, boolean remembered) {}

  /** What one round of obeying needs to know: what holds, and whether the fleet's was ever read. */
  private record InForce(List<StoredSetting> settings, boolean complete) {}

  private final SettingStore store;
  private final String host;
  private final Clock clock;
  private final Unwritten unwritten;
  private final AttemptBudget attempts = new AttemptBudget();
  private final List<SettingEffect> effects = new CopyOnWriteArrayList<>();
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();

  /** An operator doesn't wait for a store that is known to be away. */
  private volatile boolean reachable = true;

  // the rest only under this object's lock, which is never held while the store is asked
  private List<StoredSetting> known = List.of();
  private boolean everRead;
  private long changes;
  private @Nullable InForce obeyed;

  /**
   * @param host the name of this host
   * @param clock the time of day
   */
  public Controls(SettingStore store, String host, Clock clock) {
    this.store = store;
    this.host = host;
    this.clock = clock;
    this.unwritten = new Unwritten(store);
  }

  /** The name of this host. */
  public String host() {
    return host;
  }

  /** From now on this obeys, too; to be said before anything is read. */
  public void obey(SettingEffect effect) {
    effects.add(effect);
  }

  /** From now on this is told of every change that is made here; to be said before there is one. */
  public void announceTo(ChangeListener listener) {
    listeners.add(listener);
  }

  private void announce(ActionNote note, List<SettingChange> done) {
    for (SettingChange change : done) {
      announce(AuditEntry.of(note, change));
    }
  }

  /** Tells of a change that is made, and written into the audit, elsewhere. */
  public void announce(AuditEntry entry) {
    listeners.forEach(listener -> listener.changed(entry));
  }

  /**
   * Changes settings for the fleet: in the store, or not at all.
   *
   * @throws StoreUnavailable when the store can't do it now; the message says what came of it
   */
  public Outcome changeFleet(SettingKind kind, ActionNote note, SettingStore.Decision decision) {
    List<SettingChange> done = store.change(kind.code(), note, decision);
    learn(done);
    announce(note, done);
    return new Outcome(done, true);
  }

  /** Changes settings of this host: at once, and in the store as soon as that answers. */
  public Outcome changeHost(SettingKind kind, ActionNote note, SettingStore.Decision decision) {
    List<SettingChange> done;
    synchronized (this) {
      done = List.copyOf(decision.on(all().stream().filter(kind::isOf).toList()));
      unwritten.add(done, note);
      changes++;
      apply();
    }
    announce(note, done);
    return new Outcome(done, done.isEmpty() || (reachable && write()));
  }

  /** Has the audit tell of something that is no setting; whether it is written already. */
  public boolean audit(AuditEntry entry) {
    unwritten.add(entry);
    announce(entry);
    return write();
  }

  /**
   * Has the audit tell of an attempt that changed nothing here, soon and if its budget allows.
   * Never waits: whoever floods a host with requests that are refused neither fills the table nor
   * holds anybody up.
   */
  public void auditAttempt(AuditEntry entry) {
    if (attempts.spend(clock.instant())) {
      unwritten.addAttempt(entry);
    }
  }

  /** Writes what isn't written yet; whether all is. Waits for the store. */
  boolean write() {
    long leftOut = attempts.takeLeftOut(clock.instant());
    if (leftOut > 0) {
      unwritten.addAttempt(lacking(leftOut + " more attempts in a minute than have their lines"));
    }
    boolean all = unwritten.write(this::learn);
    long dropped = all ? unwritten.takeDropped() : 0;
    if (dropped > 0) {
      unwritten.add(lacking(dropped + " lines before this one that the database was away for"));
    }
    return all;
  }

  /** An audit that lacks lines says so. */
  private AuditEntry lacking(String what) {
    ActionNote note = new ActionNote(clock.instant(), host, "tallyman itself", "left out", "", "");
    return new AuditEntry(note, "", "host", "", "", what);
  }

  private synchronized void learn(List<SettingChange> written) {
    List<StoredSetting> rows = new ArrayList<>(known);
    for (SettingChange change : written) {
      rows.removeIf(row -> row.key().equals(change.key()));
      if (change.after() != null) {
        rows.add(change.after());
      }
    }
    known = rows.stream().sorted((one, other) -> one.key().compareTo(other.key())).toList();
    changes++;
    apply();
  }

  /**
   * Reads what is set, and obeys it. Waits for the store.
   *
   * @throws StoreUnavailable when it doesn't answer; what was known holds on
   */
  void read() {
    long before = changes();
    List<StoredSetting> rows = readAll();
    synchronized (this) {
      if (changes == before) { // else what was read may be older than what was changed meanwhile
        known = List.copyOf(rows);
        everRead = true;
      }
      apply();
    }
  }

  private List<StoredSetting> readAll() {
    try {
      List<StoredSetting> rows = store.settings();
      reachable = true;
      return rows;
    } catch (StoreUnavailable e) {
      reachable = false;
      throw e;
    }
  }

  private synchronized long changes() {
    return changes;
  }

  /** Obeys what holds now: what has ended by the clock ends. Waits for nobody. */
  public synchronized void apply() {
    Instant now = clock.instant();
    List<StoredSetting> settings =
        all().stream()
            .filter(each -> each.key().isFor(host) && each.holdsAt(now))
            .filter(each -> SettingKind.refusal(each).isEmpty())
            .toList();
    InForce inForce = new InForce(settings, everRead);
    if (!inForce.equals(obeyed)) {
      effects.forEach(effect -> effect.apply(settings, everRead));
      obeyed = inForce;
    }
  }

  /** Takes away what has ended a while ago, of any host. Waits for the store. */
  void sweep() {
    Instant now = clock.instant();
    Instant old = now.minus(SWEEP_AFTER);
    List<String> kinds =
        known().stream()
            .filter(each -> !each.holdsAt(old))
            .map(each -> each.key().kind())
            .distinct()
            .toList();
    for (String kind : kinds) {
      ActionNote note = new ActionNote(now, host, "tallyman itself", kind + " lapse", "", "");
      List<SettingChange> ended =
          store.change(
              kind,
              note,
              locked ->
                  locked.stream()
                      .filter(each -> !each.holdsAt(old))
                      .map(each -> new SettingChange(each, null))
                      .toList());
      learn(ended);
      announce(note, ended);
    }
  }

  /** All settings of all hosts that are known, in the order of their keys. */
  public synchronized List<StoredSetting> all() {
    return unwritten.over(known);
  }

  private synchronized List<StoredSetting> known() {
    return known;
  }

  /** What holds on this host. */
  public synchronized List<StoredSetting> inForce() {
    return obeyed == null ? List.of() : obeyed.settings();
  }

  /** Whether a setting is written. */
  public boolean isRemembered(StoredSetting setting) {
    return !unwritten.holds(setting.key());
  }

  /** Why settings aren't obeyed here, or not remembered; empty where all is well. */
  synchronized List<String> troubles() {
    Instant now = clock.instant();
    List<String> troubles = new ArrayList<>();
    all().stream()
        .filter(each -> each.key().isFor(host) && each.holdsAt(now))
        .forEach(each -> SettingKind.refusal(each).ifPresent(troubles::add));
    unwritten.trouble().ifPresent(troubles::add);
    return troubles;
  }
}
