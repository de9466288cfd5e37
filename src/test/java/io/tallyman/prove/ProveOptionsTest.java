package io.tallyman.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.prove.ProveOptions.Unusable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProveOptionsTest {

  @Test
  void shouldKillFiveTimesUnlessSaidOtherwise() throws Unusable {
    ProveOptions options = ProveOptions.parse(List.of());

    assertThat(options.scenarios()).containsExactly(Scenario.KILLS);
    assertThat(options.rate()).isEqualTo(15_000);
    assertThat(options.lines()).isEqualTo(Long.MAX_VALUE);
    assertThat(options.json()).isEmpty();
    assertThat(options.keep()).isEmpty();
  }

  @Test
  void shouldTakeScenariosInTheirOrderAndEachOnce() throws Unusable {
    ProveOptions options = ProveOptions.parse(List.of("zombie", "kills", "zombie"));

    assertThat(options.scenarios()).containsExactly(Scenario.ZOMBIE, Scenario.KILLS);
    assertThat(ProveOptions.parse(List.of("all")).scenarios()).containsExactly(Scenario.values());
  }

  @Test
  void shouldTakeEveryOption() throws Unusable {
    ProveOptions options =
        ProveOptions.parse(
            List.of(
                "--rate=5000", "--lines", "20000", "--seed", "7", "--json", "r.json", "--keep=k"));

    assertThat(options.rate()).isEqualTo(5_000);
    assertThat(options.lines()).isEqualTo(20_000);
    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.json()).contains(Path.of("r.json"));
    assertThat(options.keep()).contains(Path.of("k"));
  }

  @Test
  void shouldSayWhatIsWrongWithTheCommandLine() {
    assertThatThrownBy(() -> ProveOptions.parse(List.of("earthquake")))
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("earthquake")
        .hasMessageContaining("commit-cuts");
    assertThatThrownBy(() -> ProveOptions.parse(List.of("--rate", "fast")))
        .hasMessageContaining("--rate needs a whole number")
        .hasMessageContaining("fast");
    assertThatThrownBy(() -> ProveOptions.parse(List.of("--lines", "5")))
        .hasMessageContaining("from 10000");
    assertThatThrownBy(() -> ProveOptions.parse(List.of("--speed", "5")))
        .hasMessageContaining("no option of bin/prove");
    assertThatThrownBy(() -> ProveOptions.parse(List.of("--rate")))
        .hasMessageContaining("lacks its value");
  }
}
