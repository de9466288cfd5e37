package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.health.DefaultHealthFactory;
import io.dropwizard.health.HealthCheckConfiguration;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.util.JarLocation;
import io.tallyman.admin.health.HealthLimits;
import io.tallyman.rollup.Condition;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code check} says of a configuration: nothing runs, no server is asked. */
final class ConfigurationTest {

  private static final String DATABASE = "database: {url: 'jdbc:mysql://127.0.0.1/x', user: x}\n";
  private static final String KAFKA = "kafka: {bootstrapServers: '127.0.0.1:1', groupId: g}\n";
  private static final String SOURCES =
      """
      sources:
        orders: {topic: orders, schema: io.tallyman.test.Order, eventTime: ordered_at}
      """;
  private static final String ROLLUPS =
      """
      rollups:
        by_country:
          source: orders
          bucket: 1h
          dimensions: [country]
          measures: {orders: {type: count}, revenue: {type: sum, product: [quantity, price]}}
      """;

  private static final String SERVER =
      "server: {adminConnectors: [{type: http, bindHost: 127.0.0.1, port: 0}]}\n";

  @TempDir Path folder;

  private String schema = OrderBook.SCHEMA;

  /** What {@code check} answers: nothing where all is well. */
  private String check(Path file) throws Exception {
    return run("check", file.toString());
  }

  private String run(String... words) throws Exception {
    TallymanApplication application = new TallymanApplication();
    Bootstrap<TallymanConfiguration> bootstrap = new Bootstrap<>(application);
    application.addDefaultCommands(bootstrap);
    application.initialize(bootstrap);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Cli cli = new Cli(new JarLocation(getClass()), bootstrap, OutputStream.nullOutputStream(), err);
    boolean failed = cli.run(words).isPresent();
    String said = err.toString(StandardCharsets.UTF_8);
    assertThat(said.isEmpty()).as(said).isEqualTo(!failed);
    return said;
  }

  private static TallymanConfiguration read(Path file) throws Exception {
    return new TallymanConfigurationFactory(
            Validators.newValidator(), Jackson.newObjectMapper(), "dw")
        .build(new FileConfigurationSourceProvider(), file.toString());
  }

  private String check(String... sections) throws Exception {
    write(sections);
    return check(file());
  }

  private Path file() {
    return folder.resolve("config.yml");
  }

  private void write(String... sections) throws Exception {
    Files.createDirectories(folder.resolve("schemas"));
    Files.writeString(folder.resolve("schemas").resolve("Order.avsc"), schema);
    Files.writeString(
        file(),
        "schemas: {directory: '" + folder.resolve("schemas") + "'}\n" + String.join("", sections));
  }

  private String withRollup(String rollup) throws Exception {
    return check(DATABASE, KAFKA, SOURCES, "rollups: {by_country: {" + rollup + "}}\n");
  }

  @Test
  void shouldTakeWhatIsRight() throws Exception {
    assertThat(check(DATABASE, KAFKA, SOURCES, ROLLUPS, SERVER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.yml", "examples/online-retail/config.yml"})
  void shouldTakeTheConfigurationsOfTheProject(String file) throws Exception {
    assertThat(check(Path.of(file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.yml", "examples/online-retail/config.yml"})
  void shouldAnswerHealthCheckForTheImageAndForDeployments(String file) throws Exception {
    assertThat(read(Path.of(file)).getHealthFactory())
        .hasValueSatisfying(
            health ->
                assertThat(((DefaultHealthFactory) health).getHealthCheckConfigurations())
                    .extracting(HealthCheckConfiguration::getName)
                    .contains("started"));
  }

  @Test
  void shouldTakeANameForTheHostOrLeaveItToTheMachine() throws Exception {
    write("host: ingest-1.example\n", DATABASE, KAFKA, SOURCES, ROLLUPS, SERVER);
    assertThat(read(file()).blueprint().settings().host()).isEqualTo("ingest-1.example");
    assertThat(Identity.of("ingest-1").owner()).startsWith("ingest-1/");

    write(DATABASE, KAFKA, SOURCES, ROLLUPS, SERVER);
    assertThat(read(file()).blueprint().settings().host()).isEmpty();
    assertThat(Identity.of("").host()).isNotEmpty();

    assertThat(check("host: 'a b'\n", DATABASE, KAFKA, SOURCES, ROLLUPS, SERVER))
        .contains("host: 'a b' is no name of a host");
  }

  @Test
  void shouldReportEverythingThatIsWrongAtOnce() throws Exception {
    String said =
        check(
            "database: {user: x, pasword: secret}\n",
            "kafka: {bootstrapServers: b, groupId: g, properties: {enable.auto.commit: true}}\n",
            "sources: {Orders: {topic: t, schema: io.tallyman.test.Oder, framing: avro}}\n",
            "rollups: {lines: {source: orders, bucket: 7m, measures: {n: {type: median}}}}\n",
            "server: {applicationConnectors: [{type: http, prt: 1}]}\n");

    assertThat(said)
        .contains("database.url: it is missing")
        .contains("database.pasword: there is no such key; did you mean password?")
        .contains("kafka.properties.enable.auto.commit")
        .contains("'Orders' can't name a source")
        .contains("there is no schema named io.tallyman.test.Oder; did you mean")
        .contains("'avro' is no framing")
        .contains("there is no source 'orders'")
        .contains("'7m' is no bucket")
        .contains("'median' is no measure")
        .contains("prt")
        .doesNotContain("secret")
        .doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          source: orders, bucket: 1h, dimensons: [country], measures: {n: {type: count}} | did you mean dimensions?
          source: orders, bucket: 1h, dimensions: [contry], measures: {n: {type: count}} | did you mean country?
          source: orders, bucket: 1h, dimensions: [price], measures: {n: {type: count}} | group by text
          source: orders, bucket: 1h, dimensions: [country, country], measures: {n: {type: count}} | named twice
          source: orders, bucket: 1h, measures: {n: {type: sum, field: country}} | isn't a number
          source: orders, bucket: 1h, measures: {n: {type: sum}} | of one field, or of one product
          source: orders, bucket: 1h, measures: {n: {type: count, field: quantity}} | there is no such key
          source: orders, bucket: 1h, measures: {rank: {type: count}} | reserved word
          source: orders, bucket: 1h | a rollup measures something
          source: orders, bucket: 1h, where: {quantity: [x]}, measures: {n: {type: count}} | no whole number
          source: orders, bucket: 1h, where: {country: {nto: [x]}}, measures: {n: {type: count}} | did you mean not?
          source: orders, bucket: 1h, acceptLate: soon, measures: {n: {type: count}} | is no duration
          source: orders, bucket: [1m], measures: {n: {type: count}} | has to be one value
          source: orders, bucket: 1h, where: {quantity: [1.10]}, measures: {n: {type: count}} | '1.10' is no whole number
          source: orders, bucket: 1h, bucket: 1d, measures: {n: {type: count}} | bucket: the key stands here twice
          """)
  void shouldSayWhatIsWrongWithARollupAndWhatToDo(String rollup, String expected) throws Exception {
    assertThat(withRollup(rollup)).contains(expected).contains("rollups.by_country");
  }

  @ParameterizedTest
  @CsvSource({
    "fluch, did you mean flush?",
    "sevrer, did you mean server?",
    "blueprint, its keys are",
  })
  void shouldSayWhichSectionWasMeant(String section, String expected) throws Exception {
    assertThat(check(DATABASE, KAFKA, SOURCES, ROLLUPS, SERVER, section + ": {interval: 2s}\n"))
        .contains(section + ": there is no such key; " + expected)
        .doesNotContain("blueprint,")
        .doesNotContain("Unrecognized");
  }

  @Test
  void shouldTakeEveryValueAsItIsWritten() throws Exception {
    write(
        "database: {url: 'jdbc:mysql://127.0.0.1/x', user: no, password: 007}\n",
        KAFKA,
        SOURCES,
        SERVER,
        ROLLUPS,
        "    where: {country: [NO, yes, true, 1.10, 0x1F, 1e3], quantity: [1, -2]}\n");

    Settings settings = read(file()).blueprint().settings();

    assertThat(settings.database().user()).isEqualTo("no");
    assertThat(settings.database().password()).isEqualTo("007");
    assertThat(settings.rollups().get(0).where())
        .containsExactly(
            new Condition.In("country", List.of("NO", "yes", "true", "1.10", "0x1F", "1e3")),
            new Condition.In("quantity", List.of("1", "-2")));
  }

  @Test
  void shouldRefuseKeysThatStandThereTwice() throws Exception {
    String again = ROLLUPS.replace("rollups:\n", "");

    assertThat(check(DATABASE, KAFKA, SOURCES, ROLLUPS, again, "kafka: {}\n"))
        .contains(
            "rollups.by_country: the key stands here twice, again in line 12; give one of the two"
                + " another name, or take it out")
        .contains("kafka: the key stands here twice, again in line 17");
  }

  @Test
  void shouldRefuseTheFramingConfluentWhereNoSchemaHasAnId() throws Exception {
    schema = OrderBook.SCHEMA.replace("\"tallyman.id\": 77,", "");

    assertThat(check(DATABASE, KAFKA, SOURCES, ROLLUPS))
        .contains("sources.orders.framing: ")
        .contains("\"tallyman.id\"");
    assertThat(
            check(
                DATABASE,
                KAFKA,
                SOURCES.replace("schema:", "framing: raw, schema:"),
                ROLLUPS,
                SERVER))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0B", "1023KiB", "100GiB", "0%", "81%", "much"})
  void shouldRefuseAMemoryOutOfBounds(String memory) throws Exception {
    assertThat(check(DATABASE, KAFKA, SOURCES, ROLLUPS, "flush: {memory: " + memory + "}\n"))
        .contains("flush.memory: '" + memory + "' is neither a share from 1% to 80% nor a size")
        .doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1MiB", "1024KiB", "1%", "80%"})
  void shouldTakeAMemoryWithinBounds(String memory) throws Exception {
    assertThat(
            check(DATABASE, KAFKA, SOURCES, ROLLUPS, SERVER, "flush: {memory: " + memory + "}\n"))
        .isEmpty();
  }

  private Settings settings(String... more) throws Exception {
    String[] lines = new String[more.length + 5];
    System.arraycopy(new String[] {DATABASE, KAFKA, SOURCES, ROLLUPS, SERVER}, 0, lines, 0, 5);
    System.arraycopy(more, 0, lines, 5, more.length);
    write(lines);
    return read(file()).blueprint().settings();
  }

  @Test
  void shouldKeepTheAuditLongAndLogAFewRejectedRecordsAndLimitNoSourceByDefault() throws Exception {
    Settings settings = settings();

    assertThat(settings.auditKept()).contains(Duration.ofDays(400));
    assertThat(settings.loggedRejects()).isEqualTo(5);
    assertThat(settings.wholeLetters()).isEqualTo(1_000);
    assertThat(settings.sources().get(0).consume().maxEventsPerSecond()).isEmpty();
  }

  @Test
  void shouldTakeWhatOperatorsMayChangeLater() throws Exception {
    Settings settings =
        settings("audit: {retain: 30d}\n", "deadLetters: {logPerMinute: 0, wholePerMinute: 7}\n");

    assertThat(settings.auditKept()).contains(Duration.ofDays(30));
    assertThat(settings.loggedRejects()).isZero();
    assertThat(settings.wholeLetters()).isEqualTo(7);
    assertThat(settings("audit: {retain: forever}\n").auditKept()).isEmpty();

    write(
        DATABASE,
        KAFKA,
        SOURCES.replace("schema:", "maxEventsPerSecond: 700, schema:"),
        ROLLUPS,
        SERVER);
    assertThat(read(file()).blueprint().laneValues().eventsPerSecond())
        .isEqualTo(Map.of("orders", 700));
  }

  @Test
  void shouldTakeFromWhenOnSomethingIsWorthALook() throws Exception {
    assertThat(settings().healthLimits()).isEqualTo(HealthLimits.usual());
    assertThat(settings("healthLimits: {standing: 3m, fences: 50}\n").healthLimits())
        .isEqualTo(
            new HealthLimits(
                Duration.ofSeconds(10),
                Duration.ofMinutes(3),
                Duration.ofSeconds(90),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                50));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "healthLimits: {behind: 500ms} | healthLimits.behind: it isn't from 1s to 1d; write one"
            + " that is, such as 300s",
        "healthLimits: {window: 2d} | healthLimits.window: it isn't from 1s to 1d",
        "healthLimits: {window: 119s} | healthLimits.window: it is shorter than 2m: nobody could be"
            + " seen lagging; write 5m",
        "healthLimits: {fences: 0} | healthLimits.fences: '0' is no whole number from 1 to 1000000",
        "healthLimits: {stalled: 1m} | healthLimits.stalled: there is no such key",
        "audit: {retain: 1h} | audit.retain: it is shorter than a day",
        "audit: {retain: long} | audit.retain: 'long' is no duration",
        "audit: {keep: 1d} | audit.keep: there is no such key",
        "deadLetters: {logPerMinute: -1} | deadLetters.logPerMinute: '-1' is no whole number",
        "deadLetters: {wholePerMinute: some} | deadLetters.wholePerMinute: 'some' is no whole"
            + " number",
        "deadLetters: {logsPerMinute: 1} | did you mean logPerMinute?",
      })
  void shouldSayWhatIsWrongWithWhatOperatorsMayChangeLater(String section, String expected)
      throws Exception {
    assertThat(check(DATABASE, KAFKA, SOURCES, ROLLUPS, SERVER, section + "\n")).contains(expected);
  }

  @Test
  void shouldRefuseARateThatIsNone() throws Exception {
    assertThat(
            check(
                DATABASE,
                KAFKA,
                SOURCES.replace("schema:", "maxEventsPerSecond: 0, schema:"),
                ROLLUPS,
                SERVER))
        .contains("sources.orders.maxEventsPerSecond: '0' is no whole number from 1 to 100000000");
  }

  @Test
  void shouldNameThePlaceOfAFieldThatIsNotThere() throws Exception {
    assertThat(
            withRollup(
                "source: orders, bucket: 1h, dimensions: [contry],"
                    + " measures: {n: {type: sum, field: quantiti}}"))
        .contains("rollups.by_country.dimensions: there is no field contry")
        .contains("rollups.by_country.measures.n: there is no field quantiti");
  }

  @Test
  void shouldReportAMisspeltNotOnce() throws Exception {
    assertThat(
            withRollup(
                "source: orders, bucket: 1h, where: {country: {nott: [x]}},"
                    + " measures: {n: {type: count}}"))
        .contains("rollups.by_country.where.country.nott: there is no such key")
        .doesNotContain("no value is listed");
  }

  @Test
  void shouldSayWhereAFileIsNoYaml() throws Exception {
    write("database: {\n", "kafka: x: 'a secret'\n");

    assertThat(check(file()))
        .contains("config.yml has an error:")
        .contains("  * line 3, column 9: this is no YAML: ", "; mend what stands there or just")
        .doesNotContain("\tat ", "Source", "a secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxThreds: 9 | server.maxThreds (line 13, column 5): there is no such key; did you mean"
            + " maxThreads?",
        "maxThreads: x | server.maxThreads (line 13, column 5): 'x' is no int; write one",
        "gzip: {on: 1} | server.gzip.on (line 13, column 12): there is no such key; its keys are",
        "applicationConnectors: [{type: http, prt: 1}] |"
            + " server.applicationConnectors[0].prt (line 13, column 42): there is no such key; did"
            + " you mean port?",
      })
  void shouldSayWhereAKeyOfDropwizardIsWrongAndWhatToDo(String key, String expected)
      throws Exception {
    assertThat(
            check(
                DATABASE,
                KAFKA,
                SOURCES,
                ROLLUPS,
                SERVER.replaceFirst("[{]", "{\n    " + key + ", ")))
        .contains("  * " + expected)
        .doesNotContain("Did you mean", "\tat ", "Source");
  }

  @Test
  void shouldRefuseLevelsOfTheLogThatThereAreNot() throws Exception {
    String logging =
        """
        logging:
          level: LOUD
          loggers:
            io.tallyman: CHATTY
            org.apache: {level: QUIET}
            org.eclipse: OFF
          appenders: [{type: console, threshold: ALLES}]
        """;

    assertThat(check(DATABASE, KAFKA, SOURCES, SERVER, logging))
        .contains("logging.level: 'LOUD' is no level; write OFF, ERROR, WARN, INFO, DEBUG or TRACE")
        .contains("logging.loggers.io.tallyman: 'CHATTY' is no level")
        .contains("logging.loggers.org.apache.level: 'QUIET' is no level")
        .contains("logging.appenders[0].threshold: 'ALLES' is no level")
        .contains("rollups: there is no rollup")
        .doesNotContain("org.eclipse");
  }

  @Test
  void shouldTakeALevelOfTheLogInAnyCaseAndForWhatItIsWhereItIsEmpty() throws Exception {
    String logging = "logging: {level: '', loggers: {a.b: debug, c: {level: Off}}}\n";

    assertThat(check(DATABASE, KAFKA, SOURCES, ROLLUPS, SERVER, logging)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "one word", "[a, list]"})
  void shouldSayWhatAFileWithoutKeysLacks(String content) throws Exception {
    assertThat(check(Files.writeString(file(), content)))
        .contains("database.url: it is missing", "sources: there is no source")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldSayWhichSourceWasMeant() throws Exception {
    write(DATABASE, KAFKA, SOURCES, ROLLUPS, SERVER);

    assertThat(run("produce", file().toString(), "--source", "ordrs", "--input", "x.csv"))
        .contains("config.yml has no source 'ordrs' that is switched on; did you mean orders?");
  }

  @Test
  void shouldSayThatAFileIsNotThere() throws Exception {
    assertThat(check(folder.resolve("nowhere.yml")))
        .contains("nowhere.yml")
        .contains("no such file")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldSayWhatIsWrongWithASchema() throws Exception {
    Files.createDirectories(folder.resolve("schemas"));
    Files.writeString(folder.resolve("schemas").resolve("Bad.avsc"), "{\"type\": \"record\"}");

    assertThat(check(DATABASE, KAFKA, SOURCES, ROLLUPS, SERVER)).contains("Bad.avsc");
  }
}
