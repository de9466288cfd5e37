package io.tallyman.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedDatabaseIT {
  @TempDir static Path folder;
  private static EmbeddedDatabase database;

  @BeforeAll
  static void start() {
    String longName =
        "a path with spaces and longer than the 107 bytes of a unix socket ".repeat(3);
    database = EmbeddedDatabase.start(folder.resolve(longName.strip()));
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void shouldKeepWhatWasCommittedThroughACrash() throws Exception {
    execute(database, "CREATE TABLE kept (id INT PRIMARY KEY)");
    execute(database, "INSERT INTO kept VALUES (1)");
    database.kill();
    assertThat(database.isRunning()).isFalse();
    database.restart();
    assertThat(number(database, "SELECT COUNT(*) FROM kept")).isEqualTo(1);
  }

  @Test
  void shouldRefuseAWrongPassword() {
    assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), "tallyman", "wrong"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Access denied");
  }

  @Test
  void shouldGiveEachTestASchemaOfItsOwn() throws Exception {
    Database one = database.newDatabase("same_name");
    Database other = database.newDatabase("same_name");
    execute(one, "CREATE TABLE t (id INT)");
    execute(other, "CREATE TABLE t (id INT)");
    execute(one, "INSERT INTO t VALUES (1)");
    assertThat(number(other, "SELECT COUNT(*) FROM t")).isZero();
  }

  @Test
  void shouldNotLetTheWriterChangeTables() throws Exception {
    Database owned = database.newDatabase("rights");
    execute(owned, "CREATE TABLE t (id INT)");
    execute(owned.withoutDdl(), "INSERT INTO t VALUES (1)");
    assertThatThrownBy(() -> execute(owned.withoutDdl(), "DROP TABLE t"))
        .hasMessageContaining("command denied");
  }

  @Test
  void shouldNotLetTheOwnerOutOfItsSchemas() {
    assertThatThrownBy(() -> execute(database, "CREATE DATABASE elsewhere"))
        .hasMessageContaining("Access denied");
    assertThatThrownBy(() -> execute(database, "SELECT * FROM mysql.global_priv"))
        .hasMessageContaining("denied");
  }

  @Test
  void shouldAnswerNothingWhileFrozen() throws Exception {
    String url = database.jdbcUrl() + "?connectTimeout=500&socketTimeout=500";
    database.freeze();
    try {
      assertThatThrownBy(
              () -> DriverManager.getConnection(url, database.user(), database.password()))
          .isInstanceOf(SQLException.class);
    } finally {
      database.thaw();
    }
    assertThat(number(database, "SELECT 1")).isEqualTo(1);
  }

  @Test
  void shouldHideItsAccountsFromOtherUsers() throws Exception {
    try (var files = Files.find(folder, 3, (path, a) -> path.endsWith("accounts.properties"))) {
      Path accounts = files.findFirst().orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(accounts)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void shouldBeStrictAsMySqlIs() throws Exception {
    Database strict = database.newDatabase("strict");
    execute(strict, "CREATE TABLE t (a INT, b VARCHAR(3))");
    assertThatThrownBy(() -> execute(strict, "SELECT a, MAX(b) FROM t"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> execute(strict, "INSERT INTO t VALUES (1, 'longer')"))
        .hasMessageContaining("too long");
  }

  private static void execute(Database target, String sql) throws SQLException {
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Database target, String sql) throws SQLException {
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }
}
