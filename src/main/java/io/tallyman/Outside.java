package io.tallyman;

import ch.qos.logback.classic.LoggerContext;
import io.dropwizard.core.setup.Environment;
import io.tallyman.activity.Activity;
import io.tallyman.activity.Announcer;
import io.tallyman.activity.HealthWatch;
import io.tallyman.activity.Webhook;
import io.tallyman.activity.WebhookCall;
import io.tallyman.activity.WebhookSettings;
import io.tallyman.admin.BuildVersion;
import io.tallyman.admin.control.Controls;
import io.tallyman.log.ErrorTracker;
import io.tallyman.log.Secrets;
import io.tallyman.store.AuditEntry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wires what leaves this process unasked: errors to a tracker, activity to a webhook; each where
 * {@code config.yml} says so. No secret of the configuration is in either.
 */
final class Outside {

  private final Settings settings;
  private final Secrets secrets;
  private final String host;
  private final String version;
  private final Clock clock;

  Outside(Settings settings, Secrets secrets, Identity identity, BuildVersion build, Clock clock) {
    this.settings = settings;
    this.secrets = secrets;
    this.host = identity.host();
    this.version = build.version() + " (" + build.commit() + ")";
    this.clock = clock;
  }

  /** To be called before any part is managed: whatever fails from here on is sent. */
  void sendErrors(Environment environment, LoggerContext loggers) {
    environment
        .lifecycle()
        .manage(new ErrorTracker(settings.errors(), "tallyman@" + version, host, secrets, loggers));
  }

  /**
   * To be called when all parts are managed: "has started" is told once they have, "stops" before
   * they do.
   */
  void tellActivity(Environment environment, Controls controls) {
    WebhookSettings told = settings.activity();
    if (!told.tells()) {
      return;
    }
    Webhook webhook = new Webhook(new WebhookCall(told, secrets), clock);
    Announcer announcer = new Announcer(webhook, host, told.environment(), version, clock);
    controls.announceTo(
        entry -> {
          if (entry.outcome().startsWith("done")) {
            announcer.tell(activity(entry));
          }
        });
    environment.lifecycle().manage(webhook);
    environment.lifecycle().manage(announcer);
    environment
        .lifecycle()
        .manage(new HealthWatch(environment.healthChecks()::runHealthChecks, announcer, clock));
  }

  private static Activity activity(AuditEntry entry) {
    String target = entry.target() + (entry.scope().equals("fleet") ? " of the fleet" : "");
    String reason = entry.note().reason().isEmpty() ? "" : " (" + entry.note().reason() + ")";
    String outcome = entry.outcome().equals("done") ? "" : ", " + entry.outcome();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("who", entry.note().who());
    fields.put("action", entry.note().action());
    fields.put("target", entry.target());
    fields.put("scope", entry.scope());
    fields.put("before", entry.before());
    fields.put("after", entry.after());
    fields.put("reason", entry.note().reason());
    fields.put("outcome", entry.outcome());
    fields.put("request_id", entry.note().requestId());
    return new Activity(
        entry.note().at(),
        entry.note().action().startsWith("repl ") ? "repl" : "setting",
        entry.note().who()
            + ": "
            + entry.note().action()
            + " "
            + target
            + change(entry)
            + outcome
            + reason,
        fields);
  }

  private static String change(AuditEntry entry) {
    return entry.before().isEmpty() && entry.after().isEmpty()
        ? ""
        : ": " + shown(entry.before()) + " -> " + shown(entry.after());
  }

  private static String shown(String value) {
    return value.isEmpty() ? "nothing set" : value;
  }
}
