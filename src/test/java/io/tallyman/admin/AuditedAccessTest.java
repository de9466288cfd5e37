package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.access.AccessLog;
import io.tallyman.access.Attempt;
import io.tallyman.access.Caller;
import io.tallyman.access.Level;
import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.MemorySettings;
import io.tallyman.admin.control.SettingsPart;
import io.tallyman.admin.control.SettingsParts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class AuditedAccessTest {

  private static final Caller DEPLOY =
      new Caller("deploy", Level.DANGEROUS, Caller.Means.SIGNATURE);
  private static final Caller LOCAL =
      new Caller("127.0.0.1", Level.DANGEROUS, Caller.Means.UNASKED);

  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final MemorySettings settings = new MemorySettings();
  private final Controls controls = new Controls(settings, "host-1", clock);
  private final List<String> logged = new ArrayList<>();
  private final AuditedAccess access =
      new AuditedAccess(
          new AccessLog() {
            @Override
            public void allowed(Caller caller, Attempt attempt) {
              logged.add(caller.name() + " " + attempt);
            }

            @Override
            public void refused(Attempt attempt, int status, String reason) {
              logged.add(attempt + " " + status + " " + reason);
            }
          },
          controls,
          clock);

  @AfterEach
  void forgetTheRequest() {
    MDC.clear();
  }

  private static Attempt attempt(String path) {
    return new Attempt("POST", path, "10.0.0.9");
  }

  private List<String> written() {
    SettingsPart part = SettingsParts.of(controls, settings, clock);
    part.start();
    part.stopSoon();
    return settings.audit();
  }

  @Test
  void shouldTellOfWhoeverWasRefusedWithTheIdOfTheRequest() {
    MDC.put("request_id", "r-17");
    access.refused(attempt("/tasks/gc"), 401, "the signature is another one");

    assertThat(written())
        .containsExactly(
            "somebody at 10.0.0.9: refused host POST /tasks/gc: '' -> '' 401: the signature is"
                + " another one [r-17]");
    assertThat(logged)
        .containsExactly("POST /tasks/gc from 10.0.0.9 401 the signature is another one");
  }

  @Test
  void shouldTellOfWhatWasAllowedWhereNothingElseTellsOfIt() {
    access.allowed(DEPLOY, attempt("/tasks/gc"));
    access.allowed(LOCAL, attempt("/tasks/gc"));
    access.allowed(DEPLOY, attempt("/tasks/consumer"));

    assertThat(written())
        .containsExactly(
            "operator at 10.0.0.9 (key deploy): request host POST /tasks/gc: '' -> '' allowed",
            "operator at 127.0.0.1: request host POST /tasks/gc: '' -> '' allowed");
    assertThat(logged).hasSize(3);
  }

  @Test
  void shouldHoldNobodyUpWhileTheDatabaseIsAway() {
    settings.setAway(true);
    access.refused(attempt("/tasks/gc"), 403, "too low");
    assertThat(logged).hasSize(1);

    settings.setAway(false);
    assertThat(written()).hasSize(1);
  }
}
