package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.cluster.ProcessId;
import io.tallyman.cluster.RunFolder;
import io.tallyman.demo.GeneratorRun.Pacing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo without its keyboard: the jar, three brokers, a database, and a crash on the way. */
class DemoIT {

  private static final Path HOME =
      Path.of(System.getProperty("tallyman.home", "")).toAbsolutePath();
  private static final int RATE = 2_000;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @TempDir private Path temporary;

  @Test
  void shouldBalanceToTheLastCellAfterTheServiceWasKilled() throws Exception {
    DemoPlan plan = DemoPlan.read(HOME.resolve("config.yml"));
    List<ProcessId> servers;
    Path path;
    try (RunFolder folder = RunFolder.create("demo", temporary, Optional.empty());
        DemoSystem system = start(plan, folder)) {
      path = folder.path();
      runWithACrash(plan, system);
      servers =
          Files.readAllLines(path.resolve("processes")).stream().map(ProcessId::parse).toList();
    }

    assertThat(servers).hasSizeGreaterThan(5).noneMatch(ProcessId::isAlive);
    assertThat(path).doesNotExist();
  }

  private DemoSystem start(DemoPlan plan, RunFolder folder) throws Exception {
    SchemaFolder.find(plan.schemas(), List.of(HOME)).copyInto(folder.path());
    return DemoSystem.start(
        HOME.resolve(DemoSystem.JAR), HOME.resolve("config.yml"), plan, folder, out);
  }

  private void runWithACrash(DemoPlan plan, DemoSystem system) throws Exception {
    Tally tally = new Tally(plan.rollups(), plan.eventTime());
    GeneratorRun production = production(plan, system, tally);
    ServiceDatabase looks = new ServiceDatabase(system.database(), plan, 10_000);
    try (DatabaseWatch watch =
        new DatabaseWatch(looks, plan, production::acknowledged, System::nanoTime)) {
      watch.start();
      production.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> watch.figures().settled() > RATE);
      system.service().kill();
      long before = watch.figures().settled();
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> watch.figures().settled() > before + 2 * RATE);
      production.stop();
      assertThat(new Drain(production, watch, out, System::nanoTime).await()).isTrue();
    }
    try (ServiceDatabase database = new ServiceDatabase(system.database(), plan, 60_000)) {
      long difference = new ClosingBalance(out, database, tally).print();
      assertThat(difference).as(printed.toString(StandardCharsets.UTF_8)).isZero();
    }
    assertThat(tally.records()).isEqualTo(production.acknowledged()).isGreaterThan(2 * RATE);
    assertThat(system.service().starts()).isEqualTo(2);
  }

  private static GeneratorRun production(DemoPlan plan, DemoSystem system, Tally tally)
      throws Exception {
    List<WriterSchema> schemas = WriterSchema.read(HOME.resolve("avro-schemas"), plan.schema());
    EventGenerator generator = new EventGenerator(schemas, 1, Clock.systemUTC());
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new GeneratorRun(
        plan.topic(),
        generator::next,
        tally,
        new KafkaProducer<>(
            GeneratorRun.producerProperties(system.kafka().bootstrapServers()), bytes, bytes),
        new Pacing(RATE, System::nanoTime));
  }
}
