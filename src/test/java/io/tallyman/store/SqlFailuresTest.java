package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlFailuresTest {

  private final SqlFailures failures = new SqlFailures("jdbc:mysql://db:3306/tallyman");

  @ParameterizedTest
  @CsvSource({
    "1045, 28000, correct database.user",
    "1146, 42S02, run: java -jar tallyman.jar migrate config.yml",
    "1290, HY000, read-only",
    "1205, 40001, another transaction holds the rows",
    "1213, 40001, another transaction holds the rows",
    "1040, 08004, raise max_connections",
    "1114, HY000, free disk space",
    "0, 08S01, start the database",
    "4711, HY000, see the database's own log"
  })
  void shouldSayWhatWhereAndTheRemedy(int code, String state, String remedy) {
    assertThat(failures.sentence("claim x", new SQLException("no\nand why", state, code)))
        .startsWith("can't claim x in jdbc:mysql://db:3306/tallyman: no; ")
        .contains(remedy);
  }

  @Test
  void shouldSayThatANameDoesNotResolve() {
    SQLException e =
        new SQLException(
            "Communications link failure", "08S01", new UnknownHostException("db: no such name"));

    assertThat(failures.sentence("claim x", e))
        .contains(": the name db doesn't resolve; ")
        .contains("correct database.url")
        .doesNotContain("tried again");
    assertThat(failures.unavailable("claim x", e)).hasMessageEndingWith("; it is tried again");
  }

  @ParameterizedTest
  @CsvSource({
    "1406, 22001",
    "1264, 22003",
    "1690, 22003",
    "1292, 22007",
    "1366, HY000",
    "3140, 22032",
    "3819, HY000",
    "4025, 23000"
  })
  void shouldKnowARefusalOfTheDataItself(int code, String state) {
    assertThat(SqlFailures.isRefusal(new SQLException("no", state, code))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1205, 40001", "1213, 40001", "0, 08S01", "1146, 42S02", "1290, HY000", "0, S1000"})
  void shouldNotTakeTroubleForARefusal(int code, String state) {
    assertThat(SqlFailures.isRefusal(new SQLException("no", state, code))).isFalse();
  }

  @Test
  void shouldLookThroughWhatThePoolSays() {
    SQLException denied = new SQLException("Access denied", "28000", 1045);
    SQLException pool = new SQLTransientConnectionException("timed out after 6000ms", denied);

    assertThat(failures.sentence("x", pool)).contains("Access denied; correct database.user");
    assertThat(SqlFailures.isDefinite(pool)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1290, 1792, 1836})
  void shouldThrowAwayConnectionsToAReadOnlyServer(int code) {
    assertThat(new ReadOnlyEviction().adjudicate(new SQLException("no", "HY000", code)))
        .isEqualTo(SQLExceptionOverride.Override.MUST_EVICT);
  }
}
