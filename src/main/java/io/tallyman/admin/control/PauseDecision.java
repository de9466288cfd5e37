package io.tallyman.admin.control;

import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.Toggle;
import io.tallyman.event.SourcePartition;
import io.tallyman.store.SettingChange;
import io.tallyman.store.SettingKey;
import io.tallyman.store.SettingStore;
import io.tallyman.store.StoredSetting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an operator's word on a source, on a partition of it or on a rollup does to the settings:
 * after it the target is held back, or goes on, on the host or the fleet that it was said for.
 */
public final class PauseDecision {

  private final ToggleTarget target;
  private final String host;
  private final StoredSetting said;

  /**
   * @param target what is meant
   * @param said who says so, of what kind of target, for whom, when, why and until when; its value
   *     doesn't matter
   */
  public PauseDecision(ToggleTarget target, StoredSetting said) {
    this.target = target;
    this.host = said.key().host();
    this.said = said;
  }

  /** Holds the target back, with all of it that was let go on. */
  public SettingStore.Decision pause() {
    return locked ->
        changes(
            locked,
            row -> isOurs(row) && isWithin(row) && !isPaused(row),
            said(SettingKind.PAUSED, said.until()));
  }

  /**
   * Lets the target go on: forgets what was said of it and its parts. Where something wider holds
   * it back all the same, it is excepted from that, for as long as that lasts. What is said on a
   * host stays, except that nothing has to be excepted from a pause that is no more.
   */
  public SettingStore.Decision resume() {
    return locked -> {
      Predicate<StoredSetting> forgotten =
          row ->
              row.holdsAt(said.setAt())
                  && isWithin(row)
                  && (isOurs(row) || (host.isEmpty() && !isPaused(row)));
      List<StoredSetting> rest = new ArrayList<>(locked);
      rest.removeIf(row -> forgotten.test(row) || !row.key().isFor(host));
      rest.removeIf(row -> !row.holdsAt(said.setAt()));
      List<@Nullable Instant> ends = endsOfWhatHolds(rest);
      return changes(
          locked, forgotten, ends.isEmpty() ? null : said(SettingKind.RUNNING, latest(ends)));
    };
  }

  /** Until when each pause lasts that would hold the target back. */
  private List<@Nullable Instant> endsOfWhatHolds(List<StoredSetting> rest) {
    if (target.partition().isPresent()) {
      ConsumerToggles view = new ConsumerToggles();
      view.replace(ConsumerEffect.toggles(rest));
      SourcePartition partition =
          new SourcePartition(target.name(), "", target.partition().getAsInt());
      Optional<Toggle> pause = view.pauseOf(partition);
      List<@Nullable Instant> ends = new ArrayList<>();
      pause.ifPresent(toggle -> ends.add(toggle.origin().until()));
      return ends;
    }
    List<@Nullable Instant> ends = new ArrayList<>();
    rest.stream()
        .filter(row -> isWithin(row) && isPaused(row))
        .forEach(row -> ends.add(row.until()));
    return ends;
  }

  private static @Nullable Instant latest(List<@Nullable Instant> ends) {
    Instant latest = null;
    for (Instant end : ends) {
      if (end == null) {
        return null;
      }
      latest = latest == null || end.isAfter(latest) ? end : latest;
    }
    return latest;
  }

  private StoredSetting said(String value, @Nullable Instant until) {
    SettingKey key = new SettingKey(said.key().kind(), target.code(), host);
    return new StoredSetting(key, value, said.reason(), said.setBy(), said.setAt(), until);
  }

  private static List<SettingChange> changes(
      List<StoredSetting> locked,
      Predicate<StoredSetting> forgotten,
      @Nullable StoredSetting after) {
    List<SettingChange> changes = new ArrayList<>();
    StoredSetting before = null;
    for (StoredSetting row : locked) {
      if (after != null && row.key().equals(after.key())) {
        before = row;
      } else if (forgotten.test(row)) {
        changes.add(new SettingChange(row, null));
      }
    }
    if (after != null) {
      changes.add(new SettingChange(before, after));
    }
    return changes;
  }

  private boolean isOurs(StoredSetting row) {
    return row.key().host().equals(host);
  }

  private boolean isWithin(StoredSetting row) {
    return ToggleTarget.parse(row.key().target()).filter(target::covers).isPresent();
  }

  private static boolean isPaused(StoredSetting row) {
    return row.value().equals(SettingKind.PAUSED);
  }
}
