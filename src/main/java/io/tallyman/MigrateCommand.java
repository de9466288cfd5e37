package io.tallyman;

import io.tallyman.rollup.RollupId;
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
        .help("turn this rollup's view to the version of config.yml, once that is complete enough");
  }

  @Override
  void run(Blueprint blueprint, Namespace arguments) throws CommandFailure {
    Migration migration = new Migration(blueprint.settings().database());
    List<RollupTable> tables = blueprint.tables();
    // looked up before anything is changed
    Optional<RollupTable> switched = toSwitch(tables, arguments.getString("switch"));
    if (arguments.getBoolean("dry_run")) {
      migration.dryRun(tables, switched).forEach(TallymanCommand::say);
      return;
    }
    List<String> done = migration.apply(tables);
    done.forEach(TallymanCommand::say);
    if (done.isEmpty()) {
      say("everything is up to date");
    }
    if (switched.isPresent()) {
      RollupId id = switched.get().id();
      migration.switchTo(switched.get());
      say("view " + id.name() + " shows version " + id.version());
    }
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
