package io.tallyman.rollup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Which measures of a definition count records, so that each must sum to what was counted. */
public final class CountMeasures {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COUNT = new MeasureDefinition.Count("any").type();

  private CountMeasures() {}

  /**
   * Their names, which are their columns' too, in alphabetical order.
   *
   * @param definition a canonical definition, as {@link RollupTable#definition} has it
   */
  public static List<String> of(String definition) {
    List<String> counts = new ArrayList<>();
    for (var measure : read(definition).path("measures").properties()) {
      if (measure.getValue().path(0).asText().equals(COUNT)) {
        counts.add(measure.getKey());
      }
    }
    return counts.stream().sorted().toList();
  }

  private static JsonNode read(String definition) {
    try {
      return JSON.readTree(definition);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "this isn't a rollup's canonical definition: " + definition, e);
    }
  }
}
