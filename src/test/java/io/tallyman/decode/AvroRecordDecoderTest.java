package io.tallyman.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.event.FieldType;
import io.tallyman.event.RejectReason;
import io.tallyman.event.Row;
import io.tallyman.event.RowShape;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AvroRecordDecoderTest {

  private static final String EVENT_ID = "0e4a1d1c-8f4b-4f0e-9a52-0d1f6f2b7c11";
  private static final long OCCURRED_AT = 1_795_000_000_123L;

  private final SchemaCatalogue tracking = Schemas.tracking();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Framing.class)
  void shouldReadTheFieldsOfTheCurrentVersion(Framing framing) {
    SchemaVersion version = tracking.byId(3);
    byte[] value = Written.value(framing, version, current(Map.of("duration_ms", 250)));

    Row row =
        row(
            decoder(framing, "unit_price", "event_type", "occurred_at", "duration_ms", "item_id")
                .decode(value));

    assertThat(row.value(0)).isEqualTo(new BigDecimal("-12.30"));
    assertThat(row.value(1)).isEqualTo("purchase");
    assertThat(row.value(2)).isEqualTo(OCCURRED_AT);
    assertThat(row.value(3)).isEqualTo(250L);
    assertThat(row.value(4)).isNull();
  }

  @Test
  void shouldReadTheFirstVersionInTheCurrentOne() {
    SchemaVersion v1 = tracking.byId(1);
    Map<String, Object> fields = new HashMap<>(common(v1));
    fields.put("type", "search");
    fields.put("user_id", 42);
    fields.put("item_id", 7);

    Row row =
        row(
            decoder(
                    Framing.CONFLUENT,
                    "event_type",
                    "user_id",
                    "item_id",
                    "client.os.name",
                    "duration_ms",
                    "platform")
                .decode(Written.value(Framing.CONFLUENT, v1, Written.record(v1, fields))));

    assertThat(row.value(0)).as("renamed").isEqualTo("search");
    assertThat(row.value(1)).as("int to long").isEqualTo(42L);
    assertThat(row.value(2)).as("int to long in a union").isEqualTo(7L);
    assertThat(row.value(3)).as("added record").isNull();
    assertThat(row.value(4)).as("added field").isNull();
    assertThat(row.value(5)).isEqualTo("ios");
  }

  @Test
  void shouldReadNestedFieldsOfTheSecondVersion() {
    SchemaVersion v2 = tracking.byId(2);
    Map<String, Object> fields = new HashMap<>(common(v2));
    fields.put("type", "view");
    fields.put("user_id", 42L);
    fields.put("client", client(v2));

    Row row =
        row(
            decoder(Framing.SINGLE_OBJECT, "client.os.version", "client.app_version", "event_type")
                .decode(Written.value(Framing.SINGLE_OBJECT, v2, Written.record(v2, fields))));

    assertThat(row.value(0)).isEqualTo("17.4");
    assertThat(row.value(1)).isEqualTo("5.0.1");
    assertThat(row.value(2)).isEqualTo("view");
  }

  @Test
  void shouldReadWithoutAnyFieldNamed() {
    byte[] value = Written.value(Framing.RAW, tracking.byId(3), current(Map.of()));

    assertThat(decoder(Framing.RAW).decode(value)).isInstanceOf(Decoded.Fields.class);
    assertThat(reason(decoder(Framing.RAW).decode(Arrays.copyOf(value, 20))))
        .isEqualTo(RejectReason.MALFORMED);
  }

  @Test
  void shouldReadValuesThatFollowBrokenOnes() {
    byte[] value = Written.value(Framing.CONFLUENT, tracking.byId(3), current(Map.of()));
    RecordDecoder decoder = decoder(Framing.CONFLUENT, "country", "user_id");

    assertThat(reason(decoder.decode(Arrays.copyOf(value, value.length - 3))))
        .isEqualTo(RejectReason.MALFORMED);
    Row row = row(decoder.decode(value));

    assertThat(row.value(0)).isEqualTo("DÉ");
    assertThat(row.value(1)).isEqualTo(4_000_000_000L);
  }

  /** The single-object message of Apache Avro: share/test/data/messageV1 of its repository. */
  @Test
  void shouldReadTheSingleObjectMessageOfApacheAvro() throws IOException {
    new Schemas(directory).with("TestMessage.avsc", text("/apache-avro/test_schema.avsc"));
    SchemaCatalogue catalogue = Schemas.loadWithoutProblems(directory);
    RecordDecoder decoder =
        decoder(catalogue, "org.apache.avro.TestMessage", Framing.SINGLE_OBJECT, "name", "id");

    Row row = row(decoder.decode(bytes("/apache-avro/test_message.bin")));

    assertThat(row.value(0)).isEqualTo("Bill");
    assertThat(row.value(1)).isEqualTo(42L);
  }

  @Test
  void shouldRejectAValueOfNoBytes() {
    RecordDecoder decoder = decoder(Framing.CONFLUENT, "country");

    assertThat(reason(decoder.decode(null))).isEqualTo(RejectReason.EMPTY);
    assertThat(reason(decoder.decode(new byte[0]))).isEqualTo(RejectReason.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({
    "CONFLUENT, 01 00 00 00 03 02",
    "CONFLUENT, 00 00 00 03",
    "SINGLE_OBJECT, C3 02 00 00 00 00 00 00 00 00 00",
    "SINGLE_OBJECT, C3 01 00 00",
    "SINGLE_OBJECT, 7B",
  })
  void shouldRejectAnotherFraming(Framing framing, String hex) {
    Decoded.Undecodable undecodable = undecodable(decoder(framing, "country").decode(hex(hex)));

    assertThat(undecodable.reason()).isEqualTo(RejectReason.BAD_FRAMING);
    assertThat(undecodable.detail()).contains("the framing " + framing.label());
    assertThat(undecodable.schemaId()).isNull();
  }

  @Test
  void shouldRejectAnUnknownSchemaAndTellIt() {
    Decoded.Undecodable id =
        undecodable(decoder(Framing.CONFLUENT, "country").decode(hex("00 00 00 00 63 02")));
    Decoded.Undecodable fingerprint =
        undecodable(
            decoder(Framing.SINGLE_OBJECT, "country")
                .decode(hex("C3 01 01 00 00 00 00 00 00 80 02")));

    assertThat(id)
        .isEqualTo(
            new Decoded.Undecodable(
                RejectReason.UNKNOWN_SCHEMA, "schema of the id 99: no known schema has that", 99L));
    assertThat(fingerprint)
        .isEqualTo(
            new Decoded.Undecodable(
                RejectReason.UNKNOWN_SCHEMA,
                "schema of the fingerprint 8000000000000001: no known schema has that",
                0x8000_0000_0000_0001L));
  }

  @Test
  void shouldRejectBytesThatAreLeftOver() {
    byte[] value = Written.value(Framing.RAW, tracking.byId(3), current(Map.of()));

    Decoded.Undecodable undecodable =
        undecodable(decoder(Framing.RAW, "country").decode(Arrays.copyOf(value, value.length + 1)));

    assertThat(undecodable.reason()).isEqualTo(RejectReason.MALFORMED);
    assertThat(undecodable.detail()).isEqualTo("bytes are left over after the record");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'name':'a','type':'int'} | {'name':'a','type':'string'} | Found int, expecting string",
        "{'name':'b','type':'int'} | {'name':'a','type':'int'} | missing required field a",
        "{'name':'a','type':['null','int']} | {'name':'a','type':'string'} | expecting string",
        "{'name':'a','type':{'type':'long','logicalType':'timestamp-micros'}},{'name':'b','type':'int'}"
            + " | {'name':'a','type':{'type':'long','logicalType':'timestamp-millis'}} |"
            + " timestamp-millis",
        "{'name':'a','type':['null',{'type':'bytes','logicalType':'decimal','precision':9,'scale':3}]},{'name':'b','type':'int'}"
            + " | {'name':'a','type':['null',{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}]}"
            + " | decimal of scale 2",
      })
  void shouldRejectAWriterThatCannotBeRead(String written, String read, String obstacle) {
    new Schemas(directory)
        .withOrder("Order.avsc", "\"tallyman.id\":2,", read)
        .withOrder("Order.v1.avsc", "\"tallyman.id\":1,", written);
    SchemaCatalogue catalogue = Schemas.loadWithoutProblems(directory);

    Decoded.Undecodable undecodable =
        undecodable(
            decoder(catalogue, "shop.Order", Framing.CONFLUENT)
                .decode(hex("00 00 00 00 01 02 02")));

    assertThat(undecodable.reason()).isEqualTo(RejectReason.INCOMPATIBLE_SCHEMA);
    assertThat(undecodable.detail()).startsWith("schema of the id 1: ").contains(obstacle);
    assertThat(undecodable.schemaId()).isEqualTo(1);
  }

  @Test
  void shouldRejectTheRecordsOfAnotherName() {
    new Schemas(directory)
        .withOrder("Order.avsc", "\"tallyman.id\":2,", "")
        .with(
            "Other.avsc",
            "{\"type\":\"record\",\"name\":\"Other\",\"tallyman.id\":1,\"fields\":[]}");
    SchemaCatalogue catalogue = Schemas.loadWithoutProblems(directory);

    assertThat(
            undecodable(
                decoder(catalogue, "shop.Order", Framing.CONFLUENT).decode(hex("00 00 00 00 01"))))
        .isEqualTo(
            new Decoded.Undecodable(
                RejectReason.INCOMPATIBLE_SCHEMA,
                "schema of the id 1: it is Other, which the source's schema doesn't name as alias",
                1L));
  }

  @Test
  void shouldRejectOnlyTheValuesThatTheReaderCannotTake() {
    new Schemas(directory)
        .withOrder("Order.avsc", "\"tallyman.id\":2,", "{'name':'a','type':'int'}")
        .withOrder("Order.v1.avsc", "\"tallyman.id\":1,", "{'name':'a','type':['null','int']}");
    RecordDecoder decoder =
        decoder(Schemas.loadWithoutProblems(directory), "shop.Order", Framing.CONFLUENT, "a");

    assertThat(row(decoder.decode(hex("00 00 00 00 01 02 54"))).value(0)).isEqualTo(42L);
    assertThat(reason(decoder.decode(hex("00 00 00 00 01 00"))))
        .isEqualTo(RejectReason.INCOMPATIBLE_SCHEMA);
    assertThat(reason(decoder.decode(hex("00 00 00 00 01 04")))).isEqualTo(RejectReason.MALFORMED);
  }

  @Test
  void shouldReadUnknownSymbolsAsTheDefaultOfTheEnum() {
    new Schemas(directory)
        .withOrder(
            "Order.avsc",
            "\"tallyman.id\":2,",
            "{'name':'a','type':{'type':'enum','name':'E','symbols':['X','Y'],'default':'Y'}}")
        .withOrder(
            "Order.v1.avsc",
            "\"tallyman.id\":1,",
            "{'name':'a','type':{'type':'enum','name':'E','symbols':['Z','X']}}");
    RecordDecoder decoder =
        decoder(Schemas.loadWithoutProblems(directory), "shop.Order", Framing.CONFLUENT, "a");

    assertThat(row(decoder.decode(hex("00 00 00 00 01 00"))).value(0)).isEqualTo("Y");
    assertThat(row(decoder.decode(hex("00 00 00 00 01 02"))).value(0)).isEqualTo("X");
    assertThat(reason(decoder.decode(hex("00 00 00 00 01 04")))).isEqualTo(RejectReason.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'type':'long','logicalType':'timestamp-micros'} | 01 | -1",
        "{'type':'long','logicalType':'timestamp-nanos'} | 01 | -1",
        "{'type':'long','logicalType':'timestamp-millis'} | 01 | -1",
        "{'type':'int','logicalType':'date'} | 03 | 1969-12-30",
        "'boolean' | 01 | true",
        "'int' | 54 | 42",
        "'float' | 00 00 20 40 | 2.5",
        "'double' | 00 00 00 00 00 00 F8 7F | NaN",
        "{'type':'fixed','name':'U','size':16,'logicalType':'uuid'}"
            + " | 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF"
            + " | 00112233-4455-6677-8899-aabbccddeeff",
        "{'type':'fixed','name':'F','size':3,'logicalType':'decimal','precision':6,'scale':1}"
            + " | FF FF 85 | -12.3",
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':0} | 06 00 27 0F | 9999",
      })
  void shouldConvertEveryType(String type, String hex, String expected) {
    Object value = row(ofOneField(type).decode(hex(hex))).value(0);

    assertThat(value).hasToString(expected);
    if (type.contains("date")) {
      assertThat(value).isInstanceOf(LocalDate.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':0} | 06 00 27 10 | more than"
            + " the 4 digits",
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':0} | 00 | a decimal has no"
            + " bytes",
        "'string' | 04 C3 28 | a text isn't UTF-8",
        "'string' | 01 | the bytes aren't such a record",
        "'string' | 80 80 80 80 08 61 | the value ends before the record does",
        "'string' | FE FF FF FF 0F 61 | the bytes aren't such a record",
        "{'type':'enum','name':'E','symbols':['X']} | 02 | the bytes aren't such a record",
      })
  void shouldRejectWhatTheTypeDoesNotAllow(String type, String hex, String detail) {
    Decoded.Undecodable undecodable = undecodable(ofOneField(type).decode(hex(hex)));

    assertThat(undecodable.reason()).isEqualTo(RejectReason.MALFORMED);
    assertThat(undecodable.detail()).contains(detail);
  }

  @Test
  void shouldKeepTheReplacementCharacterThatWasWritten() {
    assertThat(row(ofOneField("'string'").decode(hex("06 EF BF BD"))).value(0)).isEqualTo("\uFFFD");
  }

  @Test
  void shouldRejectWhatIsNestedWithoutEnd() {
    new Schemas(directory)
        .withOrder(
            "Order.avsc", "", "{'name':'inner','type':['null','Order']},{'name':'a','type':'int'}");
    byte[] value = new byte[4_000_000];
    Arrays.fill(value, (byte) 2);
    SchemaCatalogue catalogue = Schemas.loadWithoutProblems(directory);

    assertThat(reason(decoder(catalogue, "shop.Order", Framing.RAW, "a").decode(value)))
        .isEqualTo(RejectReason.MALFORMED);
    assertThat(reason(decoder(catalogue, "shop.Order", Framing.RAW, "inner.a").decode(value)))
        .isEqualTo(RejectReason.MALFORMED);
    assertThat(
            row(decoder(catalogue, "shop.Order", Framing.RAW, "inner.a").decode(hex("02 00 02 04")))
                .value(0))
        .isEqualTo(1L);
  }

  @Test
  void shouldRefuseAShapeThatIsNotTheSchemas() {
    SourceSchema source = tracking.reader(Schemas.TRACKING_EVENT).orElseThrow();
    RowShape unknown = new RowShape(List.of(new RowShape.Field("nothing", new FieldType.Text())));
    RowShape wrong = new RowShape(List.of(new RowShape.Field("country", new FieldType.Whole())));

    assertThatThrownBy(() -> new AvroRecordDecoder(tracking, Framing.RAW, source, unknown))
        .hasMessageContaining("has no field nothing");
    assertThatThrownBy(() -> new AvroRecordDecoder(tracking, Framing.RAW, source, wrong))
        .hasMessageContaining("the field country is Text[] in its schema, not Whole[]");
  }

  private RecordDecoder ofOneField(String type) {
    new Schemas(directory).withOrder("Order.avsc", "", "{'name':'f','type':" + type + "}");
    return decoder(Schemas.loadWithoutProblems(directory), "shop.Order", Framing.RAW, "f");
  }

  private RecordDecoder decoder(Framing framing, String... paths) {
    return decoder(tracking, Schemas.TRACKING_EVENT, framing, paths);
  }

  static RecordDecoder decoder(
      SchemaCatalogue catalogue, String fullName, Framing framing, String... paths) {
    SourceSchema source = catalogue.reader(fullName).orElseThrow();
    RowShape shape =
        new RowShape(
            Arrays.stream(paths)
                .map(
                    path ->
                        new RowShape.Field(
                            path, ((FieldAnswer.Known) source.fieldType(path)).type()))
                .toList());
    return new AvroRecordDecoder(catalogue, framing, source, shape);
  }

  private GenericRecord current(Map<String, ?> more) {
    SchemaVersion version = tracking.byId(3);
    Map<String, Object> fields = new HashMap<>(common(version));
    fields.put("event_type", "purchase");
    fields.put("user_id", 4_000_000_000L);
    fields.putAll(more);
    return Written.record(version, fields);
  }

  private static Map<String, Object> common(SchemaVersion version) {
    return Map.of(
        "event_id",
        EVENT_ID,
        "occurred_at",
        OCCURRED_AT,
        "session_id",
        "s-1",
        "country",
        "DÉ",
        "platform",
        Written.symbol(version, "platform", "ios"),
        "unit_price",
        Written.decimal("-12.30"),
        "url",
        "https://shop.example/items/1");
  }

  private static GenericRecord client(SchemaVersion version) {
    Schema client = version.schema().getField("client").schema().getTypes().get(1);
    GenericRecord os = new GenericData.Record(client.getField("os").schema());
    os.put("name", "iOS");
    os.put("version", "17.4");
    return Written.record(client, Map.of("app_version", "5.0.1", "os", os));
  }

  private static Row row(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Fields.class);
    return ((Decoded.Fields) decoded).row();
  }

  private static RejectReason reason(Decoded decoded) {
    return undecodable(decoded).reason();
  }

  private static Decoded.Undecodable undecodable(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Undecodable.class);
    return (Decoded.Undecodable) decoded;
  }

  private static byte[] hex(String hex) {
    return HexFormat.ofDelimiter(" ").parseHex(hex);
  }

  private String text(String resource) throws IOException {
    return new String(bytes(resource), StandardCharsets.UTF_8);
  }

  private byte[] bytes(String resource) throws IOException {
    try (var in = getClass().getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }
}
