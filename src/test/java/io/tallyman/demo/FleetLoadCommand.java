package io.tallyman.demo;

import io.tallyman.cluster.DatabaseLogin;
import io.tallyman.cluster.ServerFailure;
import io.tallyman.demo.GeneratorRun.Pacing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The load of {@code bin/fleet-test}: produces events for a fleet that somebody else runs, watches
 * that no partition stands still for too long, and in the end holds cells, ledger and dead letters
 * against its own tally. What goes on is read from standard input, a line each:
 *
 * <ul>
 *   <li>{@code phase SECONDS NAME}: a new phase, in which no partition may stand still for longer,
 *       and at least 80 % of the events wanted have to be produced
 *   <li>{@code stop}, or the end of the input: produce no more, wait until all is counted, compare
 * </ul>
 */
public final class FleetLoadCommand {

  private FleetLoadCommand() {}

  /**
   * Where the database is.
   *
   * @param jdbcUrl its address
   * @param user the account
   * @param password the account's password
   */
  private record Login(String jdbcUrl, String user, String password) implements DatabaseLogin {}

  /**
   * Exits with 0 when every difference is 0 and no standstill was too long, else with 1.
   *
   * @param arguments the configuration file and the events per second; the servers are in the
   *     environment, in the service's own variables
   */
  public static void main(String[] arguments) throws Exception {
    int code = 1;
    try {
      code =
          run(Path.of(arguments[0]), Integer.parseInt(arguments[1]), System.getenv(), System.out);
    } catch (ServerFailure | SQLException e) {
      System.out.println("load: " + e.getMessage());
    }
    System.exit(code);
  }

  private static int run(Path config, int rate, Map<String, String> environment, PrintStream out)
      throws IOException, SQLException {
    DemoPlan plan = DemoPlan.read(config);
    SchemaFolder schemas =
        SchemaFolder.find(plan.schemas(), List.of(config.toAbsolutePath().getParent()));
    List<WriterSchema> writers = WriterSchema.read(schemas.path(), plan.schema());
    EventGenerator generator = new EventGenerator(writers, 1, Clock.systemUTC());
    ByteArraySerializer bytes = new ByteArraySerializer();
    GeneratorRun production =
        new GeneratorRun(
            plan.topic(),
            generator::next,
            new Tally(plan.rollups(), plan.eventTime()),
            new KafkaProducer<>(
                GeneratorRun.producerProperties(given(environment, "KAFKA_BOOTSTRAP_SERVERS")),
                bytes,
                bytes),
            new Pacing(rate, System::nanoTime));
    Login login =
        new Login(
            given(environment, "TALLYMAN_DB_URL"),
            given(environment, "TALLYMAN_DB_USER"),
            given(environment, "TALLYMAN_DB_PASSWORD"));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return new FleetLoad(plan, production, login, rate, out).run(commands);
  }

  private static String given(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new ServerFailure(name + " isn't set; it says where the fleet's servers are.");
    }
    return value;
  }
}
