package io.tallyman.repl;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.tallyman.lifecycle.PartThread;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client and its shell, line by line, on a thread of its own. */
final class ReplSession {

  static final String PROMPT = "tallyman> ";
  static final String MORE = "     ...> ";
  private static final String WELCOME =
      "This is Java inside of the running service. In scope: system, out. Every line is written"
          + " down. /exit ends it.\n";
  private static final Logger LOG = LoggerFactory.getLogger(ReplSession.class);
  private static final int ROUNDS = 30;
  private static final int ROUND_MILLIS = 100;

  private final Connection client;
  private final ReplOpener opener;
  private final ReplSurroundings around;
  private final Consumer<String> over;
  private final PartThread thread = new PartThread("repl-session", this::run);
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable Shell shell;
  private volatile boolean stopping;

  /**
   * @param opener whose session it is
   * @param over is told why it has ended, once it has
   */
  ReplSession(
      Connection client, ReplOpener opener, ReplSurroundings around, Consumer<String> over) {
    this.client = client;
    this.opener = opener;
    this.around = around;
    this.over = over;
  }

  void start() {
    thread.start();
  }

  private void run() {
    String why = "it failed";
    try (Shell opened = around.shells().open()) {
      shell = opened;
      why = converse(opened);
    } catch (IOException e) {
      why = "the connection ended (" + reason(e) + ")";
      sayLast(why);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("The REPL's session failed", e);
      why = "it failed (" + e + ")";
      sayLast(why);
    } finally {
      client.close();
      done.countDown();
      over.accept(why);
    }
  }

  private String converse(Shell opened) throws IOException {
    client.say(WELCOME + PROMPT);
    int number = 0;
    for (Optional<String> line = client.line(); line.isPresent(); line = client.line()) {
      number++;
      if (line.get().strip().equals("/exit")) {
        tell("repl line", number, line.get(), "ends the session");
        return "the client has left";
      }
      client.say(answered(opened, number, line.get()));
    }
    return "the client has hung up";
  }

  /** A line is written down before it runs, too: it might be the process's last. */
  private String answered(Shell opened, int number, String line) throws IOException {
    tell("repl line", number, line, "begins");
    if (stopping) {
      tell("repl answer", number, "", "left out: the REPL was closed");
      throw new ClosedChannelException();
    }
    Shell.Answer answer = opened.answer(line);
    tell("repl answer", number, "", answer.outcome());
    return answer.text() + (answer.complete() ? PROMPT : MORE);
  }

  private void tell(String action, int number, String text, String outcome) {
    around.log().tell(opener, new ReplNote(action, "line " + number, text, outcome));
  }

  /** To a client that may be gone already. */
  private void sayLast(String why) {
    try {
      client.say("\n" + why + "\n");
    } catch (IOException gone) {
      LOG.debug("The REPL's client didn't hear that {}: {}", why, gone.toString());
    }
  }

  /** Why a connection ended, in words; a closed channel has none of its own. */
  static String reason(IOException e) {
    return e instanceof ClosedChannelException ? "closed" : String.valueOf(e.getMessage());
  }

  /** Hangs up on a client that doesn't take its answer. */
  void closeIfOverdue(Instant now) {
    client.closeIfOverdue(now);
  }

  /** Ends it, and the line that is running; returns at once. From any thread. */
  void stop() {
    stopping = true;
    client.close();
    Shell running = shell;
    if (running != null) {
      running.stop();
    }
  }

  /**
   * Stops it until it has ended, as a line may begin between two looks.
   *
   * @return false where its line goes on for longer than that, and can't be stopped
   */
  boolean awaitEnd() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      stop();
      if (done.await(ROUND_MILLIS, MILLISECONDS)) {
        return true;
      }
    }
    return false;
  }
}
