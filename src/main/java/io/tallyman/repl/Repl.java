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

  private static final String STOPPED = "the service stops; ask it when it has started again";

  private final ReplSettings settings;
  private final ReplSurroundings around;
  private final ModuleLayer modules;
  private @Nullable OpenRepl last; // only under this object's lock, and so are the next two
  private boolean opening;
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
  public ReplInvitation open(ReplOpener opener, Duration lasting) {
    begin(lasting);
    try {
      ReplSocket socket = ReplSocket.in(settings.directory());
      Instant until = around.clock().instant().plus(lasting);
      // Before anybody can come in; and without the lock, as the row may wait for the store.
      tell(opener, socket, "repl open", "open until " + until, "done");
      return opened(socket, opener, until);
    } finally {
      done();
    }
  }

  private synchronized void begin(Duration lasting) {
    refuseWhatMayNotBe(lasting);
    opening = true;
  }

  private synchronized void done() {
    opening = false;
  }

  private ReplInvitation opened(ReplSocket socket, ReplOpener opener, Instant until) {
    String token = OneTimeToken.random();
    OpenRepl opened = new OpenRepl(socket, new OneTimeToken(token), opener, until, around);
    if (!isBegun(opened)) {
      socket.close();
      tell(opener, socket, "repl close", "", "done: the service stops");
      throw new ReplRefusal(STOPPED);
    }
    return new ReplInvitation(socket.path(), token, until);
  }

  private synchronized boolean isBegun(OpenRepl opened) {
    if (stopped) {
      return false;
    }
    last = opened;
    opened.begin();
    return true;
  }

  private void tell(
      ReplOpener opener, ReplSocket socket, String action, String text, String outcome) {
    around.log().tell(opener, new ReplNote(action, socket.path().toString(), text, outcome));
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
      throw new ReplRefusal(STOPPED);
    }
    if (lasting.compareTo(settings.limit()) > 0) {
      throw new ReplRefusal(
          "for is longer than repl.limit in config.yml, "
              + settings.limit().toSeconds()
              + "s; ask for less");
    }
    if (opening) {
      throw new ReplRefusal("the REPL is being opened by somebody else at this moment; ask again");
    }
    if (last != null && last.isOpen()) {
      throw new ReplRefusal(
          "the REPL is open already: " + last.description() + "; close it first by action=close");
    }
  }

  /** Closes it, with its session; whether it was open. */
  public boolean end(ReplOpener by) {
    OpenRepl open = last();
    if (open == null || !open.isOpen()) {
      return false;
    }
    open.end(by, "an operator has closed it");
    return true;
  }

  private synchronized @Nullable OpenRepl last() {
    return last;
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
