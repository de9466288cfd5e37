package io.tallyman.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.cluster.Database;
import io.tallyman.cluster.SharedServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server itself says which of its keywords can't name a column. */
@ExtendWith(SharedServers.class)
final class ReservedWordsIT {

  private static Database database;

  @BeforeAll
  static void prepare(Database server) {
    database = server.newDatabase("words");
  }

  @Test
  void shouldKnowEveryKeywordThatCannotNameAColumn() throws Exception {
    List<String> unknown = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String word : keywords(statement)) {
        if (!ReservedWords.contains(word) && !canNameAColumn(statement, word)) {
          unknown.add(word);
        }
      }
    }

    assertThat(unknown).isEmpty();
  }

  private static List<String> keywords(Statement statement) throws SQLException {
    List<String> words = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SELECT word FROM information_schema.keywords")) {
      while (row.next()) {
        words.add(row.getString(1).toLowerCase(Locale.ROOT));
      }
    }
    words.removeIf(word -> !word.matches("[a-z][a-z0-9_]*"));
    assertThat(words).hasSizeGreaterThan(400);
    return words;
  }

  private static boolean canNameAColumn(Statement statement, String word) {
    try {
      statement.execute("CREATE TEMPORARY TABLE named (" + word + " INT)");
      statement.execute(
          "SELECT %1$s, named.%1$s FROM named WHERE %1$s = 1 GROUP BY %1$s".formatted(word));
      statement.execute("DROP TEMPORARY TABLE named");
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void shouldLeaveOrdinaryWordsAlone() {
    assertThat(
            List.of("country", "platform", "type", "events", "quantity", "day", "status", "name"))
        .noneMatch(ReservedWords::contains);
  }

  @Test
  void shouldNotMindTheCase() {
    assertThat(ReservedWords.contains("Rank")).isTrue();
  }
}
