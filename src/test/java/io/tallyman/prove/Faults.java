package io.tallyman.prove;

import java.sql.SQLException;
import java.util.List;

/** Things that go wrong while lines are counted. */
@FunctionalInterface
interface Faults {

  /**
   * Lets them go wrong, one after the other, and returns when the last has.
   *
   * @return whether they were what they had to be; what they did to the numbers is found out later
   */
  List<Finding> inflictOn(Counting counting) throws SQLException, InterruptedException;
}
