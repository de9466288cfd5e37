package io.tallyman.consume;

import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A lane on a bench: its real loop and writer between Kafka's own simulator of a consumer and a
 * store in memory. The test turns the loop and the clock. The log outlives the consumer's position,
 * so that what is read again is served again.
 */
final class LaneBench implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The part of a topic that lanes share: what was appended to it. */
  static final class Log {
    private final List<List<ConsumerRecord<byte[], byte[]>>> partitions = new ArrayList<>();

    Log(int partitions) {
      for (int i = 0; i < partitions; i++) {
        this.partitions.add(new ArrayList<>());
      }
    }

    void append(int partition, String... values) {
      for (String value : values) {
        List<ConsumerRecord<byte[], byte[]>> log = partitions.get(partition);
        log.add(
            new ConsumerRecord<>(
                Fruit.TOPIC,
                partition,
                log.size(),
                Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty()));
      }
    }

    long end(int partition) {
      return partitions.get(partition).size();
    }

    /** Has a consumer served, of each partition, from its position. */
    void serve(MockConsumer<byte[], byte[]> consumer, int perPoll) {
      for (TopicPartition partition : consumer.assignment()) {
        if (!consumer.paused().contains(partition)) {
          long position = consumer.position(partition);
          partitions.get(partition.partition()).stream()
              .filter(record -> record.offset() >= position)
              .limit(perPoll)
              .forEach(consumer::addRecord);
        }
      }
    }

    Stream<String> values() {
      return partitions.stream().flatMap(List::stream).map(record -> Fruit.text(record.value()));
    }
  }

  /** Notes under which leader epoch it is sent to an offset, which Kafka's own doesn't keep. */
  private final class NotingConsumer extends MockConsumer<byte[], byte[]> {
    NotingConsumer() {
      super("none");
    }

    @Override
    public synchronized void seek(TopicPartition partition, OffsetAndMetadata to) {
      seeks.add(to);
      super.seek(partition, to);
    }
  }

  final Log log;
  final StubStore store;
  final AtomicLong ticker = new AtomicLong();
  final StubSight sight = new StubSight(ticker);
  MockConsumer<byte[], byte[]> consumer = new NotingConsumer();
  final List<OffsetAndMetadata> seeks = new ArrayList<>();
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  final ConsumerToggles toggles = new ConsumerToggles(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  final MemoryBudget budget;
  LaneLoop loop;

  private final Writer writer;
  private final LaneSurroundings around;
  private int perPoll = 1_000;

  LaneBench(int partitions) {
    this(new Log(partitions), new StubStore());
  }

  LaneBench(Log log, StubStore store) {
    this(log, store, new MemoryBudget(1 << 20));
  }

  LaneBench(Log log, StubStore store, MemoryBudget budget) {
    this.budget = budget;
    this.log = log;
    this.store = store;
    ConsumeMetrics metrics = new ConsumeMetrics(new PrometheusRegistry());
    writer = new Writer(store, "bench", metrics, ticker::get, new Random(1));
    around =
        new LaneSurroundings(
            writer,
            toggles,
            new FlushSettings(Duration.ofSeconds(1), 1_000, 1 << 20),
            budget,
            metrics,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            ticker::get,
            new Random(2));
    loop = begin();
    look();
    writer.start();
  }

  private LaneLoop begin() {
    LaneLoop begun = new LaneLoop("fruit-0", Fruit.engine(), consumer, sight, around);
    consumer.subscribe(List.of(Fruit.TOPIC), begun.listener());
    return begun;
  }

  /** As a lane does: the new consumer is given what the old one had. */
  private void takeANewConsumer() {
    Set<TopicPartition> assigned = Set.copyOf(consumer.assignment());
    loop.abandon();
    consumer.close();
    consumer = new NotingConsumer();
    consumer.updateBeginningOffsets(beginnings);
    loop = begin();
    consumer.rebalance(assigned);
  }

  /** Kafka has nothing of this partition before this offset, or says so. */
  void deleteBefore(int partition, long offset) {
    beginnings.put(Fruit.kafka(partition), offset);
    consumer.updateBeginningOffsets(beginnings);
  }

  void setPerPoll(int records) {
    perPoll = records;
  }

  void look() {
    for (int i = 0; i < log.partitions.size(); i++) {
      sight.log(i, 0, log.end(i));
    }
    sight.lookSoon();
  }

  void assign(Integer... partitions) {
    consumer.rebalance(Stream.of(partitions).map(Fruit::kafka).toList());
  }

  /** One turn, 10 ms after the last one. */
  void turn() {
    ticker.addAndGet(Duration.ofMillis(10).toNanos());
    consumer.schedulePollTask(() -> log.serve(consumer, perPoll));
    try {
      loop.turn(Duration.ZERO);
    } catch (StaleConsumer e) {
      takeANewConsumer();
    }
  }

  /** Lets the flush interval pass, and turns. */
  void turnLater() {
    ticker.addAndGet(Duration.ofSeconds(2).toNanos());
    turn();
  }

  /** Has a new batch begun, so that none is due for some turns of {@link #turn}. */
  void beginAFreshBatch() {
    ticker.addAndGet(Duration.ofSeconds(30).toNanos());
    turn();
  }

  /** Turns, a flush interval each, until the condition holds. */
  void turnUntil(Callable<Boolean> condition) {
    turnUntil(this::turnLater, condition);
  }

  /** The same with turns so short that hardly a batch becomes due meanwhile. */
  void turnSoonUntil(Callable<Boolean> condition) {
    turnUntil(this::turn, condition);
  }

  private static void turnUntil(Runnable turn, Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              turn.run();
              return condition.call();
            });
  }

  void turnUntilStoredUpTo(int partition, long next) {
    turnUntil(() -> store.next(Fruit.partition(partition)) == next);
  }

  PartitionStatus.State state(int partition) {
    return loop.status("fruit-0", "").partitions().stream()
        .filter(each -> each.partition().number() == partition)
        .map(PartitionStatus::state)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    store.thaw();
    try {
      writer.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
  }
}
