package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.cluster.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;

/** What the database says of the rollup {@code orders_by_country}, in plain SQL. */
final class OrderTable {

  private final Database database;

  OrderTable(Database database) {
    this.database = database;
  }

  /** Every cell: hour, country, orders, quantity, revenue, the smallest price. */
  List<String> cells() {
    return rows(
            """
            SELECT CONCAT_WS('|', DATE_FORMAT(bucket_start, '%Y-%m-%d %H:%i:%s'), country, orders,
                             quantity, revenue, price_min)
            FROM orders_by_country\
            """)
        .stream()
        .sorted()
        .toList();
  }

  /** Records that the ledger has, whatever became of them; 0 while there is no ledger. */
  long served() {
    return number("SELECT COALESCE(SUM(served), 0) FROM tallyman_ledger");
  }

  /** Nothing can be counted until the connection is closed. */
  Connection holdPositions() throws SQLException {
    Connection connection = database.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT * FROM tallyman_position FOR UPDATE");
    }
    return connection;
  }

  /** The same of one rollup alone. */
  long served(String rollup) {
    return number(
        "SELECT COALESCE(SUM(served), 0) FROM tallyman_ledger WHERE rollup = '" + rollup + "'");
  }

  /** What one version of a rollup lacks: "complete" or "unknown", a bar, the gaps' offsets. */
  String completeness(String rollup) {
    return rows("SELECT CONCAT(IF(complete_until IS NULL, 'unknown', 'complete'), '|', gap_offsets)"
            + " FROM tallyman_completeness WHERE rollup = '"
            + rollup
            + "'")
        .get(0);
  }

  /** Records that the cells of a rollup count, by its view. */
  long orders(String rollup) {
    return number("SELECT COALESCE(SUM(orders), 0) FROM `" + rollup + "`");
  }

  /** The same by the ledger. */
  long counted(String rollup) {
    return number(
        "SELECT COALESCE(SUM(counted), 0) FROM tallyman_ledger WHERE rollup = '" + rollup + "'");
  }

  long outcome(String column) {
    return number("SELECT COALESCE(SUM(" + column + "), 0) FROM tallyman_ledger");
  }

  /** Partitions that are counted in more than one range: there is a gap. */
  long gaps() {
    return number("SELECT COUNT(*) - COUNT(DISTINCT topic_id, partition_id) FROM tallyman_ledger");
  }

  long recordsInCells() {
    return number("SELECT COALESCE(SUM(records), 0) FROM `" + name() + "`");
  }

  /** The table behind the view. */
  String name() {
    return rows("SELECT table_name FROM tallyman_rollup WHERE rollup = 'orders_by_country'"
            + " AND state = 'ready'")
        .get(0);
  }

  /** What the ledger has of a partition: first offset, next offset, served, absent. */
  List<String> ledgerOf(int partition) {
    return rows(
        "SELECT CONCAT_WS('|', first_offset, next_offset, served, absent) FROM tallyman_ledger"
            + " WHERE partition_id = "
            + partition
            + " ORDER BY rollup, version, first_offset");
  }

  /** Changes something by hand, as nobody should. */
  void change(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long deadLetters() {
    return number("SELECT COUNT(*) FROM tallyman_dead_letter");
  }

  List<String> deadLetterReasons() {
    return rows("SELECT DISTINCT reason FROM tallyman_dead_letter ORDER BY reason");
  }

  /** Losses: kind, partition, first offset, next offset. */
  List<String> losses() {
    return rows(
        "SELECT CONCAT_WS('|', kind, partition_id, first_offset, next_offset) FROM tallyman_loss");
  }

  /** Losses that no operator has settled: kind, partition, first offset, next offset. */
  List<String> openLosses() {
    return rows(
        "SELECT CONCAT_WS('|', kind, partition_id, first_offset, next_offset) FROM tallyman_loss"
            + " WHERE state = 'open'");
  }

  /** Returns when these are open, and no others. */
  void awaitOpenLosses(String... losses) {
    await()
        .atMost(OrderService.PATIENCE)
        .untilAsserted(() -> assertThat(openLosses()).containsExactlyInAnyOrder(losses));
  }

  /** Where the source stands: partition, next offset. */
  List<String> positions() {
    return rows(
        "SELECT CONCAT_WS('|', partition_id, next_offset) FROM tallyman_position"
            + " ORDER BY partition_id");
  }

  /** Who, action, target, what holds since, outcome. */
  List<String> audit() {
    return rows(
        "SELECT CONCAT_WS('|', who, action, target, after_value, outcome) FROM tallyman_audit"
            + " ORDER BY id");
  }

  /** What operators have set: kind, target, host, value. */
  List<String> settings() {
    return rows("SELECT CONCAT_WS('|', kind, target, host, value) FROM tallyman_setting");
  }

  /** How many offsets the source has passed, over all partitions. */
  long sumOfPositions() {
    return number("SELECT COALESCE(SUM(next_offset), 0) FROM tallyman_position");
  }

  /** What is counted: partition, first offset, next offset. */
  List<String> ranges() {
    return rows(
        "SELECT CONCAT_WS('|', partition_id, first_offset, next_offset) FROM tallyman_ledger"
            + " ORDER BY partition_id, first_offset");
  }

  /** The same of a topic that had, or has, this id. */
  List<String> ranges(Uuid topicId) {
    return rows(
        "SELECT CONCAT_WS('|', partition_id, first_offset, next_offset) FROM tallyman_ledger"
            + " WHERE topic_id = UNHEX('%016x%016x') ORDER BY partition_id, first_offset"
                .formatted(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits()));
  }

  /** The owners that positions name. */
  List<String> owners() {
    return rows("SELECT DISTINCT owner FROM tallyman_position WHERE owner IS NOT NULL");
  }

  /** How often each partition was claimed: the partition, a bar and its owner epoch. */
  List<String> ownerEpochs() {
    return rows(
        "SELECT CONCAT_WS('|', partition_id, owner_epoch) FROM tallyman_position"
            + " ORDER BY partition_id");
  }

  private long number(String sql) {
    List<String> rows = rows(sql);
    return rows.isEmpty() ? 0 : Long.parseLong(rows.get(0));
  }

  /** The first column, or nothing where the tables aren't there yet. */
  private List<String> rows(String sql) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    } catch (SQLException e) {
      if (!"42S02".equals(e.getSQLState())) {
        throw new AssertionError(sql, e);
      }
    }
    return rows;
  }
}
