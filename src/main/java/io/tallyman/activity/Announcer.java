package io.tallyman.activity;

import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * This host, as people are told of it: that it starts and stops, and before all that happens on it
 * its name, its environment and its version.
 */
public final class Announcer implements ActivityLog, Managed {

  private final ActivityLog log;
  private final String host;
  private final String environment;
  private final String version;
  private final Clock clock;

  /**
   * @param log is told, with the host's name
   * @param host the name of this host
   * @param environment which of several environments this is; may be empty
   * @param version which build this is
   * @param clock the time of day
   */
  public Announcer(ActivityLog log, String host, String environment, String version, Clock clock) {
    this.log = log;
    this.host = host;
    this.environment = environment;
    this.version = version;
    this.clock = clock;
  }

  @Override
  public void tell(Activity activity) {
    String place = environment.isEmpty() ? host : host + " (" + environment + ")";
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("host", host);
    fields.put("environment", environment);
    fields.put("version", version);
    fields.putAll(activity.fields());
    log.tell(new Activity(activity.at(), activity.kind(), place + ": " + activity.text(), fields));
  }

  @Override
  public void start() {
    deploy("has started", "started");
  }

  @Override
  public void stop() {
    deploy("stops", "stopping");
  }

  private void deploy(String does, String state) {
    tell(
        new Activity(
            clock.instant(), "deploy", "Tallyman " + version + " " + does, Map.of("state", state)));
  }
}
