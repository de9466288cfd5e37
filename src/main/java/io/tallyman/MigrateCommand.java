package io.tallyman;

import io.tallyman.rollup.RollupTable;
import io.tallyman.store.Migration;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

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
        .help("turn this rollup's view to the version of config.yml, once that is complete enough");
  }

  @Override
  void run(Blueprint blueprint, Namespace arguments) throws CommandFailure {
    Migration migration = new Migration(blueprint.settings().database());
    List<RollupTable> tables = blueprint.tables();
    if (arguments.getBoolean("dry_run")) {
      migration.dryRun(tables).forEach(TallymanCommand::say);
      return;
    }
    List<String> done = migration.apply(tables);
    done.forEach(TallymanCommand::say);
    if (done.isEmpty()) {
      say("everything is up to date");
    }
    String rollup = arguments.getString("switch");
    if (rollup != null) {
      migration.switchTo(table(tables, rollup));
      say("view " + rollup + " shows version " + table(tables, rollup).id().version());
    }
  }

  private static RollupTable table(List<RollupTable> tables, String rollup) throws CommandFailure {
    return tables.stream()
        .filter(table -> table.id().name().equals(rollup))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "--switch: config.yml has no rollup '" + rollup + "'; name one that it has"));
  }
}
