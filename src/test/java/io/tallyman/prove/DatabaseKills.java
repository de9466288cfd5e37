package io.tallyman.prove;

import io.tallyman.cluster.EmbeddedDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The database is killed, twice, and started again on the data that it has on disk. */
final class DatabaseKills implements Faults {

  private static final List<Double> SHARES = List.of(25.0, 60.0);
  private static final Duration DOWN = Duration.ofSeconds(3);

  @Override
  public List<Finding> inflictOn(Counting counting) throws SQLException, InterruptedException {
    EmbeddedDatabase database = counting.stage().database();
    for (double share : SHARES) {
      counting.until(share);
      Counts.Share before = counting.counts().now();
      long pid = database.process().pid();
      database.kill();
      counting.journal().say("kill -9: the database (pid %d), %s counted", pid, before);
      counting.patience().pass(DOWN);
      database.restart();
      counting.journal().say("the database is back, %s counted", counting.counts().now());
    }
    return List.of(
        new Finding(
            "database", true, "killed and started again %d times".formatted(SHARES.size())));
  }
}
