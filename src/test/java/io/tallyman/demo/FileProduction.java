package io.tallyman.demo;

import io.tallyman.cluster.ServerFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file, sent by the service's own {@code produce}. What was sent is read back from
 * Kafka, decoded with plain Avro and tallied, when all of it is there.
 */
final class FileProduction implements Production {

  private static final Duration POLL = Duration.ofMillis(500);

  private final Runnable produce;
  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final PlainRecount recount;
  private final Tally tally;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(DemoThreads.named("file-watch"));
  private volatile Map<Integer, Long> ends = Map.of();
  private volatile boolean sent;
  private volatile boolean over;
  private volatile @Nullable Exception failure;

  /**
   * A production.
   *
   * @param produce sends all rows, or throws {@link ServerFailure}
   * @param consumer reads them back; it is closed in the end
   * @param partitions where they are
   * @param recount tallies them
   * @param tally what the recount fills
   */
  FileProduction(
      Runnable produce,
      Consumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      PlainRecount recount,
      Tally tally) {
    this.produce = produce;
    this.consumer = consumer;
    this.partitions = partitions;
    this.recount = recount;
    this.tally = tally;
  }

  @Override
  public void start() {
    DemoThreads.start("produce", this::send);
    var unused =
        watch.scheduleWithFixedDelay(this::look, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void send() {
    try {
      produce.run();
    } catch (ServerFailure e) {
      failure = e;
    }
    sent = true;
  }

  private void look() {
    boolean last = sent;
    try {
      ends =
          consumer.endOffsets(partitions).entrySet().stream()
              .collect(
                  Collectors.toMap(
                      entry -> entry.getKey().partition(),
                      Map.Entry::getValue,
                      Long::sum,
                      TreeMap::new));
      if (last && failure == null) {
        readBack();
      }
    } catch (RuntimeException e) {
      if (!last) {
        return; // a broker on its way; the next turn asks again
      }
      failure = e;
    }
    if (last) {
      over = true;
      watch.shutdown();
      consumer.close();
    }
  }

  private void readBack() {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    while (tally.records() < acknowledged()) {
      consumer.poll(POLL).forEach(message -> recount.add(message.value(), message.timestamp()));
    }
  }

  /** A file is sent to its end. */
  @Override
  public void stop() {}

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public long acknowledged() {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public Map<Integer, Long> ends() {
    return ends;
  }

  @Override
  public @Nullable Exception failure() {
    return failure;
  }

  @Override
  public Tally tally() {
    return tally;
  }
}
