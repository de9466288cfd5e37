package io.tallyman.admin;

import io.tallyman.admin.StatusDocument.Host;
import io.tallyman.admin.StatusDocument.Setting;
import io.tallyman.admin.StatusDocument.ToggledTarget;
import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.Obedience;
import io.tallyman.consume.Toggle;
import io.tallyman.store.FleetStanding;
import io.tallyman.store.StoredHost;
import io.tallyman.store.StoredSetting;
import java.time.Instant;
import java.util.List;

/** What operators have set, as {@code /status} shows it, and which hosts obey. */
final class ShownSettings {

  private ShownSettings() {}

  static List<Setting> of(Controls controls, Instant now) {
    return controls.all().stream()
        .filter(each -> each.holdsAt(now))
        .map(each -> setting(each, controls.isRemembered(each)))
        .toList();
  }

  private static Setting setting(StoredSetting set, boolean remembered) {
    return new Setting(
        set.key().kind(),
        set.key().target(),
        set.value(),
        set.key().isOfFleet() ? null : set.key().host(),
        set.setBy(),
        set.setAt(),
        set.until(),
        set.reason(),
        remembered);
  }

  static ToggledTarget toggle(Toggle toggle) {
    Toggle.Origin origin = toggle.origin();
    return new ToggledTarget(
        toggle.source(),
        toggle.partition().isPresent() ? toggle.partition().getAsInt() : null,
        toggle.paused(),
        origin.fleet() ? "fleet" : "host",
        origin.reason(),
        origin.by(),
        origin.since(),
        origin.until());
  }

  static List<Host> hosts(FleetStanding fleet, Instant now) {
    return fleet.hosts().stream().map(each -> host(each, fleet, now)).toList();
  }

  private static Host host(StoredHost host, FleetStanding fleet, Instant now) {
    String expected = Obedience.expected(fleet.settings(), host.note().host(), now);
    return new Host(
        host.note().host(),
        host.note().version(),
        host.note().started(),
        host.seen(),
        host.silent().toSeconds(),
        host.note().obeyed().equals(expected));
  }

  // ---- as tables for a terminal

  static String toggles(List<ToggledTarget> toggles) {
    TextTable table =
        new TextTable("source", "partition", "is", "for", "since", "until", "by", "reason");
    for (ToggledTarget each : toggles) {
      table.line(
          each.source(),
          each.partition() == null ? "all" : each.partition(),
          each.paused() ? "paused" : "running",
          each.scope(),
          each.since(),
          each.until(),
          each.by(),
          each.reason());
    }
    return table.under("PAUSED");
  }

  static String settings(List<Setting> settings) {
    TextTable table =
        new TextTable(
            "kind", "target", "value", "for", "since", "until", "by", "remembered", "reason");
    for (Setting each : settings) {
      table.line(
          each.kind(),
          each.target(),
          each.value(),
          each.host() == null ? "the fleet" : each.host(),
          each.since(),
          each.until(),
          each.by(),
          each.remembered() ? "yes" : "NOT YET",
          each.reason());
    }
    return table.under("SETTINGS");
  }

  static String hosts(List<Host> hosts) {
    TextTable table =
        new TextTable("host", "version", "started", "seen", "silent seconds", "obeyed");
    for (Host each : hosts) {
      table.line(
          each.host(),
          each.version(),
          each.started(),
          each.seen(),
          each.silentSeconds(),
          each.obeyed() ? "yes" : "NO");
    }
    return table.under("HOSTS");
  }
}
