package io.tallyman.demo;

import io.tallyman.cluster.Ending;
import io.tallyman.cluster.RunFolder;
import io.tallyman.cluster.ServerFailure;
import io.tallyman.demo.GeneratorRun.Pacing;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One run of the demo, from the first server to the closing balance. */
final class Demo {

  private static final Duration LONG = Duration.ofDays(30);
  private static final int QUICK_MILLIS = 3_000;
  private static final int PATIENT_MILLIS = 120_000;

  private final Path home;
  private final DemoOptions options;
  private final Ending ending;
  private final PrintStream out;

  Demo(Path home, DemoOptions options, Ending ending, PrintStream out) {
    this.home = home;
    this.options = options;
    this.ending = ending;
    this.out = out;
  }

  /** Runs it and cleans up; 0 where every difference is 0, else 1. */
  int run() throws IOException, InterruptedException, SQLException {
    DemoPlan plan = DemoPlan.read(options.config());
    plan.requireGenerated(options.input().isPresent());
    if (!Files.isReadable(home.resolve(DemoSystem.JAR))) {
      throw new ServerFailure(home.resolve(DemoSystem.JAR) + " is missing: run mvn package first.");
    }
    Path config = options.config().toAbsolutePath();
    SchemaFolder schemas = SchemaFolder.find(plan.schemas(), List.of(home, config.getParent()));
    try (RunFolder folder = RunFolder.create("demo", home, options.keep())) {
      schemas.copyInto(folder.path());
      // lz4 unpacks its library there, and whoever halts leaves it behind
      Path temporary = Files.createDirectories(folder.path().resolve("demo.tmp"));
      System.setProperty("java.io.tmpdir", temporary.toString());
      try (DemoSystem system =
          DemoSystem.start(home.resolve(DemoSystem.JAR), config, plan, folder, out)) {
        if (ending.isAsked()) {
          out.println("Ended before anything was produced.");
          return Ending.INTERRUPTED;
        }
        return show(plan, folder, system, WriterSchema.read(schemas.path(), plan.schema()));
      }
    }
  }

  private int show(DemoPlan plan, RunFolder folder, DemoSystem system, List<WriterSchema> schemas)
      throws IOException, InterruptedException, SQLException {
    Production production = production(plan, system, schemas);
    ServiceDatabase looks = new ServiceDatabase(system.database(), plan, QUICK_MILLIS);
    try (DatabaseWatch watch =
            new DatabaseWatch(looks, plan, production::acknowledged, System::nanoTime);
        Faults faults = new Faults(system.service(), system.kafka(), system.database(), folder)) {
      watch.start();
      production.start();
      LiveTable table =
          new LiveTable(production, watch, faults, system.service(), System::nanoTime);
      showTable(table, plan, system.addresses(folder), faults);
      production.stop();
      faults.awaitQuiet();
      boolean drained = new Drain(production, watch, out, System::nanoTime).await();
      return close(plan, system, production, table.report()) && drained ? 0 : 1;
    }
  }

  private void showTable(LiveTable table, DemoPlan plan, List<String> addresses, Faults faults)
      throws InterruptedException {
    Duration limit = options.seconds().orElse(LONG);
    Optional<Terminal> terminal = Terminal.open();
    if (terminal.isEmpty()) {
      addresses.forEach(out::println);
      table.show(new PlainScreen(out, plan.rollups()), ending, limit);
      return;
    }
    try (Terminal keys = terminal.get();
        Screen screen = new FullScreen(out, keys, addresses, plan.rollups())) {
      new Keys(System.in, faults, ending).start();
      table.show(screen, ending, limit);
    }
  }

  private boolean close(DemoPlan plan, DemoSystem system, Production production, LagReport report)
      throws IOException, SQLException {
    Exception failure = production.failure();
    if (failure != null) {
      out.println("Not all was produced: " + failure.getMessage());
    }
    out.println();
    long difference;
    try (ServiceDatabase database = new ServiceDatabase(system.database(), plan, PATIENT_MILLIS)) {
      difference = new ClosingBalance(out, database, production.tally()).print();
    }
    ServiceLog log = ServiceLog.read(system.service().log());
    out.println();
    out.println(report);
    out.println(
        "Service's log: %,d lines of WARN or ERROR beside those about broken records"
            .formatted(log.complaints().size()));
    log.complaints().stream().limit(5).forEach(line -> out.println("  " + line));
    return difference == 0 && failure == null;
  }

  private Production production(DemoPlan plan, DemoSystem system, List<WriterSchema> schemas) {
    Tally tally = new Tally(plan.rollups(), plan.eventTime());
    String servers = system.kafka().bootstrapServers();
    if (options.input().isEmpty()) {
      EventGenerator generator = new EventGenerator(schemas, options.seed(), Clock.systemUTC());
      ByteArraySerializer bytes = new ByteArraySerializer();
      return new GeneratorRun(
          plan.topic(),
          generator::next,
          tally,
          new KafkaProducer<>(GeneratorRun.producerProperties(servers), bytes, bytes),
          new Pacing(options.rate(), System::nanoTime));
    }
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new FileProduction(
        () -> system.service().produce(plan.source(), options.input().get(), options.rate()),
        new KafkaConsumer<>(Map.of("bootstrap.servers", servers), bytes, bytes),
        IntStream.range(0, DemoSystem.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(plan.topic(), partition))
            .toList(),
        new PlainRecount(schemas, plan.framing(), tally),
        tally);
  }
}
