package io.tallyman.prove;

/** Decides what becomes of flushes on a {@link DatabaseWire}; asked by several threads. */
@FunctionalInterface
interface Interference {

  /** Lets everything pass. */
  Interference NONE = (moment, connection) -> new Fate.Passes();

  /**
   * Says what becomes of a flush that has come to this moment.
   *
   * @param connection the database's own number of the connection
   */
  Fate at(Moment moment, long connection);
}
