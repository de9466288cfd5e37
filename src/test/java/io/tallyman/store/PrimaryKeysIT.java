package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.cluster.SharedServers;
import io.tallyman.rollup.Purchases;
import io.tallyman.rollup.RollupTable;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Group replication and some hosted MySQL take no table without a primary key. */
@ExtendWith(SharedServers.class)
final class PrimaryKeysIT {

  private static io.tallyman.cluster.Database server;

  private Migration migration;
  private List<RollupTable> tables;
  private Jdbi owner;

  @BeforeAll
  static void remember(io.tallyman.cluster.Database database) {
    server = database;
  }

  @BeforeEach
  void prepare() {
    DatabaseSettings settings = new Schema(server.newDatabase("keys")).ownerSettings();
    migration = new Migration(settings);
    tables = List.of(new Purchases("shop").byCountry());
    owner =
        Jdbi.create(new DirectConnections(settings, DriverProperties.forLongWork(settings))::open);
  }

  @Test
  void shouldMakeEveryTableWithAPrimaryKeyAtOnce() {
    List<String> statements = migration.dryRun(tables, Optional.empty());

    assertThat(statements)
        .filteredOn(sql -> sql.startsWith("CREATE TABLE"))
        .hasSizeGreaterThan(5)
        .allMatch(sql -> sql.contains("PRIMARY KEY"));
    assertThat(statements).noneMatch(sql -> sql.startsWith("ALTER TABLE"));
    assertThat(migration.apply(tables)).contains("made tallyman_position");
    assertThat(keyless()).isEmpty();
  }

  @Test
  void shouldGiveThoseOfOlderVersionsTheirKey() {
    migration.apply(tables);
    owner.useHandle(handle -> handle.execute("ALTER TABLE tallyman_changelog DROP PRIMARY KEY"));
    assertThat(keyless()).containsExactly("tallyman_changelog");

    assertThat(migration.dryRun(tables, Optional.empty()))
        .containsExactly("ALTER TABLE tallyman_changelog ADD PRIMARY KEY (ID, AUTHOR, FILENAME);");
    assertThat(migration.apply(tables))
        .containsExactly("made the primary key of tallyman_changelog");

    assertThat(keyless()).isEmpty();
    assertThat(migration.apply(tables)).isEmpty();
  }

  private List<String> keyless() {
    return owner.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT t.table_name FROM information_schema.tables t"
                        + " LEFT JOIN information_schema.table_constraints c"
                        + " ON c.table_schema = t.table_schema AND c.table_name = t.table_name"
                        + " AND c.constraint_type = 'PRIMARY KEY'"
                        + " WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'"
                        + " AND c.constraint_name IS NULL")
                .mapTo(String.class)
                .list());
  }
}
