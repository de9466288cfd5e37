package io.tallyman.simulate;

import io.tallyman.consume.SourceEngine;
import io.tallyman.decode.Decoded;
import io.tallyman.decode.RecordDecoder;
import io.tallyman.event.FieldType;
import io.tallyman.event.RejectReason;
import io.tallyman.event.Row;
import io.tallyman.event.RowShape;
import io.tallyman.rollup.AcceptWindow;
import io.tallyman.rollup.Bucket;
import io.tallyman.rollup.Cell;
import io.tallyman.rollup.Condition;
import io.tallyman.rollup.EventTime;
import io.tallyman.rollup.MeasureDefinition;
import io.tallyman.rollup.Rollup;
import io.tallyman.rollup.RollupCompiler;
import io.tallyman.rollup.RollupDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The source of a simulation, and its two rollups. One has a cell for every record, by a number
 * that no other record has, so that a record that is counted twice is seen by name; in the other
 * all hosts meet in a few cells. Immutable.
 */
final class Orders {

  static final String SOURCE = "orders";
  static final String TOPIC = "orders-topic";

  /** A country that neither rollup counts. */
  private static final String NOWHERE = "XX";

  /** The store refuses texts that begin so. */
  private static final String REFUSED = "refused";

  private static final List<String> COUNTRIES = List.of("de", "fr", "nl");

  private static final RowShape SHAPE =
      new RowShape(
          List.of(
              new RowShape.Field("id", new FieldType.Text()),
              new RowShape.Field("country", new FieldType.Text()),
              new RowShape.Field("quantity", new FieldType.Whole()),
              new RowShape.Field("at", new FieldType.Timestamp())));

  private final Rollup byId = compile("by_id", "id");
  private final Rollup byCountry = compile("by_country", "country");

  private static Rollup compile(String name, String dimension) {
    return new RollupCompiler(
            TOPIC,
            SHAPE,
            problem -> {
              throw new AssertionError(problem.toString());
            })
        .compile(
            new RollupDefinition(
                name,
                SOURCE,
                new Bucket(86_400),
                List.of(new Condition.NotIn("country", List.of(NOWHERE))),
                List.of(dimension),
                List.of(
                    new MeasureDefinition.Count("orders"),
                    new MeasureDefinition.Sum("quantity", List.of("quantity"))),
                new AcceptWindow(Optional.of(Duration.ofHours(1)), Duration.ofMinutes(5))))
        .orElseThrow();
  }

  /** The rollup with a cell for every record. */
  Rollup byId() {
    return byId;
  }

  /** The rollup with a few hot cells. */
  Rollup byCountry() {
    return byCountry;
  }

  SourceEngine engine() {
    return new SourceEngine(
        SOURCE, TOPIC, Orders::decoder, new EventTime.Field(3), List.of(byId, byCountry));
  }

  private static RecordDecoder decoder() {
    Row row = new Row(SHAPE);
    return value -> {
      Optional<String[]> words = value == null ? Optional.empty() : Order.words(value);
      if (words.isEmpty()) {
        return new Decoded.Undecodable(RejectReason.MALFORMED, "not four words", null);
      }
      row.set(0, words.get()[0]);
      row.set(1, words.get()[1]);
      row.set(2, Long.valueOf(words.get()[2]));
      row.set(3, Long.valueOf(words.get()[3]));
      return new Decoded.Fields(row);
    };
  }

  /** Which record a cell of the first rollup is of. */
  static int id(Cell cell) {
    return Integer.parseInt((String) Objects.requireNonNull(cell.dimensions().get(0)));
  }

  /** The next record: mostly one that is counted. */
  static Order draw(int id, SplittableRandom random) {
    int lot = random.nextInt(100);
    String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
    long quantity = 1L + random.nextInt(9);
    if (lot < 3) {
      return new Order(id, Order.Kind.FILTERED, NOWHERE, quantity);
    } else if (lot < 5) {
      return new Order(id, Order.Kind.LATE, country, quantity);
    } else if (lot < 7) {
      return new Order(id, Order.Kind.EARLY, country, quantity);
    } else if (lot < 9) {
      return new Order(id, Order.Kind.MALFORMED, country, quantity);
    } else if (lot < 12) {
      return new Order(id, Order.Kind.REFUSED, REFUSED + id, quantity);
    }
    return new Order(id, Order.Kind.COUNTED, country, quantity);
  }
}
