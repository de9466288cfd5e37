package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DatabaseHintTest {

  private static final String SENTENCE = "can't migrate in x: it doesn't answer";

  @Test
  void shouldSayHowToNameADatabaseWhereNobodyHas() {
    assertThat(DatabaseHint.after(SENTENCE, Map.of()))
        .startsWith(SENTENCE)
        .contains("TALLYMAN_DB_URL", "bin/cluster start");
    assertThat(DatabaseHint.after(SENTENCE, Map.of("TALLYMAN_DB_URL", "")))
        .contains("TALLYMAN_DB_URL");
  }

  @Test
  void shouldAddNothingWhereSomebodyHas() {
    assertThat(DatabaseHint.after(SENTENCE, Map.of("TALLYMAN_DB_URL", "jdbc:mysql://x/y")))
        .isEqualTo(SENTENCE);
  }
}
