package io.tallyman.smoke;

import io.tallyman.store.FleetStanding;
import io.tallyman.store.StoredHost;
import io.tallyman.store.StoredPosition;
import io.tallyman.store.StoredSetting;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why events aren't counted, as far as the database knows: a sentence for each thing that keeps
 * them.
 */
record Reasons(Books books, Clock clock) {

  /** A host tells every five seconds that it is there. */
  private static final Duration SILENT = Duration.ofSeconds(20);

  /** Who is there; empty where nobody is. */
  List<String> hosts() {
    return books.fleet().hosts().stream()
        .filter(host -> host.silent().compareTo(SILENT) <= 0)
        .map(host -> host.note().host())
        .toList();
  }

  /** Why nobody counts; one sentence. */
  String nobody() {
    List<StoredHost> known = books.fleet().hosts();
    String when =
        known.isEmpty()
            ? "none was ever heard of in this database"
            : known.stream()
                .map(host -> host.note().host() + " was heard of last at " + host.seen())
                .collect(Collectors.joining(", "));
    return "no host of the service is running: "
        + when
        + "; start one, with sources.smoke.enabled true";
  }

  /** All that is known. */
  List<String> all() {
    FleetStanding fleet = books.fleet();
    List<String> hosts = hosts();
    List<String> reasons = new ArrayList<>();
    if (hosts.isEmpty()) {
      reasons.add(nobody());
    }
    fleet.settings().stream()
        .filter(setting -> setting.holdsAt(clock.instant()) && isOfSmoke(setting))
        .forEach(setting -> reasons.add(sentence(setting)));
    List<StoredPosition> positions = books.positions();
    if (positions.isEmpty()) {
      reasons.add(
          "no host has taken the source smoke up yet; see that it is switched on where they run"
              + " (TALLYMAN_SMOKE=true; heard of: "
              + String.join(", ", hosts)
              + "), and what their /status says of it");
    } else {
      positions.forEach(position -> reasons.add(sentence(position)));
    }
    reasons.addAll(books.complaints());
    return reasons;
  }

  private static boolean isOfSmoke(StoredSetting setting) {
    String target = setting.key().target();
    return target.equals(SmokeRollup.NAME)
        || target.equals(SmokeRollup.SOURCE)
        || target.startsWith(SmokeRollup.SOURCE + "/");
  }

  private static String sentence(StoredSetting setting) {
    return setting.key().kind()
        + " "
        + setting.key().target()
        + " is "
        + setting.value()
        + " for "
        + (setting.key().isOfFleet() ? "the fleet" : setting.key().host())
        + " since "
        + setting.setAt()
        + " by "
        + setting.setBy()
        + (setting.reason().isEmpty() ? "" : " (" + setting.reason() + ")");
  }

  private static String sentence(StoredPosition position) {
    return "partition "
        + position.partition().number()
        + " is counted up to offset "
        + position.nextOffset()
        + (position.owner() == null ? ", and nobody has claimed it" : ", by " + position.owner())
        + (position.countedUntil() == null ? "" : ", complete until " + position.countedUntil());
  }
}
