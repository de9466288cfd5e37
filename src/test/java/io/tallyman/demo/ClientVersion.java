package io.tallyman.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * A version of the marketplace's client, which writes events in a schema of its own. Not
 * thread-safe.
 */
final class ClientVersion {

  private final WriterSchema writer;
  private final String name;
  private final GenericDatumWriter<GenericRecord> avro;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);

  ClientVersion(WriterSchema writer) {
    this.writer = writer;
    this.name = writer.id() + ".2.0";
    this.avro = new GenericDatumWriter<>(writer.schema());
  }

  /** A client for each schema, the newest first. */
  static List<ClientVersion> of(List<WriterSchema> schemas) {
    List<ClientVersion> clients = new ArrayList<>();
    schemas.forEach(schema -> clients.add(0, new ClientVersion(schema)));
    return List.copyOf(clients);
  }

  /** The platforms on which it runs, which are those that its schema names. */
  List<String> platforms() {
    return writer.schema().getField("platform").schema().getEnumSymbols();
  }

  /** The event as this client knows it. */
  GenericRecord write(MarketEvent event) {
    return record(writer.schema(), event);
  }

  /** What it sends: the event in the confluent framing. */
  byte[] encode(GenericRecord event) {
    bytes.reset();
    bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(writer.id()).array());
    try {
      avro.write(event, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("an array never fails", e);
    }
    return bytes.toByteArray();
  }

  private GenericRecord record(Schema schema, MarketEvent event) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field, AvroValues.withoutNull(field.schema()), event));
    }
    return record;
  }

  private @Nullable Object value(Schema.Field field, Schema type, MarketEvent event) {
    Visitor visitor = event.visitor();
    return switch (field.name()) {
      case "event_id" -> event.id();
      case "event_type", "type" -> event.type();
      case "occurred_at" -> event.time();
      case "user_id" -> whole(type, visitor.userId());
      case "session_id" -> visitor.sessionId();
      case "item_id" -> event.item() == null ? null : whole(type, event.item().id());
      case "country" -> visitor.country();
      case "platform" -> new GenericData.EnumSymbol(type, visitor.platform());
      case "quantity" -> event.quantity();
      case "unit_price" -> ByteBuffer.wrap(event.unitPrice().unscaledValue().toByteArray());
      case "url" -> event.url();
      case "duration_ms" -> event.durationMs();
      case "client", "os" -> record(type, event);
      case "app_version" -> name;
      case "name" -> system(visitor);
      case "version" -> String.valueOf(10 + visitor.userId() % 8);
      default ->
          throw new IllegalArgumentException(
              "The generator knows no " + field.name() + " of " + writer.schema().getFullName());
    };
  }

  private static Object whole(Schema type, long value) {
    return type.getType() == Schema.Type.INT ? (Object) Math.toIntExact(value) : value;
  }

  private static String system(Visitor visitor) {
    return switch (visitor.platform()) {
      case "ios" -> "iOS";
      case "android", "tv" -> "Android";
      default -> visitor.userId() % 3 == 0 ? "macOS" : "Windows";
    };
  }
}
