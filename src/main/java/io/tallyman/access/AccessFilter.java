package io.tallyman.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets every request of the admin port in, or refuses it. Who was let in is found by {@link
 * Caller#of}.
 */
public final class AccessFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final transient BrowserGuard browsers;
  private final transient Callers callers;
  private final transient RequestBody bodies;
  private final transient AccessLog log;

  public AccessFilter(AccessSettings settings, AccessLog log, Clock clock) {
    this(settings, log, clock, PATIENCE);
  }

  AccessFilter(AccessSettings settings, AccessLog log, Clock clock, Duration patience) {
    this.browsers = new BrowserGuard(settings.hosts());
    this.callers = new Callers(settings, clock);
    this.bodies = new RequestBody(patience, clock);
    this.log = log;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    ReplayedRequest letIn;
    try {
      letIn = letIn(request);
    } catch (Refusal refusal) {
      log.refused(Attempt.of(request), refusal.status(), refusal.reason());
      boolean people = callers.takesPasswordsOver(new RequestFields(request));
      new RefusedAnswer(refusal).write(request, response, people);
      return;
    }
    chain.doFilter(letIn, response);
  }

  /** The way of a request: what needs no proof comes before what does, and the body comes last. */
  private ReplayedRequest letIn(HttpServletRequest request) throws Refusal, IOException {
    RequestFields fields = new RequestFields(request);
    Optional<Level> needed = AccessRules.needed(request.getMethod(), fields.path());
    if (needed.isEmpty()) {
      // Load balancers address a host by its number, and have neither credentials nor a body.
      return new ReplayedRequest(request, new byte[0]);
    }
    boolean changing = !AccessRules.isReading(request.getMethod());
    browsers.checkHost(fields);
    if (changing) {
      browsers.checkOrigin(fields);
    }
    Caller caller = callers.identify(request);
    checkLevel(caller, needed.get());
    boolean signed = caller.means() == Caller.Means.SIGNATURE;
    ReplayedRequest letIn = new ReplayedRequest(request, bodies.read(request, signed));
    caller.attachTo(request);
    if (changing) {
      log.allowed(caller, Attempt.of(request));
    }
    return letIn;
  }

  private static void checkLevel(Caller caller, Level needed) throws Refusal {
    if (!caller.level().reaches(needed)) {
      throw Refusal.forbidden(
          String.format(
              "this needs the level %s, and %s has %s",
              needed.label(), caller.description(), caller.level().label()));
    }
  }
}
