package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CellKeyTest {

  /** Computed with Python's hashlib and struct from the encoding that CellKey's Javadoc gives. */
  static Stream<Arguments> frozen() {
    return Stream.of(
        vector("e3b0c44298fc1c149afbf4c8996fb924"),
        vector("6e340b9cffb37a989ca544e6bb780a2c", (Object) null),
        vector("96a296d224f285c67bee93c30f8a3091", null, null),
        vector("957b88b12730e646e0f33d3618b77dfa", ""),
        vector("74412e4f113029696ed0d731054e4318", "United Kingdom"),
        vector("8967bcf0a1f63dad5ef6c486de1abfd5", "view", "de", null),
        vector("029ee931a4773694e3bf5a859bfa99a6", "é\uD83D\uDE00"),
        vector("4322fd2bc0a137d1375b37b3b2e2b471", 0L),
        vector("b2cf65b90288fa2b93e5322143431218", -1L),
        vector("769064ed73cc6e1b2ef20c662f883827", Long.MAX_VALUE),
        vector("67294d0eff78c6dbf4ae91576d495f81", true),
        vector("9b4fb24edd6d1d8830e272398263cdbf", false),
        vector("fe005dfbd80c36114964dc1f469b13ba", LocalDate.of(2011, 10, 31)),
        vector("0806653bb73f9922b047d694edd1750c", LocalDate.of(1969, 12, 31)),
        vector("50d80932340e5ad86d2a04f64f712352", "ab", "c"),
        vector("a1e6a3d15e57c87d6631abb90c1d9226", "a", "bc"));
  }

  private static Arguments vector(String key, @Nullable Object... dimensions) {
    return Arguments.of(key, Arrays.asList(dimensions));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("frozen")
  void shouldNeverChangeTheKeyOfStoredCells(String key, List<@Nullable Object> dimensions) {
    assertThat(CellKey.of(dimensions)).hasToString(key);
  }

  @Test
  void shouldTellAlmostEqualTextsApart() {
    List<CellKey> keys =
        Stream.of("de", "DE", "é", "e", "e\u0301", "a", "a ", " a", "", "\0", "null")
            .map(text -> CellKey.of(List.of(text)))
            .toList();

    assertThat(keys).doesNotHaveDuplicates().doesNotContain(CellKey.of(nulls(1)));
  }

  @Test
  void shouldTellValuesOfDifferentTypesApart() {
    assertThat(
            Stream.of("1", 1L, true, LocalDate.ofEpochDay(1))
                .map(value -> CellKey.of(List.of(value)))
                .toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldBeOrderedLikeBytesWithoutSign() {
    List<CellKey> keys = new ArrayList<>();
    for (long value = 0; value < 100; value++) {
      keys.add(CellKey.of(List.of(value)));
    }
    Collections.sort(keys);

    assertThat(keys.stream().map(CellKey::toString)).isSorted();
    assertThat(keys.stream().anyMatch(key -> key.toBytes()[0] < 0)).isTrue();
  }

  @Test
  void shouldBeEqualAndHashAlikeForEqualValues() {
    assertThat(CellKey.of(List.of("a", 1L)))
        .isEqualTo(CellKey.of(List.of("a", 1L)))
        .hasSameHashCodeAs(CellKey.of(List.of("a", 1L)))
        .isNotEqualTo(CellKey.of(List.of(1L, "a")));
  }

  @Test
  void shouldGiveItsBytesAwayAsACopy() {
    CellKey key = CellKey.of(List.of("a"));
    key.toBytes()[0]++;

    assertThat(key).isEqualTo(CellKey.of(List.of("a")));
    assertThat(key.toBytes()).hasSize(CellKey.LENGTH);
  }

  @Test
  void shouldRefuseATypeThatNoDimensionHas() {
    assertThatThrownBy(() -> CellKey.of(List.of(1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Double");
  }

  private static List<@Nullable Object> nulls(int size) {
    return Collections.nCopies(size, null);
  }
}
