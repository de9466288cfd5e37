package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.demo.GeneratedRecord.Fate;
import io.tallyman.demo.RollupBook.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventGeneratorTest {

  private static final Path SCHEMAS =
      Path.of(System.getProperty("tallyman.home", "."), "avro-schemas");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T12:34:56.789Z"), ZoneOffset.UTC);
  private static final int MANY = 200_000;

  private final List<WriterSchema> schemas = schemas();

  @Test
  void shouldMakeTheSameRecordsFromTheSameSeedAndClock() {
    List<GeneratedRecord> first = records(7).limit(5_000).toList();
    List<GeneratedRecord> second = records(7).limit(5_000).toList();

    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i).key()).isEqualTo(first.get(i).key());
      assertThat(second.get(i).value()).isEqualTo(first.get(i).value());
      assertThat(second.get(i).timestamp()).isEqualTo(first.get(i).timestamp());
    }
  }

  @Test
  void shouldMakeOtherRecordsFromAnotherSeed() {
    byte[][] first = records(1).limit(50).map(GeneratedRecord::value).toArray(byte[][]::new);
    byte[][] second = records(2).limit(50).map(GeneratedRecord::value).toArray(byte[][]::new);

    assertThat(Arrays.deepEquals(first, second)).isFalse();
  }

  @Test
  void shouldBreakAboutOneRecordInAThousandInEveryWay() {
    Map<String, Long> rejected = tallied(3).rejectedByReason();

    assertThat(rejected)
        .containsOnlyKeys(
            "empty", "bad_framing", "unknown_schema", "malformed", "event_time_out_of_range");
    long all = rejected.values().stream().mapToLong(Long::longValue).sum();
    assertThat((double) all / MANY).isBetween(0.000_7, 0.001_4);
  }

  @Test
  void shouldMakeSomeEventsLateSomeEarlyAndMostOfThemGood() {
    Tally tally = tallied(4);
    OutcomeCounts everything = tally.outcomes(tally.books().get(0));

    assertThat((double) everything.late() / MANY).isBetween(0.000_1, 0.000_6);
    assertThat((double) everything.early() / MANY).isBetween(0.000_05, 0.000_5);
    assertThat((double) everything.counted() / MANY).isGreaterThan(0.997);
    assertThat(everything.total()).isEqualTo(MANY);
  }

  @Test
  void shouldWriteInEverySchemaTheNewestBeingTheCommonest() {
    long[] byId = new long[4];
    sound(5).forEach(record -> byId[record.value()[4]]++);

    assertThat(byId[1]).isPositive().isLessThan(byId[2]);
    assertThat(byId[2]).isLessThan(byId[3]);
  }

  @Test
  void shouldFavourFewItemsAndFewTypes() {
    Map<Object, Long> items = new HashMap<>();
    Map<Object, Long> types = new HashMap<>();
    sound(6)
        .forEach(
            record -> {
              SeenEvent event = ((Fate.Sound) record.fate()).event();
              items.merge(Tally.text(event.value("item_id")), 1L, Long::sum);
              types.merge(Tally.text(event.value("event_type")), 1L, Long::sum);
            });
    items.remove("NULL");

    assertThat(items.size()).isGreaterThan(1_000);
    long most = items.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    assertThat(most).isGreaterThan(20L * MANY / items.size());
    assertThat(types)
        .containsOnlyKeys(
            "view", "click", "search", "share", "wishlist", "review", "add_to_cart", "purchase");
    assertThat(types.get("view")).isGreaterThan(3 * types.get("add_to_cart"));
    assertThat(types.get("add_to_cart")).isGreaterThan(types.get("purchase"));
  }

  @Test
  void shouldRepeatSomeEventsUnderTheSameId() {
    Map<Object, Long> ids = new HashMap<>();
    sound(8)
        .forEach(
            record ->
                ids.merge(
                    Tally.text(((Fate.Sound) record.fate()).event().value("event_id")),
                    1L,
                    Long::sum));
    long repeats = ids.values().stream().mapToLong(count -> count - 1).sum();

    assertThat((double) repeats / MANY).isBetween(0.001, 0.003);
  }

  @Test
  void shouldTallyWhatPlainAvroFindsInTheBytes() {
    Tally own = new Tally(plans(), "occurred_at");
    Tally plain = new Tally(plans(), "occurred_at");
    PlainRecount recount = new PlainRecount(schemas, "confluent", plain);
    records(9)
        .limit(MANY)
        .forEach(
            record -> {
              record.addTo(own);
              recount.add(record.value(), record.timestamp());
            });

    assertThat(own.rejectedByReason()).isEqualTo(plain.rejectedByReason());
    for (int i = 0; i < plans().size(); i++) {
      RollupBook ours = own.books().get(i);
      RollupBook theirs = plain.books().get(i);
      assertThat(own.outcomes(ours)).isEqualTo(plain.outcomes(theirs));
      assertThat(shown(ours)).isEqualTo(shown(theirs)).hasSizeGreaterThan(10);
    }
  }

  private static Map<Place, String> shown(RollupBook book) {
    Map<Place, String> all = new HashMap<>();
    book.cells()
        .forEach(
            (place, sums) -> {
              StringBuilder text = new StringBuilder().append(sums.records());
              for (int i = 0; i < book.plan().measures().size(); i++) {
                text.append(' ').append(Tally.text(sums.shown(i)));
              }
              all.put(place, text.toString());
            });
    return all;
  }

  private Tally tallied(long seed) {
    Tally tally = new Tally(plans(), "occurred_at");
    records(seed).limit(MANY).forEach(record -> record.addTo(tally));
    return tally;
  }

  private Stream<GeneratedRecord> sound(long seed) {
    return records(seed).limit(MANY).filter(record -> record.fate() instanceof Fate.Sound);
  }

  private Stream<GeneratedRecord> records(long seed) {
    EventGenerator generator = new EventGenerator(schemas, seed, CLOCK);
    return Stream.generate(generator::next);
  }

  private static List<RollupPlan> plans() {
    try {
      Path file = Path.of(EventGeneratorTest.class.getResource("two-rollups.yml").toURI());
      return DemoPlan.read(file).rollups();
    } catch (IOException | java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static List<WriterSchema> schemas() {
    try {
      return WriterSchema.read(SCHEMAS, "io.tallyman.events.TrackingEvent");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
