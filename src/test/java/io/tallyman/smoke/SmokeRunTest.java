package io.tallyman.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallyman.rollup.AcceptWindow;
import io.tallyman.rollup.Bucket;
import io.tallyman.rollup.Condition;
import io.tallyman.rollup.MeasureDefinition;
import io.tallyman.rollup.RollupDefinition;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmokeRunTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final PlayedBooks books = new PlayedBooks();

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void shouldSeeEveryEventCountedOnceAndLookAgainAfterALaterFlush() throws Exception {
    SmokeReport report = books.counting(seconds(1), 1, 2).counting(seconds(3), 3, 4).run(4, MINUTE);

    assertThat(report.good()).as("%s", report.faults()).isTrue();
    assertThat(report.sent()).isEqualTo(4);
    assertThat(report.counted()).isEqualTo(4);
    assertThat(report.sumCounted()).isEqualByComparingTo(BigDecimal.TEN);
    assertThat(report.countedAfterMillis()).isEqualTo(3_000);
    assertThat(report.watchedMillis()).as("until the flush at 5 s").isEqualTo(2_000);
  }

  @Test
  void shouldSayHowManyAreMissingWhenTheTimeIsOver() throws Exception {
    SmokeReport report = books.counting(seconds(1), 1, 2, 3).run(4, seconds(10));

    assertThat(report.good()).isFalse();
    assertThat(report.countedAfterMillis()).isEqualTo(10_000);
    assertThat(report.faults().get(0))
        .isEqualTo("3 of 4 events were counted within 10 s, with numbers that add up to 6 of 10");
    assertThat(report.faults())
        .contains(
            "partition 1 is counted up to offset 40, by tallyman-1/77, complete until"
                + " 2026-11-22T10:00:10Z");
  }

  @Test
  void shouldNotTakeALossAndARepeatForGood() throws Exception {
    SmokeReport report = books.counting(seconds(1), 1, 2, 3, 3).run(4, seconds(10));

    assertThat(report.good()).isFalse();
    assertThat(report.counted()).isEqualTo(4);
    assertThat(report.faults().get(0))
        .startsWith(
            "4 events are counted, with numbers that add up to 9, and 4 were sent, with 10");
  }

  @Test
  void shouldSeeAtOnceThatMoreIsCountedThanWasSent() throws Exception {
    SmokeReport report = books.counting(seconds(1), 1, 2, 3, 4, 4).run(4, MINUTE);

    assertThat(report.countedAfterMillis()).isEqualTo(1_000);
    assertThat(report.faults().get(0)).startsWith("5 events are counted").contains("counted twice");
  }

  @Test
  void shouldSeeWhatIsCountedAgainByALaterFlush() throws Exception {
    SmokeReport report =
        books.counting(seconds(1), 1, 2, 3, 4).counting(seconds(5), 2).run(4, MINUTE);

    assertThat(report.good()).isFalse();
    assertThat(report.faults()).singleElement().asString().startsWith("5 events are counted");
  }

  @Test
  void shouldNotCallThemCountedOnceWhereNoLaterFlushIsSeen() throws Exception {
    SmokeReport report = books.counting(seconds(1), 1, 2).withoutFlushes().run(2, seconds(8));

    assertThat(report.good()).isFalse();
    assertThat(report.faults().get(0))
        .contains("within 8 s there was no later flush of partition 0, 1");
  }

  @Test
  void shouldSendNothingWhereNobodyIsThereToCount() throws Exception {
    SmokeReport report = books.withSilentHosts().run(4, MINUTE);

    assertThat(books.sent()).isZero();
    assertThat(report.good()).isFalse();
    assertThat(report.sent()).isZero();
    assertThat(report.faults())
        .singleElement()
        .asString()
        .contains("nothing was sent: no host of the service is running: tallyman-1 was heard of");
  }

  @Test
  void shouldSayWhoHasPausedItAndWhy() throws Exception {
    books.paused("consumer", "smoke/1").paused("rollup", "smoke_runs");
    SmokeReport report = books.paused("consumer", "tracking").run(4, seconds(2));

    assertThat(report.faults())
        .contains(
            "consumer smoke/1 is paused for the fleet since 2026-11-22T10:00:00Z by anna (new"
                + " schema)",
            "rollup smoke_runs is paused for the fleet since 2026-11-22T10:00:00Z by anna (new"
                + " schema)")
        .noneMatch(fault -> fault.contains("tracking"));
  }

  @Test
  void shouldSayThatNoHostHasTakenTheSourceUp() throws Exception {
    assertThat(books.withoutPositions().run(4, seconds(2)).faults())
        .anyMatch(fault -> fault.contains("TALLYMAN_SMOKE=true; heard of: tallyman-1"));
    assertThat(new PlayedBooks().unclaimed().run(4, seconds(2)).faults())
        .anyMatch(fault -> fault.contains("partition 0") && fault.contains("nobody has claimed"));
  }

  @Test
  void shouldSayWhichOtherRollupHasCountedOfTheTopic() throws Exception {
    SmokeReport report = books.counting(seconds(1), 1).alsoCountedBy("sales").run(1, MINUTE);

    assertThat(report.good()).isFalse();
    assertThat(report.faults()).singleElement().asString().contains("smoke topic: sales;");
  }

  @Test
  void shouldTellProgramsTheSame() throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(books.counting(seconds(1), 1, 2).run(2, MINUTE).json());

    assertThat(json.at("/good").asBoolean()).isTrue();
    assertThat(json.at("/sum_sent").asInt()).isEqualTo(3);
    assertThat(json.at("/sum_counted").asInt()).isEqualTo(3);
    assertThat(json.at("/counted_after_millis").asLong()).isEqualTo(1_000);
    assertThat(json.at("/rollups/0").asText()).isEqualTo("smoke_runs");
  }

  @Test
  void shouldRefuseAPlanThatCannotBeCarriedOut() {
    assertThatThrownBy(() -> new SmokePlan("r", 0, MINUTE)).hasMessageContaining("--events is 0");
    assertThatThrownBy(() -> new SmokePlan("r", 100_001, MINUTE)).hasMessageContaining("100000");
    assertThatThrownBy(() -> new SmokePlan("r", 1, Duration.ofMillis(999)))
        .hasMessageContaining("--within");
    assertThatThrownBy(() -> new SmokePlan("a \"b\"", 1, MINUTE))
        .hasMessageContaining("name a run");
  }

  @Test
  void shouldTakeNoRollupThatCountsAnythingElse() {
    assertThat(SmokeRollup.isAs(rollup("smoke", List.of(), List.of("run")))).isTrue();
    assertThat(SmokeRollup.isAs(rollup("tracking", List.of(), List.of("run")))).isFalse();
    assertThat(SmokeRollup.isAs(rollup("smoke", List.of(), List.of("run", "number")))).isFalse();
    List<Condition> some = List.of(new Condition.In("run", List.of("a")));
    assertThat(SmokeRollup.isAs(rollup("smoke", some, List.of("run")))).isFalse();
  }

  private static RollupDefinition rollup(
      String source, List<Condition> where, List<String> dimensions) {
    return new RollupDefinition(
        "smoke_runs",
        source,
        new Bucket(3600),
        where,
        dimensions,
        List.of(
            new MeasureDefinition.Sum("numbers", List.of("number")),
            new MeasureDefinition.Count("events")),
        AcceptWindow.DEFAULT);
  }
}
