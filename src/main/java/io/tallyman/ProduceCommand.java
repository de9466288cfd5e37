package io.tallyman;

import io.tallyman.consume.KafkaSettings;
import io.tallyman.event.NearestName;
import io.tallyman.produce.ProduceOptions;
import io.tallyman.produce.ProduceReport;
import io.tallyman.produce.ProduceRun;
import io.tallyman.produce.ProduceSurroundings;
import io.tallyman.produce.ProduceTarget;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * {@code produce config.yml --source S --input FILE}: sends a file's rows as events, and makes the
 * topic if there is none.
 */
final class ProduceCommand extends TallymanCommand {

  ProduceCommand() {
    super("produce", "Sends the rows of a .csv, .jsonl or .avro file as events");
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser.addArgument("--source").required(true).help("the source to whose topic they go");
    subparser.addArgument("--input").required(true).help("the file; .gz too");
    subparser.addArgument("--key").metavar("FIELD").help("the field that becomes the records' key");
    subparser.addArgument("--rate").type(Integer.class).metavar("N").help("rows a second");
    subparser
        .addArgument("--partitions")
        .type(Integer.class)
        .metavar("N")
        .help("of a topic that has to be made (12)");
    subparser
        .addArgument("--replication")
        .type(Integer.class)
        .metavar("N")
        .help("of a topic that has to be made (3, or as many as there are brokers)");
    subparser
        .addArgument("--skip")
        .type(Long.class)
        .setDefault(0L)
        .metavar("N")
        .help("pass over the file's first N rows, which an earlier run has sent");
    subparser
        .addArgument("--dry-run")
        .action(Arguments.storeTrue())
        .help("read the whole file, report its bad rows, send nothing");
  }

  @Override
  void run(Blueprint blueprint, Namespace arguments) throws Exception {
    Settings.Source source = source(blueprint, arguments.getString("source"));
    ProduceTarget target =
        new ProduceTarget(source.consume().topic(), source.framing(), source.schema());
    ProduceSurroundings machine =
        new ProduceSurroundings(
            Clock.systemUTC(), System::nanoTime, LockSupport::parkNanos, System.err);
    ProduceRun run =
        new ProduceRun(
            kafka(blueprint.settings().kafka()),
            target,
            blueprint.catalogue(),
            options(arguments),
            machine);
    ProduceReport report = run.run();
    say(
        String.format(
            Locale.ROOT,
            arguments.getBoolean("dry_run")
                ? "%d rows are good, in %.1f s"
                : "%d rows sent to topic " + target.topic() + " in %.1f s",
            report.rows(),
            report.seconds()));
  }

  private static ProduceOptions options(Namespace arguments) throws CommandFailure {
    try {
      return new ProduceOptions(
          Path.of(arguments.getString("input")),
          number(arguments.getInt("rate")),
          number(arguments.getInt("partitions")),
          number(arguments.getInt("replication")),
          arguments.getString("key"),
          arguments.getLong("skip"),
          arguments.getBoolean("dry_run"));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private static OptionalInt number(@Nullable Integer given) {
    return given == null ? OptionalInt.empty() : OptionalInt.of(given);
  }

  private static Settings.Source source(Blueprint blueprint, String name) throws CommandFailure {
    List<Settings.Source> sources = blueprint.settings().sources();
    Optional<Settings.Source> named =
        sources.stream().filter(source -> source.name().equals(name)).findFirst();
    if (named.isEmpty()) {
      List<String> known = sources.stream().map(Settings.Source::name).toList();
      throw new CommandFailure(
          "--source: config.yml has no source '"
              + name
              + "' that is switched on; "
              + NearestName.hint(name, known)
              + "it has "
              + String.join(", ", known));
    }
    return named.get();
  }

  /** What a producer is told of Kafka. */
  static Map<String, Object> kafka(KafkaSettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.properties());
    properties.put("bootstrap.servers", settings.bootstrapServers());
    return properties;
  }
}
