package io.tallyman.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.decode.Framing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProduceRunTest {

  @TempDir Path folder;

  @Test
  void shouldCountTheRowsOfADryRun() throws Exception {
    Shop shop = new Shop(folder).withOrder("{'name':'a','type':'int'}");

    assertThat(shop.dryRun(shop.file("o.csv", "a", "1", "2", "3"), "a").run().rows()).isEqualTo(3);
  }

  @Test
  void shouldSayEveryBadRowInADryRun() {
    Shop shop = new Shop(folder).withOrder("{'name':'a','type':'int'}");
    ProduceRun run = shop.dryRun(shop.file("o.csv", "a", "1", "x", "3", "y"), null);

    assertThatThrownBy(run::run)
        .isInstanceOf(ProduceFailure.class)
        .hasMessage("bad rows: 2, good rows: 2; nothing was sent, as this is a dry run");
    assertThat(shop.said().lines())
        .hasSize(2)
        .first()
        .asString()
        .endsWith("o.csv, line 3: column a: 'x' is no number");
  }

  @Test
  void shouldTakeTheEventsOfTheReadme() throws Exception {
    Shop shop = new Shop(folder).withEvents();
    Path events = Shop.HOME.resolve("examples/events.csv");

    assertThat(shop.dryRun(events, "user_id").run().rows()).isEqualTo(20);
    assertThat(Files.readAllLines(events).stream().skip(1))
        .as("within acceptEarly of midnight, so that no event of today is early")
        .allMatch(line -> line.contains(",2026-01-31T00:0"));
    assertThat(Files.readString(Shop.HOME.resolve("README.md")))
        .contains("examples/events.csv", "--key user_id");
  }

  @Test
  void shouldPassOverTheRowsThatWereSentBefore() throws Exception {
    Shop shop = new Shop(folder).withOrder("{'name':'a','type':'int'}");
    Path file = shop.file("o.csv", "a", "1", "x", "", "3", "4");

    assertThat(shop.dryRun(file, null, 2).run().rows()).isEqualTo(2);
    assertThatThrownBy(() -> shop.dryRun(file, null, 5).run())
        .hasMessage(file + ": it has 4 rows, and --skip is 5");
  }

  @Test
  void shouldSayOnlyTheFirstOfManyBadRows() {
    Shop shop = new Shop(folder).withOrder("{'name':'a','type':'int'}");
    String[] lines = new String[100];
    java.util.Arrays.fill(lines, "x");
    lines[0] = "a";
    ProduceRun run = shop.dryRun(shop.file("o.csv", lines), null);

    assertThatThrownBy(run::run).hasMessageStartingWith("bad rows: 99, good rows: 0;");
    assertThat(shop.said().lines()).hasSize(21).last().isEqualTo("and more");
  }

  @Test
  void shouldRefuseAKeyThatIsNoField() {
    Shop shop = new Shop(folder);
    Path file = shop.file("o.csv", "a");

    assertThatThrownBy(() -> shop.dryRun(file, "invoice").run())
        .isInstanceOf(ProduceFailure.class)
        .hasMessage(
            "--key invoice: there is no field invoice in io.tallyman.examples.Sale; its fields are"
                + " invoice_no, stock_code, description, quantity, invoice_date, unit_price,"
                + " customer_id, country");
  }

  @Test
  void shouldRefuseASchemaThatIsNotInTheCatalogue() {
    Shop shop = new Shop(folder);
    ProduceOptions options = options(shop.file("o.csv", "a"));

    assertThatThrownBy(
            () ->
                shop.run(
                        Map.of(),
                        new ProduceTarget("sales", Framing.RAW, "io.tallyman.Sale"),
                        options)
                    .run())
        .hasMessage(
            "schemas.directory: there is no schema named io.tallyman.Sale; did you mean"
                + " io.tallyman.examples.Sale?");
  }

  @Test
  void shouldRefuseOptionsThatAreNotPositive() {
    assertThatThrownBy(
            () ->
                new ProduceOptions(
                    folder,
                    OptionalInt.of(0),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    null,
                    0,
                    false))
        .hasMessage("--rate is 0; it is a whole number of 1 or more");
  }

  @Test
  void shouldTakeItsPropertiesFromThoseOfEveryClient() {
    ProducerSettings kafka =
        new ProducerSettings(
            Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "security.protocol", "SSL",
                "max.poll.records", 5,
                "acks", "1",
                "linger.ms", 3));

    assertThat(kafka.producer())
        .containsEntry("security.protocol", "SSL")
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("linger.ms", 3)
        .containsEntry("compression.type", "lz4")
        .doesNotContainKey("max.poll.records");
    assertThat(kafka.admin())
        .containsEntry("security.protocol", "SSL")
        .doesNotContainKeys("acks", "max.poll.records");
  }

  @ParameterizedTest
  @CsvSource({
    "request.timeout.ms, 30000, 30000, 30000",
    "request.timeout.ms, 5000, 5000, 15000",
    "default.api.timeout.ms, 300, 300, 300",
    "default.api.timeout.ms, 60000, 15000, 60000",
    "retries, 5, 15000, 15000",
  })
  void shouldGiveARequestNoMoreTimeThanItsCall(
      String key, String value, String request, String call) {
    Map<String, Object> admin =
        new ProducerSettings(Map.of("bootstrap.servers", "127.0.0.1:1", key, value)).admin();

    assertThat(String.valueOf(admin.get("request.timeout.ms"))).isEqualTo(request);
    assertThat(String.valueOf(admin.get("default.api.timeout.ms"))).isEqualTo(call);
    Admin.create(admin).close(Duration.ZERO);
  }

  @Test
  void shouldSayWhyAClientCannotBeMade() {
    Shop shop = new Shop(folder).withOrder("{'name':'a','type':'int'}");
    ProduceOptions options = options(shop.file("o.csv", "a", "1"));
    Map<String, Object> kafka =
        Map.of("bootstrap.servers", "127.0.0.1:1", "security.protocol", "SASL_SSL");

    assertThatThrownBy(() -> shop.run(kafka, Framing.CONFLUENT, options).run())
        .isInstanceOf(ProduceFailure.class)
        .hasMessageStartingWith("topic sales at 127.0.0.1:1: ")
        .hasMessageContaining("JAAS")
        .hasMessageContaining("kafka.properties");
  }

  @Test
  void shouldSayWhyAProducerCannotBeMade() {
    ProducerSettings kafka =
        new ProducerSettings(
            Map.of("bootstrap.servers", "127.0.0.1:1", "delivery.timeout.ms", "1"));

    assertThatThrownBy(() -> Sender.open(kafka, "sales", Clock.systemUTC()))
        .isInstanceOf(ProduceFailure.class)
        .hasMessageContaining("delivery.timeout.ms should be equal to or larger than");
  }

  @Test
  void shouldSayThatNoBrokerAnswers() {
    Shop shop = new Shop(folder).withOrder("{'name':'a','type':'int'}");
    ProduceOptions options = options(shop.file("o.csv", "a", "1"));
    Map<String, Object> kafka =
        Map.of(
            "bootstrap.servers", "127.0.0.1:1",
            "default.api.timeout.ms", 300,
            "request.timeout.ms", 200);

    assertThatThrownBy(() -> shop.run(kafka, Framing.CONFLUENT, options).run())
        .isInstanceOf(ProduceFailure.class)
        .hasMessageStartingWith("topic sales at 127.0.0.1:1: no broker answers (");
  }

  @Test
  void shouldReadTheKeyOfEveryType() throws Exception {
    Shop shop =
        new Shop(folder)
            .withOrder(
                "{'name':'s','type':'string'},{'name':'n','type':['null','long'],'default':null},"
                    + "{'name':'d','type':{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}},"
                    + "{'name':'r','type':['null',{'type':'record','name':'R','fields':[{'name':'x','type':'int'}]}],'default':null}");
    Path file = shop.file("o.jsonl", "{\"s\":\"é\",\"d\":1.5,\"r\":{\"x\":7}}");

    assertThat(List.of(key(shop, file, "s"), key(shop, file, "d"), key(shop, file, "r.x")))
        .containsExactly("é", "1.50", "7");
    assertThat(key(shop, file, "n")).isNull();
    assertThat(key(shop, file, null)).isNull();
  }

  private static String key(Shop shop, Path path, String key) throws Exception {
    RecordKey recordKey = RecordKey.of(key, shop.catalogue().reader("shop.Order").orElseThrow());
    try (InputFile file = InputFile.open(path);
        RecordSource records =
            file.records(
                shop.catalogue().current("shop.Order").orElseThrow().schema(), note -> {})) {
      byte[] bytes = recordKey.of(records.next());
      return bytes == null ? null : new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private static ProduceOptions options(Path input) {
    return new ProduceOptions(
        input, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), null, 0, false);
  }
}
