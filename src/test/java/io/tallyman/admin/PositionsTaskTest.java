package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.consume.TopicCheck.Answer;
import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.RollupId;
import io.tallyman.store.PositionMove;
import io.tallyman.store.StoredPosition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may do to positions: every refusal, every plan, and its token. */
class PositionsTaskTest {

  private static final UUID NEW_TOPIC = new UUID(0, 2);

  private final StandingPositions store = new StandingPositions();
  private final Map<Integer, OffsetRange> logs = new HashMap<>();
  private Answer topic = there(StandingPositions.TOPIC_ID);
  private final List<SourceTopic> sources =
      List.of(
          new SourceTopic("sales", "sales-events", OptionalInt.of(4)),
          new SourceTopic("tracking", "tracking-events", OptionalInt.empty()));
  private final PositionsTask task =
      new PositionsTask(
          new MovedPositions((source, name) -> topic, store),
          () -> sources,
          "host-1",
          new SettableClock("2026-11-21T10:00:00Z"));

  @BeforeEach
  void retentionOvertakesTwoOfFourPartitions() {
    for (int partition = 0; partition < 4; partition++) {
      store.standsAt(partition, 100);
      log(partition, 0, 1_000);
    }
    overtakes(0, 150);
    overtakes(2, 130);
  }

  private void overtakes(int partition, long start) {
    log(partition, start, 1_000);
    store.lost(partition, Loss.Kind.RETENTION, 100, start);
  }

  private void log(int partition, long start, long end) {
    logs.put(partition, new OffsetRange(start, end));
    topic = there(StandingPositions.TOPIC_ID);
  }

  private Answer there(UUID topicId) {
    return new Answer.There(topicId, 4, logs);
  }

  @Test
  void shouldSayExactlyWhatItWouldDoAndChangeNothing() {
    String answer = call("action=skip&source=sales");

    assertThat(answer)
        .isEqualTo(
            """
            dry run: nothing was changed

            skip in source sales, topic sales-events
              partition  topic id                              position  becomes  effect                                  settles
              0          00000000-0000-0000-0000-000000000001  100       150      50 offsets [100, 150) won't be counted  retention [100, 150)
              2          00000000-0000-0000-0000-000000000001  100       130      30 offsets [100, 130) won't be counted  retention [100, 130)

            rollups that this changes
              rollup        version       state
              sales_by_day  0123456789ab  ready

            to do exactly this: action=skip source=sales to=0:150,2:130 token=%s
            """
                .formatted(token(answer)));
    assertThat(store.moved).isEmpty();
    assertThat(store.losses).hasSize(2);
  }

  @Test
  void shouldDoWhatItSaidAndWriteDownWhoDidItAndWhy() {
    String token = token(call("action=skip&source=sales"));

    String answer = call("action=skip&source=sales&reason=retention was 2d&token=" + token);

    assertThat(answer)
        .startsWith("done, by the operator at 10.1.2.3, plan " + token + "\n\nskip in source sales")
        .contains("50 offsets [100, 150) won't be counted");
    assertThat(store.moved)
        .extracting(
            move -> move.before().partition().number(),
            PositionMove::nextOffset,
            PositionMove::skipped)
        .containsExactly(
            Tuple.tuple(0, 150L, new OffsetRange(100, 150)),
            Tuple.tuple(2, 130L, new OffsetRange(100, 130)));
    assertThat(store.notes.get(0))
        .hasToString("operator at 10.1.2.3, plan " + token + ": retention was 2d");
  }

  @Test
  void shouldTakeTheTokenWithThePrintedOffsetsToo() {
    String token = token(call("action=skip&source=sales"));
    log(0, 150, 2_000);

    call("action=skip&source=sales&to=0:150,2:130&token=" + token);

    assertThat(store.moved).hasSize(2);
  }

  @Test
  void shouldPinTheEndOfALogThatGrowsByThePrintedOffset() {
    String answer = call("action=skip&source=sales&partition=1&to=end");
    assertThat(answer).contains(" to=1:1000 ").contains("900 offsets [100, 1000) won't be counted");
    log(1, 0, 1_100);

    assertThatThrownBy(
            () -> call("action=skip&source=sales&partition=1&to=end&token=" + token(answer)))
        .hasMessageContaining("from 100 of topic id 00000000-0000-0000-0000-000000000001 to 1000")
        .hasMessageContaining("from 100 of topic id 00000000-0000-0000-0000-000000000001 to 1100");
    call("action=skip&source=sales&to=1:1000&token=" + token(answer));

    assertThat(store.moved).extracting(PositionMove::nextOffset).containsExactly(1_000L);
  }

  @Test
  void shouldSayWhatChangedSinceThePlanWasShown() {
    String token = token(call("action=skip&source=sales"));
    log(0, 160, 1_000);

    assertThatThrownBy(() -> call("action=skip&source=sales&token=" + token))
        .isInstanceOf(Refused.class)
        .hasMessage(
            """
            nothing was changed: the plan is not the one of token %s
              before: partition 0: from 100 of topic id 00000000-0000-0000-0000-000000000001 to 150 of 00000000-0000-0000-0000-000000000001, skips [100, 150), settles retention [100, 150)
              now:    partition 0: from 100 of topic id 00000000-0000-0000-0000-000000000001 to 160 of 00000000-0000-0000-0000-000000000001, skips [100, 160), settles retention [100, 150)
            look at it again: send the call without token\
            """
                .formatted(token));
    assertThat(store.moved).isEmpty();
  }

  @Test
  void shouldNotTakeTheTokenOfAnotherPlanNorOfNone() {
    String ofPartition0 = token(call("action=skip&source=sales&partition=0"));
    String ofBoth = token(call("action=skip&source=sales"));
    assertThat(ofPartition0).isNotEqualTo(ofBoth);

    assertThatThrownBy(() -> call("action=skip&source=sales&token=" + ofPartition0))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("now:    partition 2: from 100");
    assertThatThrownBy(() -> call("action=skip&source=sales&token=0123456789abcdef"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("this host has shown no plan with that token since it started");
    assertThat(store.moved).isEmpty();
  }

  @Test
  void shouldNotActTwiceOnOneToken() {
    String token = token(call("action=skip&source=sales&partition=0"));
    call("action=skip&source=sales&partition=0&token=" + token);

    assertThatThrownBy(() -> call("action=skip&source=sales&partition=0&token=" + token))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "partition 0 of sales stands at 150 and has no open loss: there is nothing to skip");
    assertThat(store.moved).hasSize(1);
  }

  @Test
  void shouldTakeATokenWhoeverOwnsThePositionsByNow() {
    String token = token(call("action=skip&source=sales&partition=0"));
    StoredPosition shown = store.positions.get(0);
    store.positions.put(
        0,
        new StoredPosition(
            shown.partition(),
            shown.topicId(),
            shown.firstOffset(),
            shown.nextOffset(),
            shown.leaderEpoch(),
            "host/2",
            shown.ownerEpoch() + 1,
            null));

    call("action=skip&source=sales&partition=0&token=" + token);

    assertThat(store.moved).hasSize(1);
  }

  @Test
  void shouldGoOnWhereItStandsOnceATruncatedLogHasGrown() {
    store.losses.clear();
    store.lost(3, Loss.Kind.TRUNCATION, 80, 100);
    log(3, 0, 90);
    assertThatThrownBy(() -> call("action=skip&source=sales"))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "partition 3 of sales stands at 100, but its log ends at 90: it was truncated, and the"
                + " offsets up to 100 are counted already; wait until the log has grown to 100 and"
                + " skip then, or define a new version of the rollups");

    log(3, 0, 120);

    assertThat(call("action=skip&source=sales"))
        .contains("100       100      goes on where it stands  truncation [80, 100)");
  }

  /** Only where it stands Kafka is asked whether what was counted there is still the same. */
  @Test
  void shouldNotLeaveWhatWasCountedBeyondATruncationBeforeItIsCompared() {
    store.losses.clear();
    store.lost(0, Loss.Kind.TRUNCATION, 80, 90); // it stands at 100
    log(0, 0, 120);

    assertThatThrownBy(() -> call("action=skip&source=sales&partition=0&to=110"))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "partition 0 of sales stands at 100, further than the truncation that was found, so"
                + " that it isn't known yet whether Kafka's log is the one that was counted up to"
                + " there; skip without to first, and to 110 once it goes on");
    assertThat(call("action=skip&source=sales&partition=0")).contains("goes on where it stands");
  }

  @Test
  void shouldBeginAnewInATopicThatWasMadeAnew() {
    store.losses.clear();
    store.lost(0, Loss.Kind.RECREATED, 100, 100);
    log(0, 5, 60);
    topic = there(NEW_TOPIC);

    assertThatThrownBy(() -> call("action=skip&source=sales"))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "partition 0 of sales belongs to a topic that is no more: it was deleted and made anew"
                + " (its id was 00000000-0000-0000-0000-000000000001, is"
                + " 00000000-0000-0000-0000-000000000002); use action=reset");
    String answer = call("action=reset&source=sales");
    assertThat(answer)
        .contains(
            "00000000-0000-0000-0000-000000000001 -> 00000000-0000-0000-0000-000000000002  100    "
                + "   5        begins anew: 55 offsets [5, 60) so far  recreated at 100");
    assertThat(call("action=reset&source=sales&partition=0&to=20"))
        .contains("begins anew: 40 offsets [20, 60) so far; 15 offsets [5, 20) won't be counted");

    call("action=reset&source=sales&token=" + token(answer));

    assertThat(store.moved)
        .singleElement()
        .satisfies(move -> assertThat(move.topicId()).isEqualTo(NEW_TOPIC))
        .satisfies(move -> assertThat(move.nextOffset()).isEqualTo(5))
        .satisfies(move -> assertThat(move.skipped().isEmpty()).isTrue());
  }

  @Test
  void shouldGoBackToWhatNobodyHasCountedOnly() {
    assertThatThrownBy(() -> call("action=reset&source=sales&partition=1&to=70"))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "partition 1 of sales can't be moved to 70: offsets [70, 100) are counted in rollup"
                + " sales_by_day@0123456789ab and would be counted twice; recounting is a new"
                + " version of the rollup");
    store.counted.clear();

    assertThat(call("action=reset&source=sales&partition=1&to=70"))
        .contains("30 offsets will be counted that no rollup has counted");
  }

  @Test
  void shouldNotSkipIntoWhatIsCounted() {
    store.counts(StandingPositions.ROLLUP, 1, 200, 300);

    assertThatThrownBy(() -> call("action=skip&source=sales&partition=1&to=150"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("offsets [200, 300) are counted in rollup");
    assertThat(call("action=skip&source=sales&partition=1&to=300"))
        .contains("200 offsets [100, 300) won't be counted");
  }

  @Test
  void shouldGoOnAfterWhatIsCountedWhereAPositionWasPutBack() {
    store.counts(StandingPositions.ROLLUP, 1, 100, 140);

    assertThat(call("action=skip&source=sales&partition=1"))
        .contains("100       140      goes on after what is counted already  nothing");
    assertThat(call("action=skip&source=sales&partition=1&to=150"))
        .contains("10 offsets [140, 150) won't be counted");
  }

  @Test
  void shouldCallSkippedWhatOneOfTheFedRollupsLacks() {
    store.counts(new RollupId("sales_by_hour", "ba9876543210"), 1, 100, 140);

    assertThat(call("action=skip&source=sales&partition=1"))
        .contains("40 offsets [100, 140) won't be counted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source=sales | action is missing; it is skip or reset",
        "action=back&source=sales | action is 'back'; it is skip or reset",
        "action=skip | source is missing; the sources are sales, tracking",
        "action=skip&source=x | source 'x' is unknown; the sources are sales, tracking",
        "action=skip&source=sales&partition=4 | partition is '4'; it is a whole number from 0 to"
            + " 3, or left out for all of sales that have an open loss",
        "action=skip&source=sales&to=150 | to is the offset 150, so partition must say of which",
        "action=skip&source=sales&to=middle | to is 'middle'; it is start, end, an offset of the",
        "action=skip&source=sales&partition=0&to=-5 | to is '-5'; it is start, end, an offset of",
        "action=skip&source=sales&to=0:150,0:160 | to names partition 0 twice; name it once",
        "action=skip&source=sales&to=0:150,9:1 | a partition in to is '9'; it is a whole number",
        "action=skip&source=sales&partition=1&to=0:150 | partition is 1, but to names [0]; leave",
        "action=skip&source=sales&token=abc | token is 'abc'; it is the 16 hex digits that the",
        "action=skip&source=sales&dry=yes | the parameter 'dry' is unknown; the parameters are"
            + " action, partition, reason, source, to, token",
        "action=skip&source=sales&partition=0&to=140 | partition 0 of sales can be read from 150"
            + " to 1000 now, so 140 is out of range; give an offset in between",
        "action=skip&source=sales&partition=0&to=1001 | partition 0 of sales can be read from 150",
        "action=skip&source=sales&partition=1&to=99 | partition 1 of sales stands at 100, so it"
            + " can't skip to 99; to go back is a reset",
        "action=skip&source=sales&partition=1 | partition 1 of sales stands at 100 and has no open"
            + " loss: there is nothing to skip",
        "action=reset&source=sales&partition=1&to=100 | partition 1 of sales stands at 100 already",
        "action=reset&source=sales | partition 0 of sales stands at 100 of the topic that is there"
            + " now, and 150 is after that; to leave offsets out is a skip",
        "action=skip&source=tracking&partition=0 | partition 0 of tracking has no position yet",
      })
  void shouldRefuseWhatIsWrongAndChangeNothing(String query, String sentence) {
    if (query.contains("tracking")) {
      store.positions.clear();
    }

    assertThatThrownBy(() -> call(query))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(sentence);
    assertThat(store.moved).isEmpty();
  }

  @Test
  void shouldRefuseWhereNoPartitionLostAnything() {
    store.losses.clear();

    assertThatThrownBy(() -> call("action=skip&source=sales"))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "no partition of sales has an open loss, so none stands still; name the one to move"
                + " with partition=N");
  }

  @Test
  void shouldRefusePartitionsThatCannotBeSeen() {
    logs.remove(2);
    topic = there(StandingPositions.TOPIC_ID);
    assertThatThrownBy(() -> call("action=skip&source=sales"))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "partition 2 of sales has no leader now, so its log can't be seen; bring its brokers"
                + " back");

    topic = new Answer.There(NEW_TOPIC, 2, Map.of());
    assertThatThrownBy(() -> call("action=reset&source=sales&partition=2"))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("topic 'sales-events' has 2 partitions now, and no partition 2");
  }

  @Test
  void shouldSayThatBrokersOrDatabaseAreAway() {
    topic = new Answer.Trouble("the brokers at x:9092 don't answer; see that they run");
    assertThatThrownBy(() -> call("action=skip&source=sales"))
        .isInstanceOf(Unavailable.class)
        .hasMessage("the brokers at x:9092 don't answer; see that they run; nothing was changed");

    topic = there(StandingPositions.TOPIC_ID);
    store.away = true;
    assertThatThrownBy(() -> call("action=skip&source=sales&token=0123456789abcdef"))
        .isInstanceOf(Unavailable.class)
        .hasMessage("can't read how sales stands. Nothing was changed.");
  }

  private static String token(String answer) {
    return answer.replaceAll("(?s).* token=([0-9a-f]{16})\\n", "$1");
  }

  private String call(String query) {
    StringWriter answer = new StringWriter();
    task.execute(LogLevelTaskTest.parsed(query), "10.1.2.3", new PrintWriter(answer, true));
    return answer.toString();
  }
}
