package io.tallyman.prove;

import io.tallyman.cluster.ServerFailure;
import io.tallyman.prove.Counts.Share;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A data set that is being sent and counted: faults are timed by how far it is. It says how it goes
 * on. For one thread at a time.
 */
final class Counting {

  private static final long SAY_EVERY = Duration.ofSeconds(3).toNanos();
  private static final Duration NO_PROGRESS = Duration.ofSeconds(150);
  private static final Duration TURN = Duration.ofMillis(20);
  private static final Duration START = Duration.ofMinutes(2);

  private final Stage stage;
  private final Counts counts;
  private final Feed feed;
  private final Patience patience;
  private final Journal journal;
  private Share known;
  private long progressAt;
  private long saidAt;

  Counting(Stage stage, Counts counts, Feed feed, Patience patience, Journal journal) {
    this.stage = stage;
    this.counts = counts;
    this.feed = feed;
    this.patience = patience;
    this.journal = journal;
    this.known = counts.none();
  }

  Stage stage() {
    return stage;
  }

  Counts counts() {
    return counts;
  }

  Patience patience() {
    return patience;
  }

  Journal journal() {
    return journal;
  }

  /** Starts the hosts, waits until each has its share of the partitions, and begins to send. */
  void begin() throws SQLException, InterruptedException {
    stage.hosts().forEach(Host::start);
    patience.until(
        "both hosts have claimed half of the partitions",
        START,
        () -> {
          stage.complaint().ifPresent(Counting::fail);
          long ofEach = Stage.PARTITIONS / stage.hosts().size();
          return counts.partitionsOf(stage.hosts().get(0)) == ofEach
              && counts.partitionsOf(stage.hosts().get(1)) == ofEach;
        });
    journal.say(
        "hosts a (pid %d) and b (pid %d) have claimed %d partitions each; sending begins",
        stage.hosts().get(0).pid(),
        stage.hosts().get(1).pid(),
        Stage.PARTITIONS / stage.hosts().size());
    feed.start();
    progressAt = patience.now();
    saidAt = patience.now();
  }

  private static void fail(String complaint) {
    throw new ServerFailure(complaint);
  }

  /** Returns when at least that much of all lines is counted; throws where nothing goes on. */
  void until(double percent) throws InterruptedException {
    while (look().percent() < percent) {
      patience.pass(TURN);
    }
  }

  /** Returns when everything is sent and counted, or when it is enough. */
  void untilAllOr(BooleanSupplier enough) throws InterruptedException {
    while (!enough.getAsBoolean() && !(counts.isAll(look()) && feed.isOver())) {
      patience.pass(TURN);
    }
  }

  /** Returns when everything is sent and counted. */
  void untilAll() throws InterruptedException {
    untilAllOr(() -> false);
    journal.say("all is counted: %s; produce said: %s", known, feed.lastWords());
  }

  /** What was counted at the last look. */
  Share known() {
    return known;
  }

  private Share look() {
    boolean unused = feed.isOver(); // throws, if it has failed
    Share now = counts.nowOr(known);
    if (now.counted() != known.counted()) {
      known = now;
      progressAt = patience.now();
    } else if (patience.secondsSince(progressAt) > NO_PROGRESS.toSeconds()) {
      throw new ServerFailure(
          "Nothing was counted for %d s, and %s are: host a says\n%s\nhost b says\n%s"
              .formatted(
                  NO_PROGRESS.toSeconds(),
                  known,
                  stage.hosts().get(0).lastWords(),
                  stage.hosts().get(1).lastWords()));
    }
    if (patience.now() - saidAt > SAY_EVERY) {
      saidAt = patience.now();
      journal.say("%s counted", known);
    }
    return now;
  }
}
