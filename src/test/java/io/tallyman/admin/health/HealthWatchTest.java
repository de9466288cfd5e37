package io.tallyman.admin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.consume.PartitionStatus;
import io.tallyman.consume.Toggle;
import io.tallyman.lifecycle.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HealthWatchTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final StagedFlow flow = new StagedFlow();

  @Test
  void shouldFindNothingWhereAllThatThereIsIsCounted() {
    flow.log(0, 100).counting(0, 100, flow.now()).pass(MINUTE.multipliedBy(10));

    assertThat(findings()).isEmpty();
  }

  @Test
  void shouldCallAPartitionStalledThatStandsStillThoughRecordsWait() {
    flow.log(0, 100).counting(0, 40, flow.now()).pass(MINUTE);
    assertThat(findings()).isEmpty();

    flow.pass(Duration.ofSeconds(1));
    assertThat(findings())
        .containsExactly("stalled 0: has stood at offset 40 for 61 s with 60 records waiting");
    assertThat(HealthCause.STALLED.isTrouble()).isTrue();

    flow.counting(0, 41, flow.now()).pass(Duration.ofSeconds(1));
    assertThat(findings()).isEmpty();
  }

  @Test
  void shouldCallAPartitionStalledThatIsNeverHandedOver() {
    flow.log(0, 100).claiming(0).pass(MINUTE.plusSeconds(15));

    assertThat(findings())
        .containsExactly(
            "stalled 0: has waited to be taken over for 75 s (waiting for the store to hand it"
                + " over)");
  }

  @Test
  void shouldCallAPartitionStalledWhoseLogsEndNobodyKnows() {
    flow.log(0, 100).counting(1, 40, flow.now()).pass(MINUTE.plusSeconds(5));

    assertThat(findings()).containsExactly("stalled 1: has stood at offset 40 for 65 s");
  }

  @Test
  void shouldTellWhoCatchesUpFromWhoFallsBehind() {
    Instant longAgo = flow.now().minus(Duration.ofHours(1));
    for (int second = 0; second < 300; second++) {
      flow.log(0, 200_000).counting(0, 100L * second, longAgo);
      flow.log(1, 200_000L + 150L * second).counting(1, 100L * second, longAgo);
      flow.pass(Duration.ofSeconds(1));
    }

    assertThat(findings())
        .containsExactly(
            "lagging 1: is 214950 records behind and was complete 3900 s ago; the distance grows"
                + " by 50 records/s",
            "catching_up 0: is 170100 records behind and was complete 3900 s ago; it gets closer"
                + " by 100 records/s, about 28 min to go");
    assertThat(HealthCause.LAGGING.isTrouble()).isTrue();
    assertThat(HealthCause.CATCHING_UP.isTrouble()).isFalse();
  }

  @Test
  void shouldNotCallItLaggingBeforeItHasSeenWhichWayItGoes() {
    flow.log(0, 200_000).counting(0, 0, flow.now().minus(Duration.ofHours(1)));
    flow.pass(Duration.ofSeconds(30));

    assertThat(findings())
        .containsExactly(
            "catching_up 0: is 200000 records behind and was" + " complete 3630 s ago");
  }

  @Test
  void shouldSayWhatIsLostAndWhatIsContradicted() {
    flow.log(0, 100).stopped(0, PartitionStatus.Stop.LOSS, "offsets [5, 9) are lost");
    flow.log(1, 100).stopped(1, PartitionStatus.Stop.CONTRADICTION, "counted before");

    assertThat(findings())
        .containsExactly(
            "data_loss 0: stopped: offsets [5, 9) are lost",
            "contradiction 1: stopped: counted before");
  }

  @Test
  void shouldSayOnceThatTheDatabaseIsAwayInsteadOfOnceForEveryPartition() {
    flow.log(0, 100).counting(0, 40, flow.now()).log(1, 100).counting(1, 40, flow.now());
    flow.part("writer", new Check.Unwell("Connection refused")).pass(Duration.ofSeconds(9));
    assertThat(findings()).isEmpty(); // a blip

    flow.pass(MINUTE.multipliedBy(2));
    assertThat(findings()).containsExactly("waiting_for_database: Connection refused");

    flow.part("writer", Check.well()).counting(0, 50, flow.now()).counting(1, 50, flow.now());
    assertThat(findings()).isEmpty();
  }

  @Test
  void shouldSayThatTheBrokersAreAway() {
    flow.log(0, 100).counting(0, 100, flow.now());
    flow.part("topic-tracking", new Check.Unwell("there is no topic 'events'")).pass(MINUTE);

    assertThat(findings()).containsExactly("waiting_for_brokers: there is no topic 'events'");
  }

  @Test
  void shouldNotTakeADatabaseThatWasNeverSeenForBrokersThatAreAway() {
    flow.part("store", new Check.Unwell("the database is away"));
    flow.part("topic-tracking", new Check.Unwell("the database is away")).pass(MINUTE);

    assertThat(findings()).containsExactly("waiting_for_database: the database is away");
  }

  @Test
  void shouldSayWhyALaneTakesNewConsumers() {
    flow.laneFails("two hosts have the same kafka.groupInstanceId");

    assertThat(findings())
        .containsExactly(
            "consumer_failed: tracking-0: two hosts have the same kafka.groupInstanceId");
  }

  @Test
  void shouldSayWhoPausedAPartitionAndNotCallItStalled() {
    Toggle pause = pause(OptionalInt.of(0), false);
    flow.log(0, 100).paused(0, 40, pause.sentence()).toggled(pause).pass(MINUTE.multipliedBy(9));

    assertThat(findings())
        .containsExactly(
            "paused 0: tracking partition 0 paused on this host since 2026-11-21T10:00:00Z by ada"
                + " until 2026-11-21T11:00:00Z (deploy)");
    assertThat(HealthCause.PAUSED.isTrouble()).isFalse();
  }

  @Test
  void shouldSayWhatHoldsAPartitionBackThoughNoOperatorDid() {
    flow.log(0, 100).paused(0, 40, "held back until the settings were read");

    assertThat(findings()).containsExactly("paused: held back until the settings were read");
  }

  @Test
  void shouldNotCallWhatWasResumedStalledBeforeItHadItsTime() {
    flow.log(0, 100).paused(0, 40, "paused").pass(MINUTE.multipliedBy(9));
    flow.counting(0, 40, flow.now()).pass(MINUTE);

    assertThat(findings()).isEmpty();
  }

  @Test
  void shouldNoticeWhatNobodyInTheFleetCounts() {
    flow.log(0, 100).row(0, 40, "other/17", flow.now()).log(1, 5);
    flow.pass(Duration.ofSeconds(91));

    assertThat(findings())
        .containsExactly(
            "unattended 0: has stood at offset 40 for 91 s with 60 records waiting; its last owner"
                + " is other/17",
            "unattended 1: has records up to offset 5, and nobody has ever taken it over");
    assertThat(HealthCause.UNATTENDED.isTrouble()).isFalse();
    assertThat(lag(0)).hasValue(60);
    assertThat(lag(1)).isEmpty();

    flow.row(0, 50, "third/9", flow.now()).row(1, 5, "third/9", flow.now());
    flow.pass(Duration.ofSeconds(1));
    assertThat(findings()).isEmpty();
  }

  @Test
  void shouldNotMissWhatIsPausedOnTheWholeFleet() {
    flow.log(0, 100).row(0, 40, "other/17", flow.now());
    flow.toggled(pause(OptionalInt.empty(), true)).pass(MINUTE.multipliedBy(5));

    assertThat(findings()).singleElement().asString().startsWith("paused: tracking: all partit");
  }

  @Test
  void shouldSayNothingOfOthersByRowsThatAreOld() {
    flow.log(0, 100).row(0, 40, "other/17", flow.now()).pass(Duration.ofSeconds(20));
    flow.databaseAnswers(false).pass(MINUTE.multipliedBy(5));

    assertThat(findings()).isEmpty();
    assertThat(lag(0)).hasValue(60);
  }

  @Test
  void shouldCountFencesOfTheLastMinutesOnly() {
    flow.log(0, 100).counting(0, 100, flow.now()).pass(MINUTE);
    flow.fenced(9).pass(MINUTE);
    assertThat(findings()).isEmpty();

    flow.fenced(10).pass(Duration.ofSeconds(1));
    assertThat(findings()).containsExactly("fenced_often: 10 batches were fenced off within 300 s");

    flow.pass(MINUTE.multipliedBy(6));
    assertThat(findings()).isEmpty();
  }

  @Test
  void shouldTellListenersWhatBeganAndWhatEndedOnceEach() {
    List<String> heard = new ArrayList<>();
    flow.watch()
        .listen(
            change -> {
              heard.add((change.began() ? "+" : "-") + change.finding().cause().code());
              throw new IllegalStateException("a listener that is broken itself");
            });
    flow.watch().listen(change -> heard.add("second"));

    flow.log(0, 100).counting(0, 40, flow.now()).pass(MINUTE.multipliedBy(3));
    assertThat(heard).containsExactly("+stalled", "second");

    flow.counting(0, 100, flow.now()).pass(MINUTE);
    assertThat(heard).containsExactly("+stalled", "second", "-stalled", "second");
  }

  @Test
  void shouldForgetWhatItKnewOfAPartitionThatWentAwayAndCameBack() {
    flow.log(0, 100).counting(0, 40, flow.now()).pass(MINUTE);
    flow.letGo(0).row(0, 90, "other/17", flow.now()).pass(MINUTE);
    flow.counting(0, 90, flow.now()).pass(Duration.ofSeconds(30));

    assertThat(findings()).isEmpty();
  }

  private List<String> findings() {
    return flow.watch().look().findings().stream()
        .map(
            each ->
                each.cause().code()
                    + (each.partition().isPresent() ? " " + each.partition().getAsInt() : "")
                    + ": "
                    + each.sentence())
        .toList();
  }

  private OptionalLong lag(int partition) {
    return flow.watch().look().flows().get(partition).lag();
  }

  private Toggle pause(OptionalInt partition, boolean fleet) {
    Instant until = flow.now().plus(Duration.ofHours(1));
    return new Toggle(
        "tracking", partition, true, new Toggle.Origin(fleet, "ada", "deploy", flow.now(), until));
  }
}
