package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseSettingsTest {

  private static final String URL = "jdbc:mysql://127.0.0.1:3306/tallyman";

  @Test
  void shouldTakeTheAddressOfASchema() {
    DatabaseSettings settings = new DatabaseSettings(URL + "?sslMode=REQUIRED", "t", null, true);

    assertThat(settings.place()).isEqualTo(URL);
    assertThat(settings.password()).isEmpty();
    assertThat(settings.migrate()).isTrue();
  }

  @Test
  void shouldNotShowThePasswordNorTheOptions() {
    assertThat(new DatabaseSettings(URL + "?trustStorePassword=geheim", "t", "geheim", false))
        .asString()
        .isEqualTo("t at " + URL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "127.0.0.1:3306", "jdbc:mysql://127.0.0.1:3306", "jdbc:mariadb://h:1/s"})
  void shouldRefuseWhatIsNoAddress(String url) {
    assertThatThrownBy(() -> new DatabaseSettings(url, "t", "", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:mysql://host:port/schema");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"useAffectedRows=true", "UseAffectedRows=TRUE", "rewriteBatchedStatements=false"})
  void shouldRefuseOptionsThatWouldBreakThePromises(String option) {
    assertThatThrownBy(
            () -> new DatabaseSettings(URL + "?sslMode=REQUIRED&" + option, "t", "", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(option)
        .hasMessageContaining("take it out of the url");
  }

  @Test
  void shouldAllowOptionsThatSayWhatWeSay() {
    assertThat(new DatabaseSettings(URL + "?useAffectedRows=false", "t", "", false).url())
        .endsWith("useAffectedRows=false");
  }
}
