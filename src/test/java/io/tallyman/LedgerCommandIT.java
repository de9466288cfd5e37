package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallyman.cluster.Database;
import io.tallyman.cluster.Kafka;
import io.tallyman.cluster.SharedServers;
import io.tallyman.decode.Framing;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar tallyman.jar ledger config.yml}, as a person at a terminal meets it. */
@ExtendWith(SharedServers.class)
@Timeout(240)
final class LedgerCommandIT {

  private static final int PARTITIONS = 3;

  @TempDir Path folder;

  private Path log() {
    return folder.resolve("out.log");
  }

  /** Orders that are counted by a host that has left, so that nothing moves any more. */
  private OrderService counted(Kafka kafka, Database server, String name) throws Exception {
    OrderService orders =
        new OrderService(kafka, server, name, Framing.RAW, folder).createTopic(PARTITIONS);
    orders.produce(900, PARTITIONS);
    RunningService service = orders.start();
    orders.awaitCounted();
    service.close();
    return orders;
  }

  private String failing(OrderService orders, String... options) throws Exception {
    Object[] arguments = new Object[options.length + 2];
    arguments[0] = "ledger";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[options.length + 1] = orders.config();
    try (JarProcess process = JarProcess.start(log(), arguments)) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.output()).doesNotContain("\tat ");
      return process.output();
    }
  }

  @Test
  void shouldShowThatEverythingBalancesToPeopleAndPrograms(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders = counted(kafka, server, "books")) {
      long counted = orders.book.sent(OrderBook.Fate.COUNTED);

      assertThat(JarProcess.run(log(), "ledger", orders.config()))
          .contains("orders_by_country version ", " (ready), of source orders, topic it-books")
          .contains("0          [0, 300)  none  300     0 ")
          .contains("the ledger begins and ends where the positions do")
          .contains("the cells hold " + counted + " records, the ledger " + counted)
          .contains("orders counts " + counted + " records, the ledger " + counted)
          .endsWith("everything balances\n");

      JsonNode json =
          new ObjectMapper().readTree(JarProcess.run(log(), "ledger", "--json", orders.config()));
      assertThat(json.at("/balanced").asBoolean()).isTrue();
      assertThat(json.at("/rollups/0/name").asText()).isEqualTo("orders_by_country");
      JsonNode ledger = json.at("/rollups/0/ledger");
      assertThat(ledger.at("/sums/served").asLong()).isEqualTo(900);
      assertThat(ledger.at("/sums/absent").asLong()).isZero();
      assertThat(ledger.at("/partitions")).hasSize(PARTITIONS);
      assertThat(ledger.at("/partitions/2/ranges/0/next_offset").asLong()).isEqualTo(300);
      assertThat(ledger.at("/cells/records").asLong()).isEqualTo(counted);
      assertThat(ledger.at("/cells/counts/orders").asLong()).isEqualTo(counted);
    }
  }

  @Test
  void shouldFailWhereACellWasChangedByHand(Kafka kafka, Database server) throws Exception {
    try (OrderService orders = counted(kafka, server, "books_cell")) {
      long counted = orders.book.sent(OrderBook.Fate.COUNTED);
      orders.table.change("UPDATE `" + orders.table.name() + "` SET records = records + 7 LIMIT 1");

      assertThat(failing(orders))
          .contains("records, the ledger " + counted + ": difference 7")
          .contains("its cells hold " + (counted + 7) + " records and its ledger " + counted)
          .contains("7 too many", "put both back")
          .doesNotContain("everything balances");

      JsonNode json = new ObjectMapper().readTree(failing(orders, "--json"));
      assertThat(json.at("/balanced").asBoolean()).isFalse();
      assertThat(json.at("/rollups/0/ledger/imbalances/0/check").asText()).isEqualTo("records");
      assertThat(json.at("/rollups/0/ledger/imbalances/0/difference").asLong()).isEqualTo(7);
    }
  }

  @Test
  void shouldFailWhereAMeasureThatCountsWasChangedByHand(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders = counted(kafka, server, "books_count")) {
      orders.table.change("UPDATE `" + orders.table.name() + "` SET orders = orders - 1 LIMIT 1");

      assertThat(failing(orders)).contains("its measure orders counts", "1 too few");
    }
  }

  @Test
  void shouldFailWhereARowOfTheLedgerWasChangedByHand(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders = counted(kafka, server, "books_row")) {
      orders.table.change("ALTER TABLE tallyman_ledger DROP CONSTRAINT tallyman_ledger_length");
      orders.table.change("UPDATE tallyman_ledger SET absent = 2 WHERE partition_id = 1");
      // Within the constraints: one record of these became another's outcome.
      orders.table.change(
          "UPDATE tallyman_ledger SET counted = counted - 1, filtered = filtered + 1"
              + " WHERE partition_id = 2");

      assertThat(failing(orders))
          .contains("partition 1: [0, 300) has 300 offsets, but served 300 + absent 2 are 302")
          .contains("1 too many");
    }
  }

  @Test
  void shouldShowAMissingRowAsAGapAndWhatItsCellsHoldTooMuch(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders = counted(kafka, server, "books_gap")) {
      orders.table.change("DELETE FROM tallyman_ledger WHERE partition_id = 1");

      assertThat(failing(orders))
          .contains("1          none      [0, 300)     0")
          .contains("all                  300 offsets  600 ")
          .contains("too many");
    }
  }

  @Test
  void shouldShowTheBeginningThatARollupAddedLaterLacksAndBalance(Kafka kafka, Database server)
      throws Exception {
    try (OrderService orders = counted(kafka, server, "books_later")) {
      Path config = orders.config();
      String text = Files.readString(config);
      Files.writeString(
          config,
          text.replace(
              "server:\n",
              """
                orders_by_day: {source: orders, bucket: 1d, measures: {orders: {type: count}}}
              server:
              """));
      orders.produce(300, PARTITIONS);
      JarProcess service = JarProcess.start(folder.resolve("later.log"), "server", config);
      try {
        await()
            .atMost(OrderService.PATIENCE)
            .untilAsserted(() -> assertThat(orders.table.served("orders_by_day")).isEqualTo(300));
      } finally {
        service.close();
      }

      assertThat(JarProcess.run(log(), "ledger", config))
          .contains("orders_by_day version ")
          .contains("0          [300, 400)  [0, 300)     100")
          .contains("partition 0: the ledger begins at 300, 300 offsets after its position's first")
          .endsWith("everything balances\n");
    }
  }
}
