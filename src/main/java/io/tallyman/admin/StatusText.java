package io.tallyman.admin;

import java.util.List;

/** A {@link StatusDocument} as tables for a terminal. */
final class StatusText {

  private StatusText() {}

  static String of(StatusDocument status) {
    return String.join(
        "\n",
        "tallyman %s (commit %s) on %s, started %s, now %s%n"
            .formatted(
                status.version(),
                status.commit(),
                status.host(),
                TextTable.text(status.started()),
                TextTable.text(status.now())),
        ShownFlows.health(status),
        components(status),
        ShownFlows.lanes(status),
        ShownFlows.partitions(status),
        ShownFlows.elsewhere(status),
        ShownSettings.toggles(status.toggles()),
        ShownSettings.settings(status.settings()),
        database(status),
        errors(status));
  }

  private static String components(StatusDocument status) {
    TextTable table = new TextTable("name", "state", "well", "message");
    status
        .components()
        .forEach(
            each ->
                table.line(each.name(), each.state(), each.well() ? "yes" : "NO", each.message()));
    return table.under("COMPONENTS");
  }

  private static String database(StatusDocument status) {
    String note =
        status.database().available()
            ? ""
            : "DATABASE\n  away: "
                + status.database().cause()
                + (status.database().asOf() == null
                    ? ""
                    : "; what follows is from " + TextTable.text(status.database().asOf()))
                + "\n\n";
    if (status.rollups() == null || status.deadLetters() == null || status.losses() == null) {
      return note.stripTrailing() + "\n";
    }
    TextTable letters = new TextTable("source", "reason", "count");
    status.deadLetters().forEach(each -> letters.line(each.source(), each.reason(), each.count()));
    return String.join(
        "\n",
        note
            + (status.hosts() == null ? "" : ShownSettings.hosts(status.hosts()) + "\n")
            + rollups(status.rollups()),
        LedgerText.of(status.rollups()),
        letters.under("DEAD LETTERS"),
        losses(status.losses()));
  }

  private static String rollups(List<StoredFacts.RollupVersion> rollups) {
    TextTable table = new TextTable("rollup", "version", "state", "complete until", "note");
    rollups.forEach(
        each ->
            table.line(
                each.name(), each.version(), each.state(), each.completeUntil(), each.note()));
    return table.under("ROLLUPS");
  }

  private static String losses(List<StoredFacts.LostRange> losses) {
    TextTable table = new TextTable("source", "partition", "first", "next", "kind", "at", "detail");
    losses.forEach(
        each ->
            table.line(
                each.source(),
                each.partition(),
                each.firstOffset(),
                each.nextOffset(),
                each.kind(),
                each.recordedAt(),
                each.detail()));
    return table.under("LOSSES");
  }

  private static String errors(StatusDocument status) {
    TextTable table = new TextTable("at", "level", "times", "logger", "message");
    status
        .recentErrors()
        .forEach(
            each ->
                table.line(each.at(), each.level(), each.times(), each.logger(), each.message()));
    return table.under("RECENT WARNINGS AND ERRORS");
  }
}
