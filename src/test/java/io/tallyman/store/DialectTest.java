package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DialectTest {

  @ParameterizedTest
  @ValueSource(strings = {"8.4.0", "8.4.6-6", "9.7.4-2", "26.10.0"})
  void shouldKnowMySql(String version) {
    assertThat(Dialect.ofVersion(version)).isEqualTo(new Dialect.MySql());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"11.4.5-MariaDB", "10.11.6-MariaDB-0+deb12u1", "5.5.5-10.11.14-MariaDB-log"})
  void shouldKnowMariaDb(String version) {
    assertThat(Dialect.ofVersion(version)).isEqualTo(new Dialect.MariaDb());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.0.36", "8.3.0", "5.7.44-log", "10.6.18-MariaDB", "5.5.5-10.5.2-MariaDB", "?"})
  void shouldRefuseAServerThatIsTooOld(String version) {
    assertThatThrownBy(() -> Dialect.ofVersion(version))
        .isInstanceOf(DatabaseRefusal.class)
        .hasMessageContaining(version)
        .hasMessageEndingWith("use MySQL 8.4 or newer, or MariaDB 10.11 or newer");
  }

  @Test
  void shouldCompareByteForByteWithoutPadding() {
    assertThat(new Dialect.MySql().collation()).isEqualTo("utf8mb4_0900_bin");
    assertThat(new Dialect.MariaDb().collation()).isEqualTo("utf8mb4_nopad_bin");
  }
}
