package io.tallyman.smoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.List;

/**
 * How a run ended. In JSON the names are in snake case, as everywhere.
 *
 * @param good whether every event was counted once, and nowhere else
 * @param run the run's name, by which its rows are found
 * @param sent how many events were sent; 0 where there was no use in it
 * @param counted how many the rollup has of them
 * @param sumSent what the numbers of the sent events add up to
 * @param sumCounted what the rollup has of that
 * @param cells in how many cells
 * @param countedAfterMillis when they were seen counted, from the last one's being sent; as long as
 *     was waited where they weren't
 * @param watchedMillis for how long it was seen that it stays so
 * @param rollups all rollups that have counted anything of the smoke topic, at any time
 * @param faults a sentence for each thing that isn't as it has to be; the first says what
 */
public record SmokeReport(
    boolean good,
    String run,
    int sent,
    long counted,
    BigDecimal sumSent,
    BigDecimal sumCounted,
    long cells,
    long countedAfterMillis,
    long watchedMillis,
    List<String> rollups,
    List<String> faults) {

  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writer();

  public SmokeReport {
    rollups = List.copyOf(rollups);
    faults = List.copyOf(faults);
  }

  /** One JSON document. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers and texts is always JSON", e);
    }
  }
}
