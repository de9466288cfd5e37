package io.tallyman.simulate.database;

/** Says what becomes of each exchange with the server. */
@FunctionalInterface
public interface Faults {

  /** Nothing ever goes wrong. */
  Faults NONE = (host, point, what) -> Fate.WELL;

  /** What a client asks of the server. */
  enum Point {
    CONNECT,
    STATEMENT,
    COMMIT,
    ROLLBACK
  }

  /**
   * Asked before each exchange. It may end the server or the host meanwhile.
   *
   * @param host who asks the server
   * @param point for what
   * @param what which statement it is, for people to read
   */
  Fate at(String host, Point point, String what);
}
