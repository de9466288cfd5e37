package io.tallyman.simulate.database;

import java.sql.SQLException;

/** What Connector/J throws, with the codes and states of MySQL. */
final class Errors {

  static final int DEADLOCK = 1213;

  private Errors() {}

  static SQLException of(Fate.Fails fails) {
    return new SQLException(fails.message(), fails.state(), fails.code());
  }

  static SQLException of(Fate fails) {
    return of((Fate.Fails) fails);
  }

  static SQLException lost() {
    return new SQLException("Communications link failure", "08S01");
  }

  static SQLException duplicate(Object key) {
    return new SQLException("Duplicate entry '" + key + "' for key 'PRIMARY'", "23000", 1062);
  }

  static SQLException refused(String why) {
    return new SQLException("Data truncation: " + why, "22001", 1406);
  }

  static SQLException outOfRange(String why) {
    return new SQLException("Data truncation: Out of range value: " + why, "22003", 1264);
  }

  static SQLException check(String constraint) {
    return new SQLException("Check constraint '" + constraint + "' is violated.", "HY000", 3819);
  }
}
