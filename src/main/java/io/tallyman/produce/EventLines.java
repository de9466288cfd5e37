package io.tallyman.produce;

import io.tallyman.decode.SchemaCatalogue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends events that a program has made, a JSON object each, to a source's topic, which is made if
 * there is none. Used by one thread.
 */
public final class EventLines {

  private final ProducerSettings kafka;
  private final ProduceTarget target;
  private final TargetRecords written;
  private final ProduceSurroundings surroundings;

  /**
   * @param kafka properties of Kafka's clients, the bootstrap servers among them
   * @param catalogue where the target's schema is found
   */
  public EventLines(
      Map<String, Object> kafka,
      ProduceTarget target,
      SchemaCatalogue catalogue,
      ProduceSurroundings surroundings) {
    this.kafka = new ProducerSettings(kafka);
    this.target = target;
    this.written = new TargetRecords(target, catalogue);
    this.surroundings = surroundings;
  }

  /**
   * Sends these events in their order, and returns when Kafka has acknowledged every one.
   *
   * @param events JSON objects whose keys are the schema's fields
   * @param key the path of the field whose text becomes the records' key
   * @throws ProduceFailure when an event isn't of the schema or Kafka takes no more, with the
   *     number of events that were acknowledged
   */
  public void send(List<String> events, String key) throws ProduceFailure, InterruptedException {
    RecordEncoder encoder = written.encoder();
    RecordKey keys = written.key(key);
    try (RecordSource records = records(events)) {
      new TopicSetup(kafka, target.topic(), surroundings.progress()::println)
          .ensure(OptionalInt.empty(), OptionalInt.empty());
      try (Delivery delivery = delivery(encoder, keys)) {
        deliver(records, delivery);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text was closed", e);
    }
  }

  private RecordSource records(List<String> events) throws ProduceFailure {
    return new JsonRecords(
        "event",
        new BufferedReader(new StringReader(String.join("\n", events))),
        new JsonFields(written.schema(), surroundings.progress()::println));
  }

  private Delivery delivery(RecordEncoder encoder, RecordKey key) throws ProduceFailure {
    Pace pace = new Pace(OptionalInt.empty(), surroundings.ticker(), surroundings.parker());
    return new SendingDelivery(
        encoder, key, pace, Sender.open(kafka, target.topic(), surroundings.clock()), 0);
  }

  private static void deliver(RecordSource records, Delivery delivery)
      throws ProduceFailure, InterruptedException {
    try {
      for (@Nullable GenericRecord record = records.next();
          record != null;
          record = records.next()) {
        delivery.deliver(record);
      }
    } catch (BadRow e) {
      delivery.refuse(e);
    }
    delivery.finish();
  }
}
