package io.tallyman.prove;

import io.tallyman.cluster.ServerFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether topic, ledger and cells agree on how much there is, partition by partition. It trusts no
 * constraint of the tables: every sum is taken anew. For one thread at a time.
 */
final class Audit {

  private static final String LEDGER =
      "SELECT rollup, partition_id, COUNT(*), MIN(first_offset), MAX(next_offset), SUM(served),"
          + " SUM(absent), SUM(counted),"
          + " SUM(counted + filtered + late + early + duplicate + rejected)"
          + " FROM tallyman_ledger GROUP BY rollup, version, partition_id";

  private final Tables tables;
  private final DataSet data;

  Audit(Tables tables, DataSet data) {
    this.tables = tables;
    this.data = data;
  }

  /** Looks at all of it. */
  List<Finding> findings(Admin brokers) throws SQLException, InterruptedException {
    Map<Integer, Long> ends = ends(brokers);
    List<Finding> findings = new ArrayList<>();
    findings.add(topic(ends));
    findings.add(ledger(ends));
    findings.add(cells());
    findings.add(leftOut());
    return findings;
  }

  private static Map<Integer, Long> ends(Admin brokers) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, Stage.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(Stage.TOPIC, partition))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    try {
      return brokers.listOffsets(latest).all().get().entrySet().stream()
          .collect(
              Collectors.toMap(
                  entry -> entry.getKey().partition(), entry -> entry.getValue().offset()));
    } catch (ExecutionException e) {
      throw new ServerFailure("Cannot read the topic's ends: " + e, e);
    }
  }

  private Finding topic(Map<Integer, Long> ends) {
    long records = ends.values().stream().mapToLong(Long::longValue).sum();
    return new Finding(
        "topic",
        records == data.lines(),
        String.format(
            Locale.ROOT,
            "%,d records in %d partitions from %,d lines of the file",
            records,
            ends.size(),
            data.lines()));
  }

  /** One range for each rollup and partition: all of it served, all of it counted. */
  private Finding ledger(Map<Integer, Long> ends) throws SQLException {
    List<List<String>> rows = tables.values(LEDGER);
    long balanced = rows.stream().filter(row -> balances(row, ends)).count();
    long filled = ends.values().stream().filter(end -> end > 0).count();
    long rollups = tables.number("SELECT COUNT(*) FROM tallyman_rollup WHERE state = 'ready'");
    return new Finding(
        "ledger",
        balanced == rows.size() && rows.size() == filled * rollups && rollups > 0,
        "%d of %d balance (%d rollups x %d partitions): one range from 0 to the end, served = counted, absent 0"
            .formatted(balanced, filled * rollups, rollups, filled));
  }

  private static boolean balances(List<String> row, Map<Integer, Long> ends) {
    List<Long> numbers = row.subList(1, row.size()).stream().map(Long::parseLong).toList();
    long end = ends.getOrDefault(numbers.get(0).intValue(), 0L);
    return numbers.subList(1, numbers.size()).equals(List.of(1L, 0L, end, end, 0L, end, end));
  }

  /** The count of records that every cell hides. */
  private Finding cells() throws SQLException {
    List<String> sums = new ArrayList<>();
    boolean holds = true;
    for (List<String> rollup : tables.values("SELECT table_name FROM tallyman_rollup")) {
      long records = tables.number("SELECT COALESCE(SUM(records), 0) FROM " + rollup.get(0));
      holds &= records == data.lines();
      sums.add(String.format(Locale.ROOT, "%,d", records));
    }
    return new Finding(
        "cells' records", holds && !sums.isEmpty(), "they sum to " + String.join(", ", sums));
  }

  private Finding leftOut() throws SQLException {
    long letters = tables.number("SELECT COUNT(*) FROM tallyman_dead_letter");
    long losses = tables.number("SELECT COUNT(*) FROM tallyman_loss");
    return new Finding(
        "left out", letters + losses == 0, "%d dead letters, %d losses".formatted(letters, losses));
  }
}
