package io.tallyman.prove;

import io.tallyman.cluster.ServerFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Sends a data set, counts it with two hosts while things go wrong, and holds what was counted
 * against the file. For one thread.
 */
final class Proof {

  private static final String EXAMPLE = "examples/online-retail";
  private static final String SCHEMAS = EXAMPLE + "/avro-schemas";

  /** Many small flushes: more of them to hit, and no jump over the moments that faults wait for. */
  private static final String FLUSH = "flush: {interval: 200ms, maxCells: 1500}";

  private static final String SESSION = "group.consumer.session.timeout.ms";

  /**
   * What a proof needs.
   *
   * @param home the project's folder
   * @param jar the service
   * @param data what to count
   * @param rate lines a second
   */
  record Means(Path home, Path jar, DataSet data, int rate) {}

  private final Means means;
  private final Patience patience;
  private final Journal journal;

  Proof(Means means, Patience patience, Journal journal) {
    this.means = means;
    this.patience = patience;
    this.journal = journal;
  }

  /** Carries the plan out in an empty folder; all that it starts has ended when this returns. */
  Verdict carryOut(Plan plan, Path folder) throws SQLException, InterruptedException {
    long begin = patience.now();
    prepare(folder);
    journal.say("%s: three brokers, a database, two hosts with two lanes each ...", plan.name());
    List<Finding> findings = new ArrayList<>();
    try (Stage stage = Stage.start(new Jar(means.jar(), folder))) {
      saySettings(stage);
      Tables tables = stage.tables();
      Counts counts = new Counts(tables, means.data().lines());
      Feed feed = stage.feed(means.data(), means.rate());
      Counting counting = new Counting(stage, counts, feed, patience, journal);
      counting.begin();
      findings.addAll(plan.faults().inflictOn(counting));
      counting.untilAll();
      stage.hosts().forEach(Host::close); // in good order; nothing is written from now on
      try (Admin brokers = stage.admin()) {
        findings.addAll(new Audit(tables, means.data()).findings(brokers));
      }
      findings.add(stage.ledger());
      findings.addAll(new Recount(means.home(), folder, means.data()).compare(tables));
    }
    Verdict verdict =
        new Verdict(plan.name(), means.data().lines(), patience.secondsSince(begin), findings);
    findings.forEach(finding -> journal.say("%s", finding));
    return verdict;
  }

  /**
   * The example's own configuration, but for the flushes, and schemas, in the folder where the
   * service will run.
   */
  private void prepare(Path folder) {
    Path schemas = means.home().resolve(SCHEMAS);
    try (Stream<Path> files = Files.list(schemas)) {
      Path copies = Files.createDirectories(folder.resolve(SCHEMAS));
      for (Path file : files.toList()) {
        Files.copy(file, copies.resolve(schemas.relativize(file)));
      }
      String config = Files.readString(means.home().resolve(EXAMPLE).resolve(Stage.CONFIG));
      Files.writeString(folder.resolve(Stage.CONFIG), config + "\n" + FLUSH + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot prepare " + folder, e);
    }
  }

  private void saySettings(Stage stage) throws InterruptedException {
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
    try (Admin admin = stage.admin()) {
      String session =
          admin.describeConfigs(List.of(broker)).all().get().get(broker).get(SESSION).value();
      journal.say(
          "%,d lines at %,d a second; %s; the brokers' %s is %s",
          means.data().lines(), means.rate(), FLUSH, SESSION, session);
    } catch (ExecutionException e) {
      throw new ServerFailure("Cannot read the brokers' settings: " + e.getCause(), e);
    }
  }
}
