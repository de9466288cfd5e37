package io.tallyman.store;

import io.tallyman.rollup.RollupTable;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a migration. It may be run again after a crash.
 *
 * @param verb what it does: "made"
 * @param what to what: "table events_by_country_0123456789ab"
 * @param sql the statement
 */
record MigrationStep(String verb, String what, String sql) {

  /** What it did, for people to read. */
  String done() {
    return verb + " " + what;
  }

  /** What older versions made without a primary key gets one; they can live with it. */
  static List<MigrationStep> forChangelog(SchemaInventory inventory) {
    return inventory.keyless()
        ? List.of(
            new MigrationStep(
                "made",
                "the primary key of " + OwnTables.CHANGELOG_TABLE,
                "ALTER TABLE "
                    + OwnTables.CHANGELOG_TABLE
                    + " ADD PRIMARY KEY ("
                    + String.join(", ", KeyedChangelog.KEY)
                    + ")"))
        : List.of();
  }

  /**
   * What is missing for this version of a rollup. The first version of a rollup is ready at once; a
   * later one is filled beside it, and the view stays where it is.
   */
  static List<MigrationStep> forRollup(
      RollupTable table, Dialect dialect, SchemaInventory inventory) {
    RollupDdl ddl = new RollupDdl(table, dialect);
    List<MigrationStep> steps = new ArrayList<>();
    String name = Names.tableOf(table.id());
    if (!inventory.tables().contains(name)) {
      steps.add(new MigrationStep("made", "table " + name, ddl.createTable()));
    }
    RollupState state = inventory.rollups().get(table.id());
    if (state == null) {
      state =
          inventory.readyVersion(table.id().name()).isPresent()
              ? RollupState.BUILDING
              : RollupState.READY;
      steps.add(
          new MigrationStep(
              "registered",
              "version " + table.id() + " (" + state.code() + ")",
              register(table, state)));
    }
    if (state == RollupState.READY && !ddl.isShownBy(inventory.views().get(table.id().name()))) {
      steps.add(new MigrationStep("made", "view " + table.id().name(), ddl.createView()));
    }
    return steps;
  }

  private static String register(RollupTable table, RollupState state) {
    return "INSERT INTO tallyman_rollup"
        + " (rollup, version, source, topic, table_name, definition, state, created_at, ready_at)"
        + "\nVALUES (\n  "
        + String.join(
            ",\n  ",
            Names.literal(table.id().name()),
            Names.literal(table.id().version()),
            Names.literal(table.source()),
            Names.literal(table.topic()),
            Names.literal(Names.tableOf(table.id())),
            Names.literal(table.definition()),
            Names.literal(state.code()),
            "UTC_TIMESTAMP(3)",
            state == RollupState.READY ? "UTC_TIMESTAMP(3)" : "NULL")
        + ")";
  }
}
