package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CountMeasuresTest {

  @Test
  void shouldNameWhatCountsRecordsAndNothingElse() {
    String definition =
        "{\"measures\":{\"visits\":[\"count\"],\"count\":[\"sum\",\"n\"],\"all\":[\"count\"],"
            + "\"mean\":[\"avg\",\"count\"]},\"source\":\"tracking\"}";

    assertThat(CountMeasures.of(definition)).containsExactly("all", "visits");
    assertThat(CountMeasures.of("{\"source\":\"tracking\"}")).isEmpty();
  }

  @Test
  void shouldSayWhatItCannotRead() {
    assertThatThrownBy(() -> CountMeasures.of("{events"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{events");
  }
}
