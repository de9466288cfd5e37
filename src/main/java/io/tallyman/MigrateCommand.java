package io.tallyman;

import io.tallyman.rollup.RollupTable;
import io.tallyman.store.Migration;
import java.util.List;
import java.util.Optional;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * {@code migrate config.yml}: brings Tallyman's tables and the rollups' up to date; twice changes
 * nothing.
 */
final class MigrateCommand extends TallymanCommand {

  MigrateCommand() {
    super("migrate", "Brings Tallyman's tables and the rollups' up to date");
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser
        .addArgument("--dry-run")
        .action(Arguments.storeTrue())
        .help("print the statements and change nothing");
    subparser
        .addArgument("--switch")
        .metavar("ROLLUP")
        .help("turn this rollup's view to the version of config.yml, when that lacks nothing");
    subparser
        .addArgument("--incomplete")
        .action(Arguments.storeTrue())
        .help("with --switch: also when that version lacks what the view shows now");
  }

  @Override
  void run(Blueprint blueprint, Namespace arguments) throws CommandFailure {
    Migration migration = new Migration(blueprint.settings().database());
    List<RollupTable> tables = blueprint.tables();
    // looked up before anything is changed
    Optional<RollupTable> switched = toSwitch(tables, arguments.getString("switch"));
    boolean incomplete = arguments.getBoolean("incomplete");
    if (incomplete && switched.isEmpty()) {
      throw new CommandFailure("--incomplete says how to switch: add --switch ROLLUP");
    }
    if (arguments.getBoolean("dry_run")) {
      print(migration, tables, switched, incomplete);
      return;
    }
    List<String> done = migration.apply(tables);
    done.forEach(TallymanCommand::say);
    if (done.isEmpty()) {
      say("everything is up to date");
    }
    if (switched.isPresent()) {
      turn(migration, switched.get(), incomplete);
    }
    migration.unshown(tables).forEach(version -> say("note: " + version.sentence()));
  }

  /** A script that may be run by hand: what isn't a statement is a comment. */
  private static void print(
      Migration migration,
      List<RollupTable> tables,
      Optional<RollupTable> switched,
      boolean incomplete) {
    switched
        .flatMap(migration::shortfall)
        .map(each -> incomplete ? each.loss() : each.refusal())
        .ifPresent(sentence -> say("-- " + sentence));
    migration.dryRun(tables, switched).forEach(TallymanCommand::say);
  }

  private static void turn(Migration migration, RollupTable table, boolean incomplete) {
    if (incomplete) {
      migration.switchIncompletely(table).ifPresent(shortfall -> say(shortfall.loss()));
    } else {
      migration.switchTo(table);
    }
    say("view " + table.id().name() + " shows version " + table.id().version());
  }

  private static Optional<RollupTable> toSwitch(List<RollupTable> tables, @Nullable String rollup)
      throws CommandFailure {
    if (rollup == null) {
      return Optional.empty();
    }
    Optional<RollupTable> named =
        tables.stream().filter(table -> table.id().name().equals(rollup)).findFirst();
    if (named.isEmpty()) {
      throw new CommandFailure(
          "--switch: config.yml has no rollup '" + rollup + "'; name one that it has");
    }
    return named;
  }
}
