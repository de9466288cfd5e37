package io.tallyman.prove;

/** Where a flush is on its way between the service and the database. */
enum Moment {
  /** Its compare-and-set hasn't reached the database: nothing is locked, nothing written. */
  FENCE,
  /** All of it is written, and its COMMIT hasn't reached the database. */
  COMMIT,
  /** It is committed, and the database's answer hasn't reached the service. */
  ANSWER
}
