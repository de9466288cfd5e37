package io.tallyman.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProblemTest {

  @ParameterizedTest
  @ValueSource(strings = {"plain", "say \"hi\"", "a\\b", "two\nlines\tand\u0000more", "grün 🚲"})
  void shouldBeJsonWhateverTheSentence(String detail) throws Exception {
    JsonNode json = new ObjectMapper().readTree(new HttpProblem(400, detail).json());

    assertThat(json.path("detail").asText()).isEqualTo(detail);
    assertThat(json.path("status").asInt()).isEqualTo(400);
    assertThat(json.path("type").asText()).isEqualTo("about:blank");
  }
}
