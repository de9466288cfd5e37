package io.tallyman.demo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends generated records at a steady rate and tallies those that Kafka has acknowledged, so that
 * the tally is exact whatever happens to brokers. It is started and stopped once; its figures are
 * for any thread.
 */
final class GeneratorRun implements Production, Runnable {

  private static final Duration TURN = Duration.ofMillis(5);

  private final String topic;
  private final Supplier<GeneratedRecord> records;
  private final Tally tally;
  private final Producer<byte[], byte[]> producer;
  private final Pacer pacer;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final Map<Integer, Long> ends = new ConcurrentHashMap<>();
  private volatile boolean stopping;
  private volatile boolean over;
  private volatile @Nullable Exception failure;

  /**
   * A run.
   *
   * @param topic where to
   * @param records what to send; asked by the running thread only
   * @param tally takes every acknowledged record
   * @param producer sends them, with {@link #producerProperties}; closed at the end
   * @param pacing how fast
   */
  GeneratorRun(
      String topic,
      Supplier<GeneratedRecord> records,
      Tally tally,
      Producer<byte[], byte[]> producer,
      Pacing pacing) {
    this.topic = topic;
    this.records = records;
    this.tally = tally;
    this.producer = producer;
    this.pacer = new Pacer(pacing.rate(), pacing.ticker());
  }

  /**
   * How fast.
   *
   * @param rate records a second
   * @param ticker monotonic nanoseconds
   */
  record Pacing(double rate, LongSupplier ticker) {}

  /**
   * A producer whose records are acknowledged once or not at all, and which outlasts every restart
   * of a broker.
   */
  static Map<String, Object> producerProperties(String bootstrapServers) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.CLIENT_ID_CONFIG,
        "marketplace",
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.LINGER_MS_CONFIG,
        50,
        ProducerConfig.BATCH_SIZE_CONFIG,
        128 * 1024,
        // A record that is given up may still have been stored: so none is given up.
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        Integer.MAX_VALUE,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        Integer.MAX_VALUE,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        5_000);
  }

  /** Sends until {@link #stop}, then waits until all is acknowledged. */
  @Override
  public void run() {
    while (!stopping && failure == null) {
      for (int due = pacer.due(TURN.toNanos() * 4); due > 0; due--) {
        send(records.get());
      }
      LockSupport.parkNanos(TURN.toNanos());
    }
    producer.close();
    over = true;
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public Tally tally() {
    return tally;
  }

  private void send(GeneratedRecord record) {
    var unused = // the callback has it all
        producer.send(
            new ProducerRecord<>(topic, null, record.timestamp(), record.key(), record.value()),
            (metadata, error) -> settle(record, metadata, error));
    sent.incrementAndGet();
  }

  private void settle(GeneratedRecord record, RecordMetadata metadata, @Nullable Exception error) {
    if (error == null) {
      record.addTo(tally);
      acknowledged.incrementAndGet();
      ends.put(metadata.partition(), metadata.offset() + 1);
    } else {
      failure = error;
    }
  }

  @Override
  public void start() {
    DemoThreads.start("generator", this);
  }

  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public long acknowledged() {
    return acknowledged.get();
  }

  /** How many records wait for Kafka's acknowledgement. */
  long waiting() {
    return sent.get() - acknowledged.get();
  }

  @Override
  public Map<Integer, Long> ends() {
    return Map.copyOf(ends);
  }

  @Override
  public @Nullable Exception failure() {
    return failure;
  }
}
