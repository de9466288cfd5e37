package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class DimensionValueTest {

  private static final String SMILE = "\uD83D\uDE00";
  private static final DimensionValue COUNTRY = new DimensionValue(Sales.slot("country"));

  @Test
  void shouldKeepATextOf255Characters() {
    assertKept("x".repeat(255));
    assertKept("");
    assertKept(" de ");
  }

  @Test
  void shouldCutATextOf256Characters() {
    assertCut("x".repeat(256), "x".repeat(255));
  }

  @Test
  void shouldCountASurrogatePairAsOneCharacter() {
    assertKept(SMILE.repeat(255));
    assertCut(SMILE.repeat(256), SMILE.repeat(255));
  }

  @Test
  void shouldNotCutASurrogatePairInTwo() {
    assertCut("x".repeat(254) + SMILE + "y", "x".repeat(254) + SMILE);
    assertCut("x".repeat(255) + SMILE, "x".repeat(255));
    assertKept("x".repeat(254) + SMILE);
  }

  @Test
  void shouldLeaveOtherValuesAsTheyAre() {
    LocalDate day = LocalDate.of(2026, 1, 1);

    assertThat(new DimensionValue(Sales.slot("day")).of(Sales.row("day", day))).isEqualTo(day);
    assertThat(COUNTRY.of(Sales.row())).isNull();
    assertThat(COUNTRY.isCutIn(Sales.row())).isFalse();
  }

  @Test
  void shouldStoreTheDaysThatMySqlHolds() {
    DimensionValue day = new DimensionValue(Sales.slot("day"));

    assertThat(day.isStorable(Sales.row("day", LocalDate.of(1000, 1, 1)))).isTrue();
    assertThat(day.isStorable(Sales.row("day", LocalDate.of(9999, 12, 31)))).isTrue();
    assertThat(day.isStorable(Sales.row("day", null))).isTrue();
    assertThat(day.isStorable(Sales.row("day", LocalDate.of(999, 12, 31)))).isFalse();
    assertThat(day.isStorable(Sales.row("day", LocalDate.of(10_000, 1, 1)))).isFalse();
  }

  private static void assertKept(String text) {
    assertThat(COUNTRY.of(Sales.row("country", text))).isEqualTo(text);
    assertThat(COUNTRY.isCutIn(Sales.row("country", text))).isFalse();
  }

  private static void assertCut(String text, String expected) {
    assertThat(COUNTRY.of(Sales.row("country", text))).isEqualTo(expected);
    assertThat(COUNTRY.isCutIn(Sales.row("country", text))).isTrue();
  }
}
