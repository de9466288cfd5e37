package io.tallyman.simulate;

import io.tallyman.simulate.kafka.PartitionLog;
import io.tallyman.simulate.kafka.SimulatedTopic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The producers of a simulation: send records to the topic, some in transactions. */
final class Feed {

  private static final long AGAIN = 50_000_000;
  private static final int MARKERS_PERCENT = 5;

  private final Scheduler scheduler;
  private final SimulatedTopic topic;
  private final SplittableRandom random;
  private final List<Order> sent = new ArrayList<>();
  private final Set<PartitionLog> aborting = new HashSet<>();

  Feed(Scheduler scheduler, SimulatedTopic topic, SplittableRandom random) {
    this.scheduler = scheduler;
    this.topic = topic;
    this.random = random;
  }

  /** Sends so many records within this time. */
  void begin(int records, long nanos) {
    for (int i = 0; i < records; i++) {
      scheduler.after(random.nextLong(nanos), Scheduler.WORLD, this::send);
    }
  }

  private void send() {
    PartitionLog log = topic.log(random.nextInt(topic.partitions()));
    if (log.isAway()) {
      scheduler.after(AGAIN, Scheduler.WORLD, this::send);
    } else {
      send(log);
    }
  }

  private void send(PartitionLog log) {
    Order order = Orders.draw(sent.size(), random);
    sent.add(order);
    if (aborting.contains(log)) {
      log.appendAborted(order.toBytes(), now());
    } else {
      log.append(order.toBytes(), now());
    }
    if (random.nextInt(100) < MARKERS_PERCENT) {
      log.appendMarker(now());
    }
  }

  /** One more record, so that a log that was cut short grows. */
  void grow(int partition) {
    send(topic.log(partition));
  }

  void openTransaction(PartitionLog log, Fault.OpenTransaction fault) {
    log.openTransaction();
    if (fault.aborted()) {
      aborting.add(log);
    }
    scheduler.after(fault.nanos(), Scheduler.WORLD, () -> close(log));
  }

  private void close(PartitionLog log) {
    aborting.remove(log);
    log.closeTransaction(now());
  }

  private long now() {
    return Order.RECORD_MILLIS + scheduler.nanos() / 1_000_000;
  }

  /** All that was sent, by id. */
  List<Order> sent() {
    return sent;
  }
}
