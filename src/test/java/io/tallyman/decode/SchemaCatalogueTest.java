package io.tallyman.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCatalogueTest {

  private static final String ONE_FIELD = "{'name':'a','type':'int'}";
  private static final String TWO_FIELDS = ONE_FIELD + ",{'name':'b','type':'int'}";

  @TempDir Path directory;

  @Test
  void shouldReadTheVersionThatIsNamedAfterItsRecord() {
    SchemaCatalogue catalogue = Schemas.tracking();

    assertThat(catalogue.current(Schemas.TRACKING_EVENT))
        .hasValueSatisfying(version -> assertThat(version.id()).isEqualTo(3));
    assertThat(catalogue.byId(1).file()).hasFileName("TrackingEvent.v1.avsc");
    assertThat(catalogue.byId(2).file()).hasFileName("TrackingEvent.v2.avsc");
    assertThat(catalogue.byId(4)).isNull();
  }

  @Test
  void shouldFindEveryVersionByItsFingerprint() {
    SchemaCatalogue catalogue = Schemas.tracking();

    for (int id = 1; id <= 3; id++) {
      SchemaVersion version = catalogue.byId(id);
      assertThat(catalogue.byFingerprint(version.fingerprint())).isSameAs(version);
    }
  }

  @Test
  void shouldKeepTheIdOutOfTheFingerprint() {
    new Schemas(directory)
        .withOrder("Order.avsc", "\"tallyman.id\":7,", ONE_FIELD)
        .withOrder("Order.v1.avsc", "", ONE_FIELD);
    SchemaCatalogue catalogue = Schemas.loadWithoutProblems(directory);

    assertThat(catalogue.byFingerprint(catalogue.byId(7).fingerprint()).fullName())
        .isEqualTo("shop.Order");
  }

  /** The vectors of Apache Avro: share/test/data/schema-tests.txt of its repository. */
  @Test
  void shouldComputeFingerprintsAsApacheAvroDoes() throws IOException {
    Pattern vector =
        Pattern.compile("<<INPUT ([^\\n]+)\\n<<canonical [^\\n]+\\n<<fingerprint (-?\\d+)");
    int vectors = 0;
    try (var in = getClass().getResourceAsStream("/apache-avro/schema-tests.txt")) {
      Matcher found = vector.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      for (; found.find(); vectors++) {
        Schema schema = new Schema.Parser().parse(found.group(1));
        assertThat(new SchemaVersion(schema, null, directory).fingerprint())
            .as(found.group(1))
            .isEqualTo(Long.parseLong(found.group(2)));
      }
    }
    assertThat(vectors).isGreaterThan(15);
  }

  @Test
  void shouldFindSchemasInFoldersBelow() {
    new Schemas(directory).withOrder("shop/orders/Order.avsc", "", ONE_FIELD);

    assertThat(Schemas.loadWithoutProblems(directory).reader("shop.Order")).isPresent();
  }

  @Test
  void shouldPassOverHiddenFoldersAndFilesOfOtherKinds() {
    Schemas schemas =
        new Schemas(directory)
            .withOrder("Order.avsc", "", ONE_FIELD)
            .withOrder("..2026_11_21/Order.avsc", "", TWO_FIELDS)
            .with("README.md", "not a schema");

    assertThat(schemas.problems()).isEmpty();
    assertThat(schemas.load().reader("shop.Order").orElseThrow().paths()).containsExactly("a");
  }

  /** A superuser reads every folder: the test is for all others. */
  @ParameterizedTest
  @CsvSource({"below, 1", ".hidden, 0", ".hidden/below, 0"})
  void shouldReportAFolderThatCannotBeReadUnlessItIsHidden(String name, int expected)
      throws IOException {
    Schemas schemas = new Schemas(directory).withOrder("Order.avsc", "", ONE_FIELD);
    Path closed = Files.createDirectories(directory.resolve(name));
    Files.setPosixFilePermissions(closed, Set.of());
    try {
      assumeThat(Files.isReadable(closed)).isFalse();

      assertThat(schemas.problems())
          .hasSize(expected)
          .allSatisfy(
              problem ->
                  assertThat(problem)
                      .startsWith(closed + ": the folder can't be read (")
                      .endsWith("see to its permissions"));
      assertThat(schemas.load().reader("shop.Order")).isPresent();
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void shouldReportEveryBrokenFileAndLoadTheRest() {
    Schemas schemas =
        new Schemas(directory)
            .withOrder("Order.avsc", "", ONE_FIELD)
            .with("Cut.avsc", "{\"type\":\"record\",")
            .with(
                "Unknown.avsc",
                "{\"type\":\"record\",\"name\":\"U\",\"fields\":[{\"name\":\"x\"}]}")
            .with("Text.avsc", "\"string\"")
            .withOrder("Id.avsc", "\"tallyman.id\":\"three\",", ONE_FIELD);

    assertThat(schemas.problems())
        .hasSize(4)
        .anySatisfy(problem -> assertThat(problem).contains("Cut.avsc: this is no Avro schema ("))
        .anySatisfy(problem -> assertThat(problem).contains("Unknown.avsc: this is no Avro schema"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .endsWith(
                        "Text.avsc: this is a schema of the type string; an event's schema is a"
                            + " record"))
        .anySatisfy(problem -> assertThat(problem).contains("Id.avsc: \"tallyman.id\" is three;"));
    assertThat(schemas.load().reader("shop.Order")).isPresent();
  }

  @Test
  void shouldReportAMissingFolderAndAnEmptyOne() {
    assertThat(new Schemas(directory.resolve("none")).problems())
        .singleElement()
        .asString()
        .endsWith(
            "there is no such folder; name the folder of the .avsc files in schemas.directory");
    assertThat(new Schemas(directory).problems())
        .singleElement()
        .asString()
        .contains("the folder holds no .avsc file");
  }

  @Test
  void shouldReportAnIdThatTwoSchemasClaim() {
    Schemas schemas =
        new Schemas(directory)
            .withOrder("Order.avsc", "\"tallyman.id\":1,", ONE_FIELD)
            .withOrder("Order.v1.avsc", "\"tallyman.id\":1,", TWO_FIELDS);

    assertThat(schemas.problems())
        .singleElement()
        .asString()
        .contains("Order.v1.avsc: its id 1 is also the id of ")
        .contains("give every version");
  }

  @Test
  void shouldReportVersionsOfEqualRank() {
    Schemas schemas =
        new Schemas(directory)
            .withOrder("Order.v1.avsc", "", ONE_FIELD)
            .withOrder("Order.v2.avsc", "", TWO_FIELDS);

    assertThat(schemas.problems())
        .singleElement()
        .asString()
        .contains("shop.Order has 2 versions of equal rank")
        .endsWith("name only the one in which the service reads Order.avsc");
  }

  @Test
  void shouldTakeTheOnlyVersionWhateverItsFileIsCalled() {
    Schemas schemas = new Schemas(directory).withOrder("orders-2026.avsc", "", ONE_FIELD);

    assertThat(schemas.problems()).isEmpty();
    assertThat(schemas.load().reader("shop.Order")).isPresent();
  }

  @Test
  void shouldReportVersionsThatOnlyTheirLogicalTypesTellApart() {
    Schemas schemas =
        new Schemas(directory)
            .withOrder(
                "Order.avsc",
                "",
                "{'name':'at','type':{'type':'long','logicalType':'timestamp-millis'}}")
            .withOrder(
                "Order.v1.avsc",
                "",
                "{'name':'at','type':{'type':'long','logicalType':'timestamp-micros'}}");

    assertThat(schemas.problems())
        .singleElement()
        .asString()
        .contains("its fingerprint is that of ", "its logical types differ");
  }

  @Test
  void shouldSuggestTheSchemaThatWasMeant() {
    SchemaCatalogue catalogue = Schemas.tracking();

    assertThat(catalogue.reader("io.tallyman.TrackingEvent")).isEmpty();
    assertThat(catalogue.missing("sources.tracking.schema", "io.tallyman.TrackingEvent"))
        .hasToString(
            "sources.tracking.schema: there is no schema named io.tallyman.TrackingEvent; did you"
                + " mean io.tallyman.events.TrackingEvent?");
  }

  @Test
  void shouldReportAFileThatIsNotText() throws IOException {
    Files.write(directory.resolve("Order.avsc"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
    List<String> problems = new ArrayList<>();

    SchemaCatalogue.load(directory, problem -> problems.add(problem.toString()));

    assertThat(problems).singleElement().asString().contains("this isn't UTF-8 text");
  }
}
