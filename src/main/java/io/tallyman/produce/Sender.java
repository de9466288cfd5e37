package io.tallyman.produce;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Hands records to Kafka and counts the acknowledged ones. Used by one thread; the counting is done
 * by the producer's own.
 */
final class Sender implements AutoCloseable {

  private final Producer<byte @Nullable [], byte[]> producer;
  private final String topic;
  private final Clock clock;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

  private Sender(Producer<byte @Nullable [], byte[]> producer, String topic, Clock clock) {
    this.producer = producer;
    this.topic = topic;
    this.clock = clock;
  }

  static Sender open(ProducerSettings kafka, String topic, Clock clock) throws ProduceFailure {
    try {
      return new Sender(new KafkaProducer<>(kafka.producer()), topic, clock);
    } catch (KafkaException e) {
      throw new ProduceFailure(
          "Kafka's producer can't be set up: "
              + ProduceFailure.words(e)
              + "; see to kafka.properties",
          e);
    }
  }

  /** Sends one record, stamped with the time of now. */
  void send(byte @Nullable [] key, byte[] value) throws ProduceFailure, InterruptedException {
    failIfAnyFailed();
    try {
      // The callback has the outcome, so nobody waits for the future.
      var unused =
          producer.send(
              new ProducerRecord<>(topic, null, clock.millis(), key, value),
              (metadata, failure) -> {
                if (failure == null) {
                  acknowledged.incrementAndGet();
                } else {
                  firstFailure.compareAndSet(null, failure);
                }
              });
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** Waits until everything sent is acknowledged. */
  void finish() throws ProduceFailure, InterruptedException {
    flush();
    failIfAnyFailed();
  }

  /** How many records Kafka has, once what was sent is out of the way. */
  long settled() throws InterruptedException {
    flush();
    return acknowledged.get();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }

  private void flush() throws InterruptedException {
    try {
      producer.flush();
    } catch (InterruptException e) {
      throw interrupted(e);
    }
  }

  /** Kafka's own exception sets the thread's flag, which Java's replaces. */
  private static InterruptedException interrupted(InterruptException cause) {
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException(cause.getMessage());
    interrupted.initCause(cause);
    return interrupted;
  }

  private void failIfAnyFailed() throws ProduceFailure {
    Exception failure = firstFailure.get();
    if (failure != null) {
      throw failure(failure);
    }
  }

  private ProduceFailure failure(Exception cause) {
    return new ProduceFailure(
        "topic " + topic + ": Kafka didn't take a record (" + cause.getMessage() + ")", cause);
  }
}
