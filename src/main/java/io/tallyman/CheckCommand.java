package io.tallyman;

import io.tallyman.consume.ConsumerProperties;
import io.tallyman.consume.SourceSettings;
import io.tallyman.consume.TopicCheck;
import io.tallyman.store.Database;
import io.tallyman.store.SchemaCheck;
import io.tallyman.store.StoreReader;
import io.tallyman.store.UnshownVersion;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * {@code check config.yml}: whether the configuration and the schemas fit, and with {@code
 * --connect} the servers too.
 */
final class CheckCommand extends TallymanCommand {

  CheckCommand() {
    super("check", "Validates config.yml and the schemas, with --connect Kafka and MySQL too");
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser
        .addArgument("--connect")
        .action(Arguments.storeTrue())
        .help("ask the brokers for the topics and the database for the tables");
  }

  @Override
  void run(Blueprint blueprint, Namespace arguments) throws CommandFailure, InterruptedException {
    blueprint
        .tables()
        .forEach(
            table ->
                say("rollup " + table.id() + " of source " + table.source() + " is well defined"));
    blueprint.settings().switchedOff().forEach(off -> say(off.toString()));
    if (arguments.getBoolean("connect")) {
      List<String> problems = new ArrayList<>();
      checkKafka(blueprint, problems);
      checkDatabase(blueprint, problems);
      if (!problems.isEmpty()) {
        throw new CommandFailure(String.join(System.lineSeparator(), problems));
      }
    }
    say("the configuration is fine");
  }

  private static void checkKafka(Blueprint blueprint, List<String> problems)
      throws InterruptedException {
    ConsumerProperties kafka = new ConsumerProperties(blueprint.settings().kafka());
    for (Settings.Source source : blueprint.settings().sources()) {
      SourceSettings settings = source.consume();
      TopicCheck.Answer answer =
          new TopicCheck(kafka, Clock.systemUTC()).ask(settings.name(), settings.topic());
      if (answer instanceof TopicCheck.Answer.There there) {
        say("topic " + settings.topic() + " is there, with " + there.partitions() + " partitions");
      } else if (answer instanceof TopicCheck.Answer.Trouble trouble) {
        problems.add(trouble.sentence());
      }
    }
  }

  private static void checkDatabase(Blueprint blueprint, List<String> problems) {
    Database database = new Database(blueprint.settings().database());
    try {
      new SchemaCheck(database.direct(), database.place()).require(blueprint.tables());
      say("the database at " + database.place() + " has all tables");
      UnshownVersion.among(
              blueprint.tables(), new StoreReader(database.direct(), database.place()).rollups())
          .forEach(version -> say("note: " + version.sentence()));
    } catch (RuntimeException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }
}
