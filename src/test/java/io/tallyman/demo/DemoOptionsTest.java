package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.demo.DemoOptions.Unusable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {

  private static final Path HOME = Path.of("/project");

  @Test
  void shouldProduceTwentyThousandASecondUntilSomebodyEndsItUnlessToldOtherwise() throws Unusable {
    DemoOptions options = DemoOptions.parse(List.of(), HOME);

    assertThat(options.rate()).isEqualTo(20_000);
    assertThat(options.seconds()).isEmpty();
    assertThat(options.input()).isEmpty();
    assertThat(options.keep()).isEmpty();
    assertThat(options.config()).isEqualTo(HOME.resolve("config.yml"));
  }

  @Test
  void shouldTakeEveryOptionInBothForms() throws Unusable {
    DemoOptions options =
        DemoOptions.parse(
            List.of("--seconds", "30", "--rate=500", "--seed=7", "--keep", "data"), HOME);

    assertThat(options.seconds()).contains(Duration.ofSeconds(30));
    assertThat(options.rate()).isEqualTo(500);
    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.keep()).contains(Path.of("data"));
  }

  @Test
  void shouldSayWhatIsWrongWithTheCommandLine() {
    refuses("--rate needs a whole number from 1 to 1000000, not 'fast'.", "--rate", "fast");
    refuses("--seconds needs a whole number from 1 to 1000000, not '0'.", "--seconds", "0");
    refuses("--input needs a file that can be read; /no/where is none.", "--input", "/no/where");
    refuses("--speed is no option of bin/demo.", "--speed", "9");
    refuses("--rate needs a value.", "--rate");
  }

  private static void refuses(String sentence, String... arguments) {
    assertThatThrownBy(() -> DemoOptions.parse(List.of(arguments), HOME))
        .isInstanceOf(Unusable.class)
        .hasMessageStartingWith(sentence);
  }
}
