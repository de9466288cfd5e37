package io.tallyman.consume;

import static org.assertj.core.api.Assertions.fail;

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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A lane on a bench: its real loop and writer between Kafka's own simulator of a consumer and a
 * store in memory. The test turns the loop, the writer and the clock, all on its own thread, so
 * that nothing depends on how fast the machine is. The log outlives the consumer's position, so
 * that what is read again is served again.
 */
final class LaneBench implements AutoCloseable {

  private static final int PATIENCE_TURNS = 20_000;

  static final FlushSettings FLUSH = new FlushSettings(Duration.ofSeconds(1), 1_000, 1 << 20);

  /** The leader epoch of the first records. */
  static final int LEADER_EPOCH = 3;

  /** The part of a topic that lanes share: what was appended to it. */
  static final class Log {
    private final List<List<ConsumerRecord<byte[], byte[]>>> partitions = new ArrayList<>();
    private int leaderEpoch = LEADER_EPOCH;

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
                Optional.of(leaderEpoch)));
      }
    }

    /** What is appended from now on is taken by another leader. */
    void changeLeader() {
      leaderEpoch++;
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
  final OperatorToggles toggles = new OperatorToggles();
  final RollupToggles rollups = new RollupToggles();
  final LaneTuning tuning;
  final MemoryBudget budget;
  LaneLoop loop;

  private final Writer.Shift shift;
  private boolean frozen;
  private final LaneSurroundings around;
  private int perPoll = 1_000;

  LaneBench(int partitions) {
    this(new Log(partitions), new StubStore());
  }

  LaneBench(Log log, StubStore store) {
    this(log, store, new MemoryBudget(1 << 20));
  }

  LaneBench(Log log, StubStore store, MemoryBudget budget) {
    this(log, store, budget, new LaneTuning(LaneValues.of(FLUSH)));
  }

  LaneBench(Log log, StubStore store, MemoryBudget budget, LaneTuning tuning) {
    this.budget = budget;
    this.tuning = tuning;
    this.log = log;
    this.store = store;
    ConsumeMetrics metrics = new ConsumeMetrics(new PrometheusRegistry());
    Writer writer = new Writer(store, "bench", metrics, ticker::get, new Random(1));
    shift = writer.new Shift();
    around =
        new LaneSurroundings(
            writer,
            toggles.applied(),
            rollups,
            tuning,
            budget,
            metrics,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            ticker::get,
            new Random(2));
    loop = begin();
    look();
  }

  private LaneLoop begin() {
    LaneLoop begun =
        new LaneLoop(
            LaneNotes.of("fruit-0", tuning, ticker::get), Fruit.engine(), consumer, sight, around);
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

  /** The store doesn't answer this bench's writer until {@link #thaw}. */
  void freeze() {
    frozen = true;
  }

  void thaw() {
    frozen = false;
  }

  /** Whether the writer has something to do. */
  boolean hasHandedOver() {
    return !shift.isIdle();
  }

  /** The writer works off what it can: what failed is tried again in the next turn. */
  private void turnWriter() {
    boolean goesOn = !frozen;
    while (goesOn) {
      Duration pause = shift.turn();
      goesOn = pause != null && pause.isZero();
    }
  }

  /** One turn of the loop, 10 ms after the last one, and then of the writer. */
  void turn() {
    ticker.addAndGet(Duration.ofMillis(10).toNanos());
    consumer.schedulePollTask(() -> log.serve(consumer, perPoll));
    try {
      loop.turn(Duration.ZERO);
    } catch (StaleConsumer e) {
      takeANewConsumer();
    }
    turnWriter();
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
  void turnUntil(BooleanSupplier condition) {
    turnUntil(this::turnLater, condition);
  }

  /** The same with turns so short that hardly a batch becomes due meanwhile. */
  void turnSoonUntil(BooleanSupplier condition) {
    turnUntil(this::turn, condition);
  }

  /** The loop's end, which waits: so the writer turns on a thread of its own meanwhile. */
  void finish(Duration patience) throws InterruptedException {
    Thread writing =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                turnWriter();
                Thread.onSpinWait();
              }
            });
    writing.start();
    try {
      loop.finish(ticker.get() + patience.toNanos());
    } finally {
      writing.interrupt();
      writing.join();
    }
  }

  private static void turnUntil(Runnable turn, BooleanSupplier condition) {
    for (int i = 0; i < PATIENCE_TURNS; i++) {
      turn.run();
      if (condition.getAsBoolean()) {
        return;
      }
    }
    fail("it hasn't come to that in %d turns", PATIENCE_TURNS);
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
    consumer.close();
  }
}
