package io.tallyman.prove;

import io.tallyman.cluster.KafkaCluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Each broker in turn is killed and started again while the others serve. */
final class BrokerKills implements Faults {

  private static final double FIRST = 20;
  private static final double STEP = 22;
  private static final Duration DOWN = Duration.ofSeconds(4);
  private static final Duration READY = Duration.ofSeconds(90);

  @Override
  public List<Finding> inflictOn(Counting counting) throws SQLException, InterruptedException {
    KafkaCluster kafka = counting.stage().kafka();
    for (int id = 1; id <= kafka.size(); id++) {
      counting.until(FIRST + (id - 1) * STEP);
      long pid = kafka.process(id).pid();
      kafka.killBroker(id);
      counting
          .journal()
          .say("kill -9: broker %d (pid %d), %s counted", id, pid, counting.counts().now());
      counting.patience().pass(DOWN);
      kafka.startBroker(id);
      kafka.awaitReady(READY);
      counting.journal().say("broker %d is back, %s counted", id, counting.counts().now());
    }
    return List.of(
        new Finding(
            "brokers", true, "%d killed and started again, one at a time".formatted(kafka.size())));
  }
}
