package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextTableTest {

  private static final TextTable TABLE =
      new TextTable("host", "outcome", "reason")
          .line("one", "done", "a reason that is as long as a reason gets")
          .line("two", "refused: the source is unknown, and many words more of that kind", "-");

  @Test
  void shouldCutTheLongestCellsToTheWidthOfTheTerminal() {
    String text = TABLE.under("AUDIT", 60);

    assertThat(text.lines()).allMatch(line -> line.length() <= 60).hasSize(4);
    assertThat(text)
        .contains("  two   refused: the source is u…  -\n")
        .contains("  one   done                       a reason that is as long…\n");
  }

  @Test
  void shouldCutNothingWhereThereIsNoTerminalAndNoHeadingEver() {
    assertThat(TABLE.under("AUDIT")).contains("many words more of that kind", "a reason gets");
    assertThat(TABLE.under("AUDIT", 1)).contains("host", "outcome", "reason", "refused: th…");
  }
}
