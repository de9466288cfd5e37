package io.tallyman;

import io.tallyman.decode.Framing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Orders for tests, as Kafka's bytes, and what they should add up to: it is told which of them were
 * sent for good, and counts them by itself.
 */
final class OrderBook {

  /** The schema, with the id by which the framing confluent names it. */
  static final String SCHEMA =
      """
      {"type": "record", "name": "Order", "namespace": "io.tallyman.test", "tallyman.id": 77,
       "fields": [
        {"name": "country", "type": "string"},
        {"name": "quantity", "type": "int"},
        {"name": "price",
         "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 3}},
        {"name": "ordered_at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
      """;

  private static final Schema PARSED = new Schema.Parser().parse(SCHEMA);
  private static final String[] COUNTRIES = {"de", "DE", "fr", "XX", "é", " "};
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:00:00").withZone(ZoneOffset.UTC);

  /** What becomes of an order. */
  enum Fate {
    COUNTED,
    FILTERED,
    LATE,
    EARLY,
    REJECTED
  }

  /**
   * An order as it is sent.
   *
   * @param value Kafka's value; null for a tombstone
   * @param recordTime the record's own timestamp
   * @param cell hour and country, where it is counted
   */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  record Order(
      byte[] value, long recordTime, Fate fate, String cell, long quantity, BigDecimal price) {}

  private record Totals(long orders, long quantity, BigDecimal revenue, BigDecimal least) {
    Totals plus(Totals other) {
      return new Totals(
          orders + other.orders,
          quantity + other.quantity,
          revenue.add(other.revenue),
          least.min(other.least));
    }
  }

  private final Framing framing;
  private final Random random;
  private final Map<String, Totals> cells = new TreeMap<>();
  private final Map<Fate, Long> fates = new TreeMap<>();

  OrderBook(Framing framing, long seed) {
    this.framing = framing;
    this.random = new Random(seed);
  }

  /** An order that isn't in the book yet: most are good, some are not. */
  Order next(Instant now) {
    long recordTime = now.toEpochMilli();
    int kind = random.nextInt(100);
    if (kind < 3) {
      byte[] broken = {null_(kind), 1, 2, 3};
      return new Order(
          kind == 0 ? null : broken, recordTime, Fate.REJECTED, "", 0, BigDecimal.ZERO);
    }
    long late = ChronoUnit.HOURS.getDuration().toMillis();
    long early = ChronoUnit.MINUTES.getDuration().toMillis() * 5;
    long time =
        recordTime
            + switch (kind) {
              case 3 -> -late - 1;
              case 4 -> early + 1;
              case 5 -> -late;
              case 6 -> early;
              default -> -random.nextInt(1_000_000);
            };
    String country = COUNTRIES[random.nextInt(COUNTRIES.length)];
    Fate fate =
        kind == 3
            ? Fate.LATE
            : kind == 4 ? Fate.EARLY : country.equals("XX") ? Fate.FILTERED : Fate.COUNTED;
    int quantity = random.nextInt(-5, 50);
    BigDecimal price = BigDecimal.valueOf(random.nextLong(-100, 100_000), 3);
    String cell = HOUR.format(Instant.ofEpochMilli(time)) + "|" + country;
    return new Order(
        encode(country, quantity, price, time), recordTime, fate, cell, quantity, price);
  }

  /** A byte that no framing takes for a good beginning, and Avro for no text's length. */
  private static byte null_(int kind) {
    return (byte) (kind == 1 ? 0x7F : 0xFF);
  }

  /** Takes note that the order is in the topic for good. */
  void sent(Order order) {
    fates.merge(order.fate(), 1L, Long::sum);
    if (order.fate() == Fate.COUNTED) {
      cells.merge(
          order.cell(),
          new Totals(
              1,
              order.quantity(),
              order.price().multiply(BigDecimal.valueOf(order.quantity())),
              order.price()),
          Totals::plus);
    }
  }

  /** Everything that was sent. */
  long served() {
    return fates.values().stream().mapToLong(Long::longValue).sum();
  }

  long sent(Fate fate) {
    return fates.getOrDefault(fate, 0L);
  }

  /** Every cell, in the words of {@link OrderTable#cells}. */
  List<String> cells() {
    return cells.entrySet().stream()
        .map(
            entry -> {
              Totals totals = entry.getValue();
              return String.join(
                  "|",
                  entry.getKey(),
                  String.valueOf(totals.orders()),
                  String.valueOf(totals.quantity()),
                  totals.revenue().setScale(3).toPlainString(),
                  totals.least().toPlainString());
            })
        .sorted()
        .toList();
  }

  private byte[] encode(String country, int quantity, BigDecimal price, long time) {
    GenericRecord record = new GenericData.Record(PARSED);
    record.put("country", country);
    record.put("quantity", quantity);
    record.put("price", ByteBuffer.wrap(price.unscaledValue().toByteArray()));
    record.put("ordered_at", time);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(PARSED).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private byte[] header() {
    return switch (framing) {
      case CONFLUENT -> new byte[] {0, 0, 0, 0, 77};
      case SINGLE_OBJECT ->
          ByteBuffer.allocate(10)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put((byte) 0xC3)
              .put((byte) 1)
              .putLong(SchemaNormalization.parsingFingerprint64(PARSED))
              .array();
      case RAW -> new byte[0];
    };
  }
}
