package io.tallyman.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.AvroRecordDecoder;
import io.tallyman.decode.Decoded;
import io.tallyman.decode.FieldAnswer;
import io.tallyman.decode.Framing;
import io.tallyman.decode.RecordDecoder;
import io.tallyman.decode.SchemaCatalogue;
import io.tallyman.decode.SourceSchema;
import io.tallyman.event.Row;
import io.tallyman.event.RowShape;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServers.class)
class ProduceIT {

  @TempDir Path folder;

  private Map<String, Object> properties;

  @BeforeEach
  void useBrokers(Kafka kafka) {
    properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  @Test
  void shouldSendSalesKeyedByInvoice() throws Exception {
    Shop shop = new Shop(folder);
    Path file =
        shop.file(
            "sales.csv",
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
            "536365,85123A,WHITE HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom",
            "536365,71053,\"A \"\"LANTERN\"\", 2\",-6,2010-12-01 08:26:00,0.001,,EIRE",
            "C536379,D,Discount,-1,2010-12-01 09:41:00,-11062.06,14527.0,United Kingdom");
    ProduceTarget target = new ProduceTarget("produce-sales", Framing.CONFLUENT, Shop.SALE);

    ProduceReport report =
        shop.run(properties, target, options(file, OptionalInt.empty(), "invoice_no")).run();

    assertThat(report.rows()).isEqualTo(3);
    assertThat(shop.said())
        .contains("created the topic produce-sales: 12 partitions, replication 3");
    List<ConsumerRecord<byte[], byte[]>> sent = read("produce-sales", 3);
    assertThat(sent).extracting(ConsumerRecord::timestamp).containsOnly(shop.now().toEpochMilli());
    assertThat(
            sent.stream()
                .filter(record -> text(record.key()).equals("536365"))
                .map(ConsumerRecord::partition)
                .distinct())
        .hasSize(1);
    assertThat(decoded(shop.catalogue(), target, sent, "stock_code", "unit_price", "customer_id"))
        .containsExactlyInAnyOrder(
            Arrays.asList("85123A", new BigDecimal("2.550"), "17850.0"),
            Arrays.asList("71053", new BigDecimal("0.001"), null),
            Arrays.asList("D", new BigDecimal("-11062.060"), "14527.0"));
  }

  @Test
  void shouldSendRowsOfAnotherShape() throws Exception {
    Shop shop =
        new Shop(folder)
            .withOrder(
                "{'name':'at','type':{'type':'long','logicalType':'timestamp-micros'}},"
                    + "{'name':'paid','type':'boolean'},"
                    + "{'name':'client','type':{'type':'record','name':'C','fields':[{'name':'os','type':'string'}]}}");
    Path lines =
        shop.file(
            "orders.jsonl",
            "{\"at\":\"2026-01-31T12:00:00+01:00\",\"paid\":true,\"client\":{\"os\":\"日本\"}}");
    Path table = shop.file("orders.csv", "paid,client.os,at", "false,iOS,1");
    ProduceTarget target = new ProduceTarget("produce-orders", Framing.SINGLE_OBJECT, "shop.Order");

    shop.run(properties, target, options(lines, OptionalInt.of(2), "client.os")).run();
    shop.run(properties, target, options(table, OptionalInt.of(5), null)).run();

    List<ConsumerRecord<byte[], byte[]>> sent = read("produce-orders", 2);
    assertThat(decoded(shop.catalogue(), target, sent, "paid", "client.os", "at"))
        .containsExactlyInAnyOrder(
            List.of(true, "日本", 1_769_857_200_000L), List.of(false, "iOS", 0L));
    assertThat(shop.said())
        .contains("created the topic produce-orders: 2 partitions, replication 3")
        .contains("is there with 2 partitions: --partitions changes nothing");
  }

  @Test
  void shouldStopAtABadRowAndGoOnAfterTheRowsBefore() throws Exception {
    Shop shop = new Shop(folder).withOrder("{'name':'a','type':'int'}");
    List<String> lines =
        new ArrayList<>(IntStream.range(0, 1000).mapToObj(Integer::toString).toList());
    lines.add(0, "a");
    lines.set(801, "eight hundred");
    Path file = shop.file("rows.csv", lines.toArray(new String[0]));
    ProduceTarget target = new ProduceTarget("produce-stopped", Framing.RAW, "shop.Order");

    assertThatThrownBy(
            () -> shop.run(properties, target, options(file, OptionalInt.of(3), null)).run())
        .isInstanceOf(ProduceFailure.class)
        .hasMessage(
            file
                + ", line 802: column a: 'eight hundred' is no number; rows that were sent before:"
                + " 800; correct the file and go on with --skip 800, or look for all bad rows"
                + " first with --dry-run");
    assertThat(read("produce-stopped", 800)).hasSize(800);

    lines.set(801, "800");
    shop.file("rows.csv", lines.toArray(new String[0]));
    ProduceOptions rest =
        new ProduceOptions(
            file, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), null, 800, false);

    assertThat(shop.run(properties, target, rest).run().rows()).isEqualTo(200);
    List<ConsumerRecord<byte[], byte[]>> all = read("produce-stopped", 1000);
    assertThat(all.stream().map(record -> Arrays.toString(record.value())).distinct())
        .hasSize(1000);
  }

  @Test
  void shouldCreateNoTopicForAFileThatDoesNotFillTheSchema() throws Exception {
    Shop shop = new Shop(folder).withOrder("{'name':'a','type':'int'}");
    Path file = shop.file("rows.csv", "b", "1");
    ProduceTarget target = new ProduceTarget("produce-nothing", Framing.RAW, "shop.Order");

    assertThatThrownBy(
            () -> shop.run(properties, target, options(file, OptionalInt.empty(), null)).run())
        .hasMessageContaining("no column for a");
    try (Admin admin = Admin.create(properties)) {
      assertThat(admin.listTopics().names().get()).doesNotContain("produce-nothing");
    }
  }

  @Test
  void shouldSayThatThereAreTooFewBrokers() {
    Shop shop = new Shop(folder).withOrder("{'name':'a','type':'int'}");
    Path file = shop.file("rows.csv", "a", "1");
    ProduceTarget target = new ProduceTarget("produce-copies", Framing.RAW, "shop.Order");
    ProduceOptions options =
        new ProduceOptions(
            file, OptionalInt.empty(), OptionalInt.of(1), OptionalInt.of(9), null, 0, false);

    assertThatThrownBy(() -> shop.run(properties, target, options).run())
        .isInstanceOf(ProduceFailure.class)
        .hasMessageContaining("give a smaller --replication, or start more brokers");
  }

  private static ProduceOptions options(Path file, OptionalInt partitions, String key) {
    return new ProduceOptions(
        file, OptionalInt.empty(), partitions, OptionalInt.empty(), key, 0, false);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic, int records) throws Exception {
    Map<String, Object> settings = new HashMap<>(properties);
    settings.put("auto.offset.reset", "earliest");
    settings.put("key.deserializer", ByteArrayDeserializer.class);
    settings.put("value.deserializer", ByteArrayDeserializer.class);
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      consumer.assign(partitions(topic));
      consumer.seekToBeginning(Set.of());
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
                return read.size() >= records;
              });
    }
    return read;
  }

  private List<TopicPartition> partitions(String topic) throws Exception {
    try (Admin admin = Admin.create(properties)) {
      TopicDescription description =
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      return description.partitions().stream()
          .map(partition -> new TopicPartition(topic, partition.partition()))
          .toList();
    }
  }

  private static List<List<Object>> decoded(
      SchemaCatalogue catalogue,
      ProduceTarget target,
      List<ConsumerRecord<byte[], byte[]>> records,
      String... paths) {
    SourceSchema schema = catalogue.reader(target.schema()).orElseThrow();
    RowShape shape =
        new RowShape(
            Arrays.stream(paths)
                .map(
                    path ->
                        new RowShape.Field(
                            path, ((FieldAnswer.Known) schema.fieldType(path)).type()))
                .toList());
    RecordDecoder decoder = new AvroRecordDecoder(catalogue, target.framing(), schema, shape);
    List<List<Object>> decoded = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Row row = ((Decoded.Fields) decoder.decode(record.value())).row();
      List<Object> values = new ArrayList<>();
      for (int slot = 0; slot < paths.length; slot++) {
        values.add(row.value(slot));
      }
      decoded.add(values);
    }
    return decoded;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
