package io.tallyman.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.FieldType;
import io.tallyman.event.Row;
import io.tallyman.event.RowShape;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

/** Whatever bytes come: an answer, and the same fields as Avro's own full decoding gives. */
class HostileBytesTest {

  private static final long SEED = 20_261_121L;
  private static final int MUTATIONS_PER_FRAMING = 7_000;

  private final SchemaCatalogue catalogue = Schemas.tracking();
  private final SourceSchema source = catalogue.reader(Schemas.TRACKING_EVENT).orElseThrow();
  private final List<String> paths = source.paths();
  private final RowShape shape =
      new RowShape(
          paths.stream()
              .map(
                  path ->
                      new RowShape.Field(path, ((FieldAnswer.Known) source.fieldType(path)).type()))
              .toList());

  @Test
  void shouldReadTheSameFieldsAsAvroDoes() throws IOException {
    Random random = new Random(SEED);
    RecordDecoder decoder = new AvroRecordDecoder(catalogue, Framing.CONFLUENT, source, shape);
    for (int i = 0; i < 2_000; i++) {
      SchemaVersion version = catalogue.byId(1 + random.nextInt(3));
      byte[] value = Written.value(Framing.CONFLUENT, version, randomEvent(version, random));

      assertSameFields(decoder.decode(value), oracle(version, value));
    }
  }

  @Test
  void shouldReadOneFieldAtATimeAsAvroDoes() throws IOException {
    Random random = new Random(SEED);
    for (RowShape.Field field : shape.fields()) {
      RowShape one = new RowShape(List.of(field));
      RecordDecoder decoder = new AvroRecordDecoder(catalogue, Framing.CONFLUENT, source, one);
      for (int id = 1; id <= 3; id++) {
        SchemaVersion version = catalogue.byId(id);
        byte[] value = Written.value(Framing.CONFLUENT, version, randomEvent(version, random));
        Row row = ((Decoded.Fields) decoder.decode(value)).row();

        assertThat(row.value(0)).isEqualTo(expected(oracle(version, value), field));
      }
    }
  }

  @Test
  void shouldRejectAValueThatIsCutAnywhere() {
    Random random = new Random(SEED);
    for (Framing framing : Framing.values()) {
      SchemaVersion version = catalogue.byId(3);
      byte[] value = Written.value(framing, version, randomEvent(version, random));
      RecordDecoder decoder = new AvroRecordDecoder(catalogue, framing, source, shape);
      for (int length = 0; length < value.length; length++) {
        assertThat(decoder.decode(Arrays.copyOf(value, length)))
            .as("%s cut to %d of %d bytes", framing, length, value.length)
            .isInstanceOf(Decoded.Undecodable.class);
      }
    }
  }

  @Test
  void shouldAnswerToAnyMutation() throws IOException {
    Random random = new Random(SEED);
    for (Framing framing : Framing.values()) {
      RecordDecoder decoder = new AvroRecordDecoder(catalogue, framing, source, shape);
      SchemaVersion version = catalogue.byId(3);
      for (int i = 0; i < MUTATIONS_PER_FRAMING; i++) {
        byte[] value = Written.value(framing, version, randomEvent(version, random));
        byte[] mutated = mutate(value, random);
        Decoded decoded = decoder.decode(mutated);
        if (decoded instanceof Decoded.Fields && framing == Framing.RAW) {
          assertSameFields(decoded, oracle(version, mutated, 0));
        }
      }
    }
  }

  @Test
  void shouldAnswerToAnyNoise() {
    Random random = new Random(SEED);
    for (Framing framing : Framing.values()) {
      RecordDecoder decoder = new AvroRecordDecoder(catalogue, framing, source, shape);
      byte[] header = framing.header(catalogue.byId(2)).orElseThrow();
      for (int i = 0; i < MUTATIONS_PER_FRAMING; i++) {
        byte[] noise = new byte[header.length + random.nextInt(200)];
        random.nextBytes(noise);
        System.arraycopy(header, 0, noise, 0, header.length);

        assertThat(decoder.decode(noise)).isNotNull();
      }
    }
  }

  private static byte[] mutate(byte[] value, Random random) {
    byte[] mutated =
        switch (random.nextInt(3)) {
          case 0 -> Arrays.copyOf(value, random.nextInt(value.length + 20));
          default -> value.clone();
        };
    for (int i = random.nextInt(4); i > 0 && mutated.length > 0; i--) {
      mutated[random.nextInt(mutated.length)] =
          random.nextBoolean() ? (byte) random.nextInt() : (byte) -1;
    }
    return mutated;
  }

  private GenericRecord randomEvent(SchemaVersion version, Random random) {
    Map<String, Object> fields = new HashMap<>();
    for (Schema.Field field : version.schema().getFields()) {
      fields.put(field.name(), random(field.schema(), random));
    }
    return Written.record(version, fields);
  }

  private static Object random(Schema schema, Random random) {
    return switch (schema.getType()) {
      case UNION -> random(schema.getTypes().get(random.nextInt(2)), random);
      case STRING -> "t" + random.nextInt(1000) + (random.nextInt(4) == 0 ? "é𝄞" : "");
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case BYTES -> ByteBuffer.wrap(BigInteger.valueOf(random.nextInt()).toByteArray());
      case ENUM ->
          new GenericData.EnumSymbol(
              schema, schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())));
      case RECORD -> {
        Map<String, Object> fields = new HashMap<>();
        schema
            .getFields()
            .forEach(field -> fields.put(field.name(), random(field.schema(), random)));
        yield Written.record(schema, fields);
      }
      default -> null;
    };
  }

  private GenericRecord oracle(SchemaVersion writer, byte[] value) throws IOException {
    return oracle(writer, value, Framing.CONFLUENT.headerLength());
  }

  private GenericRecord oracle(SchemaVersion writer, byte[] value, int start) throws IOException {
    Schema reader = catalogue.byId(3).schema();
    BinaryDecoder bytes =
        DecoderFactory.get().binaryDecoder(value, start, value.length - start, null);
    return new GenericDatumReader<GenericRecord>(writer.schema(), reader).read(null, bytes);
  }

  private void assertSameFields(Decoded decoded, GenericRecord oracle) {
    assertThat(decoded).isInstanceOf(Decoded.Fields.class);
    Row row = ((Decoded.Fields) decoded).row();
    List<Object> read = new ArrayList<>();
    List<Object> expected = new ArrayList<>();
    for (int slot = 0; slot < paths.size(); slot++) {
      read.add(row.value(slot));
      expected.add(expected(oracle, shape.fields().get(slot)));
    }
    assertThat(read).isEqualTo(expected);
  }

  private static Object expected(GenericRecord oracle, RowShape.Field field) {
    Object value = oracle;
    for (String name : field.path().split("\\.", -1)) {
      value = value == null ? null : ((GenericRecord) value).get(name);
    }
    if (value == null) {
      return null;
    }
    if (field.type() instanceof FieldType.Text) {
      return value.toString();
    }
    if (field.type() instanceof FieldType.Decimal decimal) {
      return new BigDecimal(new BigInteger(((ByteBuffer) value).array()), decimal.scale());
    }
    return ((Number) value).longValue();
  }
}
