package io.tallyman.repl;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The REPL of this process: closed until an operator opens it, where {@code config.yml} allows it,
 * for one session and a limited time. Thread-safe.
 */
public final class Repl implements AutoCloseable {

  private final ReplSettings settings;
  private final ReplSurroundings around;
  private final ModuleLayer modules;
  private @Nullable OpenRepl last; // only under this object's lock, and so is the next
  private boolean stopped;

  /**
   * @param scope the variables that a session begins with, beside {@code out}
   * @param log is told of everything
   * @param clock the time of day, by which it is closed
   */
  public Repl(ReplSettings settings, List<ReplBinding> scope, ReplLog log, Clock clock) {
    this(
        settings,
        new ReplSurroundings(
            clock, log, () -> new JavaShell(scope, System.getProperty("java.class.path", ""))),
        ModuleLayer.boot());
  }

  Repl(ReplSettings settings, ReplSurroundings around, ModuleLayer modules) {
    this.settings = settings;
    this.around = around;
    this.modules = modules;
  }

  /** For how long it may be open at most. */
  public Duration limit() {
    return settings.limit();
  }

  /**
   * Opens it.
   *
   * @param lasting for how long
   * @throws ReplRefusal when it may not be open here, or not for so long, when it is open already,
   *     or when there can't be one on this runtime or in that directory
   */
  public synchronized ReplInvitation open(ReplOpener opener, Duration lasting) {
    refuseWhatMayNotBe(lasting);
    ReplSocket socket = ReplSocket.in(settings.directory());
    Instant until = around.clock().instant().plus(lasting);
    String token = OneTimeToken.random();
    around
        .log()
        .tell(
            opener,
            new ReplNote("repl open", socket.path().toString(), "open until " + until, "done"));
    OpenRepl opened = new OpenRepl(socket, new OneTimeToken(token), opener, until, around);
    last = opened;
    opened.begin();
    return new ReplInvitation(socket.path(), token, until);
  }

  private void refuseWhatMayNotBe(Duration lasting) {
    if (!settings.enabled()) {
      throw new ReplRefusal(
          "the REPL is off on this host; to allow it, set repl.enabled and repl.directory in"
              + " config.yml and restart");
    }
    if (modules.findModule("jdk.jshell").isEmpty()) {
      throw new ReplRefusal(
          "this Java runtime has no module jdk.jshell, which the REPL needs; run the service on a"
              + " JDK, not on a JRE");
    }
    if (stopped) {
      throw new ReplRefusal("the service stops; ask it when it has started again");
    }
    if (lasting.compareTo(settings.limit()) > 0) {
      throw new ReplRefusal(
          "for is longer than repl.limit in config.yml, "
              + settings.limit().toSeconds()
              + "s; ask for less");
    }
    if (last != null && last.isOpen()) {
      throw new ReplRefusal(
          "the REPL is open already: " + last.description() + "; close it first by action=close");
    }
  }

  /** Closes it, with its session; whether it was open. */
  public synchronized boolean end(ReplOpener by) {
    if (last == null || !last.isOpen()) {
      return false;
    }
    last.end(by, "an operator has closed it");
    return true;
  }

  /** Closes it for good, and waits a few seconds for the line that is running. */
  @Override
  public void close() {
    OpenRepl open = stop();
    if (open != null) {
      try {
        open.endAndAwait("the service stops");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized @Nullable OpenRepl stop() {
    stopped = true;
    return last;
  }
}
