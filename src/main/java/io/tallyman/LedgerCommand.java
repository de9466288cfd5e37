package io.tallyman;

import io.tallyman.admin.LedgerReport;
import io.tallyman.store.RollupLedger;
import io.tallyman.store.RollupState;
import io.tallyman.store.StoreReader;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * {@code ledger config.yml}: what every rollup has counted of every partition, and whether it
 * balances; changes nothing, and may run beside the service. Exit code 1 when anything doesn't.
 */
final class LedgerCommand extends TallymanCommand {

  LedgerCommand() {
    super("ledger", "Prints what every rollup has counted, and whether it balances");
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser
        .addArgument("--json")
        .action(Arguments.storeTrue())
        .help("print one JSON document for programs");
  }

  @Override
  void run(Blueprint blueprint, Namespace arguments) throws CommandFailure {
    LedgerReport report =
        LedgerReport.of(
            StoreReader.withoutHaste(blueprint.settings().database()).ledgersWithCells().stream()
                .filter(LedgerCommand::isRead)
                .toList());
    if (arguments.getBoolean("json")) {
      say(report.json());
    } else {
      print(report);
    }
    if (!report.balanced()) {
      throw new CommandFailure(String.join(System.lineSeparator(), report.imbalances()));
    }
  }

  /** A retired version is counted no more, and its cells aren't read by anyone. */
  private static boolean isRead(RollupLedger ledger) {
    return ledger.rollup().state() != RollupState.RETIRED;
  }

  private static void print(LedgerReport report) {
    if (report.rollups().isEmpty()) {
      say("no rollup is registered yet; run: java -jar tallyman.jar migrate config.yml");
      return;
    }
    say(report.text());
    if (report.balanced()) {
      say("everything balances");
    }
  }
}
