package io.tallyman.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressTest {

  private static final SimulateOptions.Seeds SEEDS = new SimulateOptions.Seeds(100, 5_000);

  @TempDir private Path folder;
  private Optional<Path> file = Optional.empty();

  @BeforeEach
  void nameAFile() {
    file = Optional.of(folder.resolve("simulated"));
  }

  @Test
  void shouldBeginWithTheFirst() throws Exception {
    assertThat(Progress.of(SEEDS, file).next()).isEqualTo(100);
    assertThat(Progress.of(SEEDS, Optional.empty()).next()).isEqualTo(100);
  }

  @Test
  void shouldGoOnWhereTheLastRunEndedAndForgetNothingThatWasBroken() throws Exception {
    Progress earlier = Progress.of(SEEDS, file);
    earlier.note(1_100, List.of(400L, 300L));
    earlier.note(2_100, List.of());

    Progress later = Progress.of(SEEDS, file);
    later.note(3_100, List.of(2_500L));

    assertThat(later.next()).isEqualTo(3_100);
    assertThat(Progress.of(SEEDS, file).broken()).containsExactly(300L, 400L, 2_500L);
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void shouldRefuseTheProgressOfOtherSchedules() throws Exception {
    Progress.of(SEEDS, file).note(1_100, List.of());

    assertThatThrownBy(() -> Progress.of(new SimulateOptions.Seeds(0, 5_000), file))
        .isInstanceOf(SimulateOptions.Unusable.class)
        .hasMessageContaining("is of schedules from 100 on, not from 0: name another file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "7000", "first 100", "first 100\ndone soon", "first 100\ndone 1\nbroken x"})
  void shouldRefuseWhatIsNoProgress(String content) throws Exception {
    Files.writeString(file.orElseThrow(), content);

    assertThatThrownBy(() -> Progress.of(SEEDS, file))
        .isInstanceOf(SimulateOptions.Unusable.class)
        .hasMessageContaining("isn't the progress of a bin/simulate");
  }
}
