package io.tallyman.repl;

import io.tallyman.lifecycle.PartThread;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A REPL from its opening to its end: by the clock, by an operator, with its one session, or after
 * too many refused clients. One thread is at the door, one watches the clock, one has the session.
 */
final class OpenRepl {

  private static final Logger LOG = LoggerFactory.getLogger(OpenRepl.class);
  static final int MOST_REFUSED = 5;
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(4);

  private final ReplSocket socket;
  private final OneTimeToken token;
  private final ReplOpener opener;
  private final Instant until;
  private final ReplSurroundings around;
  private final PartThread door = new PartThread("repl-door", this::receive);
  private final PartThread watch = new PartThread("repl-watch", this::watch);
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable Connection visitor;
  private volatile @Nullable ReplSession session;
  private volatile String why = ""; // it has ended
  private int refused; // the door's alone

  OpenRepl(
      ReplSocket socket,
      OneTimeToken token,
      ReplOpener opener,
      Instant until,
      ReplSurroundings around) {
    this.socket = socket;
    this.token = token;
    this.opener = opener;
    this.until = until;
    this.around = around;
  }

  void begin() {
    watch.start();
    door.start();
  }

  boolean isOpen() {
    return !ended.get();
  }

  /** Whose it is and until when, for a sentence. */
  String description() {
    return "opened by " + opener.who() + ", until " + until + ", on " + socket.path();
  }

  private void receive() {
    try {
      while (isOpen()) {
        welcome(new Connection(socket.accept(), around.clock()));
      }
    } catch (IOException e) {
      end(opener, "its socket failed (" + Connection.reason(e) + ")");
    }
  }

  private void welcome(Connection client) {
    visitor = client;
    try {
      if (!isOpen()) { // which may have been too early to see this visitor
        client.close();
        return;
      }
      Optional<String> shown = client.firstLine();
      if (shown.isPresent()) {
        answer(client, token.admit(shown.get()));
      } else {
        client.close(); // it has looked whether anybody is there
      }
    } catch (IOException e) {
      refuse(client, "no token came (" + Connection.reason(e) + ")");
    } finally {
      visitor = null;
    }
  }

  private void answer(Connection client, OneTimeToken.Answer answer) {
    switch (answer) {
      case ADMITTED -> admit(client);
      case WRONG -> refuse(client, "the token is wrong");
      case USED -> refuse(client, "the token is used: there is one session");
    }
  }

  private void admit(Connection client) {
    tell(opener, "repl connect", "admitted");
    ReplSession begun =
        new ReplSession(client, opener, around, why -> end(opener, "its session is over: " + why));
    session = begun;
    begun.start();
  }

  private void refuse(Connection client, String why) {
    try (client) {
      tell(opener, "repl connect", "refused: " + why);
      client.say(LastWords.refusal(why));
    } catch (IOException gone) {
      LOG.debug("A client that was refused isn't there to hear it: {}", gone.toString());
    }
    refused++;
    if (refused >= MOST_REFUSED) {
      end(opener, refused + " clients were refused");
    }
  }

  private void watch() throws InterruptedException {
    while (watch.pause(TICK)) {
      Instant now = around.clock().instant();
      if (!now.isBefore(until)) {
        end(opener, "its time is over");
      } else if (door.hasDied()) {
        end(opener, "its door failed");
      }
      Connection waiting = visitor;
      if (waiting != null) {
        waiting.closeIfOverdue(now);
      }
      ReplSession going = session;
      if (going != null) {
        going.closeIfOverdue(now);
      }
    }
    ReplSession last = session;
    if (last != null && !last.awaitEnd(why)) {
      tell(opener, "repl close", "its last line goes on; only a restart ends it");
    }
  }

  /** Ends it, once; returns before a running line has. From any thread. */
  void end(ReplOpener by, String why) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    this.why = why;
    socket.close();
    Connection waiting = visitor;
    if (waiting != null) {
      waiting.close();
    }
    door.askToStop();
    watch.askToStop();
    tell(by, "repl close", "done: " + why);
  }

  /** Ends it, and waits for what it runs. */
  void endAndAwait(String why) throws InterruptedException {
    end(opener, why);
    watch.awaitEnd(STOP_PATIENCE);
  }

  private void tell(ReplOpener by, String action, String outcome) {
    around.log().tell(by, new ReplNote(action, socket.path().toString(), "", outcome));
  }
}
