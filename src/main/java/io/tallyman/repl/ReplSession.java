package io.tallyman.repl;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.tallyman.lifecycle.PartThread;
import java.io.IOException;
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
          + " down. /stop ends the line that runs, /exit the session.\n";
  private static final Logger LOG = LoggerFactory.getLogger(ReplSession.class);
  private static final int ROUNDS = 30;
  private static final int ROUND_MILLIS = 100;
  private static final int ROUNDS_OF_PATIENCE = 10;

  private final Connection client;
  private final ReplOpener opener;
  private final ReplSurroundings around;
  private final Consumer<String> over;
  private final PartThread thread = new PartThread("repl-session", this::run);
  private final CountDownLatch done = new CountDownLatch(1);
  private final TypedLines lines;
  private volatile @Nullable Shell shell;

  /**
   * @param opener whose session it is
   * @param over is told why it has ended, once it has or the client is gone
   */
  ReplSession(
      Connection client, ReplOpener opener, ReplSurroundings around, Consumer<String> over) {
    this.client = client;
    this.opener = opener;
    this.around = around;
    this.over = over;
    this.lines = new TypedLines(client, this::stopLine, over);
  }

  void start() {
    lines.begin();
    thread.start();
  }

  private void run() throws InterruptedException {
    String why = "it failed";
    try (Shell opened = around.shells().open()) {
      shell = opened;
      why = converse(opened);
    } catch (IOException e) {
      why = "the connection ended (" + Connection.reason(e) + ")";
    } catch (RuntimeException | LinkageError e) {
      LOG.error("The REPL's session failed", e);
      why = "it failed (" + e.getClass().getName() + ", see the host's log)";
      sayLast(why);
    } finally {
      lines.end(why);
      done.countDown();
      over.accept(why);
      client.close(); // last: whoever hears it may open the next
    }
  }

  private String converse(Shell opened) throws IOException, InterruptedException {
    client.say(WELCOME + PROMPT);
    int number = 0;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      number++;
      if (line.get().strip().equals("/exit")) {
        tell("repl line", number, line.get(), "ends the session");
        sayLast("the client has left");
        return "the client has left";
      }
      client.say(answered(opened, number, line.get()));
    }
    sayLast(lines.end());
    return lines.end();
  }

  /** A line is written down before it runs, too: it might be the process's last. */
  private String answered(Shell opened, int number, String line) {
    tell("repl line", number, line, "begins");
    if (!lines.end().isEmpty()) {
      tell("repl answer", number, "", "left out: the REPL was closed");
      return "";
    }
    Shell.Answer answer = opened.answer(line);
    tell("repl answer", number, "", answer.outcome());
    return answer.text() + (answer.complete() ? PROMPT : MORE);
  }

  private void tell(String action, int number, String text, String outcome) {
    for (ReplNote each : ReplNote.whole(action, "line " + number, text, outcome)) {
      around.log().tell(opener, each);
    }
  }

  /** To a client that may be gone already. */
  private void sayLast(String why) {
    try {
      client.say(LastWords.farewell(why));
    } catch (IOException gone) {
      LOG.debug("The REPL's client didn't hear that {}: {}", why, gone.toString());
    }
  }

  /** Hangs up on a client that doesn't take its answer. */
  void closeIfOverdue(Instant now) {
    client.closeIfOverdue(now);
  }

  private void stopLine() {
    Shell running = shell;
    if (running != null) {
      running.stop();
    }
  }

  /**
   * Ends it, and the line that is running: again and again, as a line may begin between two looks.
   * The client hears why, unless it keeps us waiting.
   *
   * @return false where its line goes on for longer than that, and can't be stopped
   */
  boolean awaitEnd(String why) throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      lines.end(why);
      stopLine();
      if (done.await(ROUND_MILLIS, MILLISECONDS)) {
        return true;
      }
      if (round >= ROUNDS_OF_PATIENCE) {
        client.close();
      }
    }
    return false;
  }
}
