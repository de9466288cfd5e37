package io.tallyman.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SimulateOptionsTest {

  private static SimulateOptions parse(String line) throws SimulateOptions.Unusable {
    return SimulateOptions.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
  }

  @Test
  void shouldPlayTenThousandUnlessToldOtherwise() throws Exception {
    assertThat(parse("").seeds()).isEqualTo(new SimulateOptions.Seeds(0, 10_000));
  }

  @Test
  void shouldTakeARangeWorkersAndAPlaceToGoOnFrom() throws Exception {
    SimulateOptions options = parse("--seeds 5..9 --workers 3 --progress far");

    assertThat(options.seeds()).isEqualTo(new SimulateOptions.Seeds(5, 9));
    assertThat(options.workers()).isEqualTo(3);
    assertThat(options.progress()).contains(Path.of("far"));
  }

  @Test
  void shouldTakeOneSeed() throws Exception {
    assertThat(parse("--seed 41").seeds().isOne()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--seed x", "--seeds 9..5", "--seeds 7", "--seed -1", "--fast 1", "--seed"})
  void shouldSayWhatItTakes(String line) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(SimulateOptions.Unusable.class)
        .message()
        .contains("--");
  }
}
