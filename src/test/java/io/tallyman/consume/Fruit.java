package io.tallyman.consume;

import io.tallyman.decode.Decoded;
import io.tallyman.decode.RecordDecoder;
import io.tallyman.event.FieldType;
import io.tallyman.event.RejectReason;
import io.tallyman.event.Row;
import io.tallyman.event.RowShape;
import io.tallyman.event.SourcePartition;
import io.tallyman.rollup.AcceptWindow;
import io.tallyman.rollup.Bucket;
import io.tallyman.rollup.EventTime;
import io.tallyman.rollup.MeasureDefinition;
import io.tallyman.rollup.Rollup;
import io.tallyman.rollup.RollupCompiler;
import io.tallyman.rollup.RollupDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** A source for tests. Its values are texts: a country, a space, a quantity. */
final class Fruit {

  static final String SOURCE = "fruit";
  static final String TOPIC = "fruit-topic";
  static final UUID TOPIC_ID = new UUID(1, 2);

  private static final RowShape SHAPE =
      new RowShape(
          List.of(
              new RowShape.Field("country", new FieldType.Text()),
              new RowShape.Field("quantity", new FieldType.Whole())));

  private Fruit() {}

  static SourcePartition partition(int number) {
    return new SourcePartition(SOURCE, TOPIC, number);
  }

  static TopicPartition kafka(int number) {
    return new TopicPartition(TOPIC, number);
  }

  static SourceEngine engine() {
    return engine(TOPIC);
  }

  static SourceEngine engine(String topic) {
    return new SourceEngine(
        SOURCE, topic, Fruit::decoder, new EventTime.RecordTimestamp(), List.of(rollup()));
  }

  static Rollup rollup() {
    return new RollupCompiler(
            TOPIC,
            SHAPE,
            problem -> {
              throw new AssertionError(problem.toString());
            })
        .compile(
            new RollupDefinition(
                "by_country",
                SOURCE,
                new Bucket(86_400),
                List.of(),
                List.of("country"),
                List.of(
                    new MeasureDefinition.Count("events"),
                    new MeasureDefinition.Sum("quantity", List.of("quantity"))),
                AcceptWindow.DEFAULT))
        .orElseThrow();
  }

  private static RecordDecoder decoder() {
    Row row = new Row(SHAPE);
    return value -> {
      String[] words = value == null ? new String[0] : text(value).split(" ");
      if (words.length != 2) {
        return new Decoded.Undecodable(RejectReason.MALFORMED, "not two words", null);
      }
      row.set(0, words[0]);
      row.set(1, Long.valueOf(words[1]));
      return new Decoded.Fields(row);
    };
  }

  static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }
}
