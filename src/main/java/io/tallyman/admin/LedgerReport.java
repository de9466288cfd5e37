package io.tallyman.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tallyman.store.RegisteredRollup;
import io.tallyman.store.RollupLedger;
import java.util.List;

/**
 * What the rollups have counted, for people as tables and for programs as one JSON document. In
 * JSON the names are in snake case, as in {@code /status}.
 *
 * @param balanced whether every check of every rollup holds
 * @param rollups the versions, in the order of the rollups' names
 */
public record LedgerReport(boolean balanced, List<Rollup> rollups) {

  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writer();

  public LedgerReport {
    rollups = List.copyOf(rollups);
  }

  /**
   * A version of a rollup.
   *
   * @param name the rollup's name
   * @param version the hash of its definition
   * @param state {@code building}, {@code ready} or {@code retired}
   * @param source the source that feeds it
   * @param topic that source's topic
   * @param ledger what it has counted
   */
  public record Rollup(
      String name, String version, String state, String source, String topic, LedgerView ledger) {

    private static Rollup of(RollupLedger ledger) {
      RegisteredRollup rollup = ledger.rollup();
      return new Rollup(
          rollup.id().name(),
          rollup.id().version(),
          rollup.state().code(),
          rollup.source(),
          rollup.topic(),
          LedgerView.of(ledger));
    }
  }

  /** A report of these. */
  public static LedgerReport of(List<RollupLedger> ledgers) {
    List<Rollup> rollups = ledgers.stream().map(Rollup::of).toList();
    return new LedgerReport(
        rollups.stream().allMatch(rollup -> rollup.ledger().balanced()), rollups);
  }

  /** One sentence per check that doesn't hold: what, where, by how much, and the remedy. */
  public List<String> imbalances() {
    return rollups.stream()
        .flatMap(rollup -> rollup.ledger().imbalances().stream())
        .map(LedgerView.Unbalanced::sentence)
        .toList();
  }

  /** One JSON document. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and texts are always JSON", e);
    }
  }

  /** A table per version, and what its cells and positions say. */
  public String text() {
    return String.join("\n", rollups.stream().map(LedgerText::of).toList());
  }
}
