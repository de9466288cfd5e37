package io.tallyman.prove;

import io.tallyman.cluster.Ending;
import io.tallyman.cluster.ServerFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Waits for things to happen, but not for ever, and no longer than nobody has asked for the end.
 * For any thread.
 */
final class Patience {

  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(20);

  /** Something that happens or doesn't. */
  @FunctionalInterface
  interface Event {
    boolean hasHappened() throws SQLException;
  }

  /** Somebody has asked for the end. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Ending ending;
  private final LongSupplier ticker;

  /**
   * @param ticker a monotonic clock, in nanoseconds
   */
  Patience(Ending ending, LongSupplier ticker) {
    this.ending = ending;
    this.ticker = ticker;
  }

  /**
   * Returns when it has happened.
   *
   * @param what for the sentence: "host a is killed"
   * @throws ServerFailure when it hasn't within the limit
   * @throws Stopped when somebody asks for the end
   */
  void until(String what, Duration limit, Event event) throws SQLException, InterruptedException {
    long begin = ticker.getAsLong();
    while (!event.hasHappened()) {
      if (ending.awaitAsked(TURN)) {
        throw new Stopped();
      }
      if (ticker.getAsLong() - begin > limit.toNanos()) {
        throw new ServerFailure(
            "This hasn't come about within " + limit.toSeconds() + " s: " + what);
      }
    }
  }

  /** Lets that much time go by. */
  void pass(Duration time) throws InterruptedException {
    if (ending.awaitAsked(time.toNanos())) {
      throw new Stopped();
    }
  }

  /** Seconds since another moment of the same clock. */
  double secondsSince(long nanos) {
    return (ticker.getAsLong() - nanos) / 1e9;
  }

  long now() {
    return ticker.getAsLong();
  }
}
