package io.tallyman.simulate.database;

/** What becomes of one exchange between a client and the server. */
public sealed interface Fate {

  /** It is carried out and answered. */
  record Well() implements Fate {}

  /**
   * The server says no, and does nothing; of a deadlock, it rolls the whole transaction back.
   *
   * @param code MySQL's number
   * @param state the SQLState
   * @param message what the server says
   */
  record Fails(int code, String state, String message) implements Fate {}

  /**
   * The connection breaks before the server hears of it: it isn't carried out.
   *
   * @param noticedAfter how many nanoseconds it takes until the server notices and rolls back; 0
   *     where it does at once
   */
  record LostBefore(long noticedAfter) implements Fate {}

  /**
   * The connection breaks when it was carried out: the answer is lost.
   *
   * @param noticedAfter how many nanoseconds it takes until the server notices and rolls back what
   *     isn't committed
   */
  record LostAfter(long noticedAfter) implements Fate {}

  /**
   * The client gives up while it is still on its way: a COMMIT is carried out so many nanoseconds
   * later. Anything else is lost, and the server notices then.
   */
  record Late(long nanos) implements Fate {}

  Fate WELL = new Well();

  Fate TOO_MANY_CONNECTIONS = new Fails(1040, "08004", "Too many connections");

  Fate READ_ONLY =
      new Fails(
          1290,
          "HY000",
          "The MySQL server is running with the --read-only option so it cannot execute this"
              + " statement");

  Fate DEADLOCK =
      new Fails(
          1213, "40001", "Deadlock found when trying to get lock; try restarting transaction");

  Fate LOCK_WAIT_TIMEOUT =
      new Fails(1205, "40001", "Lock wait timeout exceeded; try restarting transaction");

  Fate DISK_FULL = new Fails(1114, "HY000", "The table is full");
}
