package io.tallyman.simulate.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the model shares partitions, and takes them away, as Kafka's groups do. */
final class SimulatedGroupTest {

  private static final int PARTITIONS = 4;

  private static KafkaBench bench(GroupProtocol protocol) {
    return new KafkaBench(protocol, PARTITIONS, 11);
  }

  @ParameterizedTest
  @EnumSource
  void shouldShareEvenlyAmongThoseWhoComeAndGo(GroupProtocol protocol) {
    KafkaBench bench = bench(protocol);
    KafkaBench.Client one = bench.client("one");
    bench.run(30, one);
    assertThat(one.believes).hasSize(PARTITIONS);

    KafkaBench.Client other = bench.client("other");
    bench.run(60, one, other);
    assertThat(one.believes).hasSize(2);
    assertThat(other.believes).hasSize(2).doesNotContainAnyElementsOf(one.believes);

    one.consumer.close();
    bench.run(60, other);
    assertThat(other.believes).hasSize(PARTITIONS);
  }

  @ParameterizedTest
  @EnumSource
  void shouldNeverGiveAPartitionToTwoThatAreAlive(GroupProtocol protocol) {
    for (int seed = 0; seed < 50; seed++) {
      KafkaBench bench = new KafkaBench(protocol, PARTITIONS, seed);
      Random random = new Random(seed);
      List<KafkaBench.Client> alive = new ArrayList<>(List.of(bench.client("0")));
      for (int step = 0; step < 300; step++) {
        int what = random.nextInt(40);
        if (what == 0 && alive.size() < 4) {
          alive.add(bench.client(String.valueOf(step)));
        } else if (what == 1 && alive.size() > 1) {
          alive.remove(random.nextInt(alive.size())).consumer.close();
        } else if (what == 2) {
          bench.group.reshuffle();
        }
        bench.pass(Duration.ofMillis(random.nextInt(2_000)));
        KafkaBench.Client turned = alive.get(random.nextInt(alive.size()));
        turned.consumer.heartbeat();
        turned.poll();
        Set<Integer> taken = new TreeSet<>();
        for (KafkaBench.Client each : alive) {
          for (int partition : each.believes) {
            assertThat(taken.add(partition)).as("seed %s, step %s", seed, step).isTrue();
          }
        }
      }
      bench.run(120, alive.toArray(KafkaBench.Client[]::new));
      assertThat(alive.stream().mapToInt(each -> each.believes.size()).sum()).isEqualTo(PARTITIONS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRevokeOnlyWhatMovesButAllOfItWhereItIsEager(GroupProtocol protocol) {
    KafkaBench bench = bench(protocol);
    KafkaBench.Client one = bench.client("one");
    bench.run(30, one);
    one.told.clear();
    bench.run(60, one, bench.client("other"));

    assertThat(one.told)
        .contains(protocol == GroupProtocol.EAGER ? "revoked [0, 1, 2, 3]" : "revoked [2, 3]");
    assertThat(one.told).noneMatch(each -> each.startsWith("lost"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldLetAMemberBelieveAfterItsSessionHasEnded(GroupProtocol protocol) {
    KafkaBench bench = bench(protocol);
    KafkaBench.Client zombie = bench.client("zombie");
    KafkaBench.Client other = bench.client("other");
    bench.run(60, zombie, other);
    Set<Integer> had = new TreeSet<>(zombie.believes);

    bench.run(120, other); // the zombie's process stands still
    assertThat(other.believes).hasSize(PARTITIONS);
    assertThat(zombie.believes).isEqualTo(had);
    bench.run(2, zombie, other);
    assertThat(zombie.told).contains("lost " + had);

    bench.run(60, zombie, other);
    assertThat(zombie.believes).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeEverythingFromALaneThatHangs(GroupProtocol protocol) {
    KafkaBench bench = bench(protocol);
    KafkaBench.Client hanging = bench.client("hanging");
    KafkaBench.Client other = bench.client("other");
    bench.run(60, hanging, other);

    bench.runWithoutPolls(270, hanging, other);
    assertThat(other.believes).hasSize(2);
    bench.runWithoutPolls(60, hanging, other);
    assertThat(other.believes).hasSize(PARTITIONS);
    assertThat(hanging.believes).hasSize(2);

    hanging.poll();
    assertThat(hanging.told).last().asString().startsWith("lost");
    bench.run(60, hanging, other);
    assertThat(hanging.believes).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldPutOutAMemberThatIsCutOff(GroupProtocol protocol) {
    KafkaBench bench = bench(protocol);
    KafkaBench.Client cut = bench.client("cut");
    KafkaBench.Client other = bench.client("other");
    bench.run(60, cut, other);
    cut.consumer.setCutOff(true);
    bench.run(120, cut, other);

    assertThat(other.believes).hasSize(PARTITIONS);
    assertThat(cut.believes).as("it polls, and hears nothing").hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldPutOutNobodyWhileTheCoordinatorIsAway(GroupProtocol protocol) {
    KafkaBench bench = bench(protocol);
    KafkaBench.Client one = bench.client("one");
    KafkaBench.Client other = bench.client("other");
    bench.run(60, one, other);
    one.told.clear();
    bench.group.setAway(true);
    bench.run(120, one, other);
    bench.group.setAway(false);
    bench.run(60, one, other);

    assertThat(one.told).noneMatch(each -> each.startsWith("lost"));
    assertThat(one.believes).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldShareTheNewPartitionsOnceItHasNoticedThem(GroupProtocol protocol) {
    KafkaBench bench = bench(protocol);
    KafkaBench.Client one = bench.client("one");
    bench.run(30, one);
    bench.topic.addPartitions(2);
    bench.run(400, one);

    assertThat(one.believes).hasSize(PARTITIONS + 2);
  }

  @Test
  void shouldTellOfATopicThatWasMadeAnewByRevokingTheOldOne() {
    KafkaBench bench = bench(GroupProtocol.CONSUMER);
    KafkaBench.Client one = bench.client("one");
    bench.run(30, one);
    one.told.clear();
    bench.topic.recreate(PARTITIONS);
    bench.run(60, one);

    assertThat(one.told)
        .containsExactly("revoked [0, 1, 2, 3]", "assigned []", "assigned [0, 1, 2, 3]");
  }

  @Test
  void shouldKeepAStaticMembersPartitionsUntilItsSessionEnds() {
    for (GroupProtocol protocol : GroupProtocol.values()) {
      KafkaBench bench = bench(protocol);
      KafkaBench.Client kept = bench.new Client("kept", "instance");
      KafkaBench.Client other = bench.client("other");
      bench.run(60, kept, other);
      Set<Integer> had = new TreeSet<>(kept.believes);
      other.told.clear();
      kept.consumer.close();
      bench.run(20, other);
      KafkaBench.Client back = bench.new Client("back", "instance");
      bench.run(20, back, other);
      assertThat(back.believes).as(protocol.name()).isEqualTo(had);
      assertThat(other.told).noneMatch(each -> each.startsWith("revoked"));

      back.consumer.close();
      bench.run(120, other);
      assertThat(other.believes).hasSize(PARTITIONS);
    }
  }

  @Test
  void shouldRefuseASecondMemberOfOneInstanceUntilTheFirstIsGone() {
    KafkaBench bench = bench(GroupProtocol.CONSUMER);
    KafkaBench.Client first = bench.new Client("first", "instance");
    bench.run(30, first);
    KafkaBench.Client second = bench.new Client("second", "instance");

    assertThatThrownBy(() -> bench.run(30, first, second))
        .isInstanceOf(UnreleasedInstanceIdException.class);
    assertThatThrownBy(second::poll).isInstanceOf(UnreleasedInstanceIdException.class);
    bench.run(10, first);
    assertThat(first.believes).hasSize(PARTITIONS);

    bench.pass(Duration.ofSeconds(60)); // the first one's process was killed
    KafkaBench.Client third = bench.new Client("third", "instance");
    bench.run(30, third);
    assertThat(third.believes).hasSize(PARTITIONS);
  }

  @Test
  void shouldLetAStaticMemberComeBackThatCouldNotSayThatItLeft() {
    KafkaBench bench = bench(GroupProtocol.CONSUMER);
    KafkaBench.Client hanging = bench.new Client("hanging", "instance");
    bench.run(30, hanging);
    hanging.consumer.setCutOff(true);
    bench.pass(Duration.ofSeconds(301));
    hanging.consumer.heartbeat();
    hanging.consumer.setCutOff(false);
    bench.run(30, hanging);

    assertThat(hanging.told).contains("lost [0, 1, 2, 3]");
    assertThat(hanging.believes).hasSize(PARTITIONS);
  }

  @Test
  void shouldFenceTheFirstMemberOfAnInstanceInTheClassicProtocol() {
    KafkaBench bench = bench(GroupProtocol.COOPERATIVE);
    KafkaBench.Client first = bench.new Client("first", "instance");
    bench.run(30, first);
    KafkaBench.Client second = bench.new Client("second", "instance");
    bench.run(10, second);
    assertThat(second.believes).hasSize(PARTITIONS);

    assertThatThrownBy(() -> bench.run(10, first)).isInstanceOf(FencedInstanceIdException.class);
  }

  @Test
  void shouldDoTheSameForTheSameSeed() {
    assertThat(story(1)).isEqualTo(story(1)).isNotEqualTo(story(2));
  }

  private static List<String> story(int seed) {
    KafkaBench bench = new KafkaBench(GroupProtocol.CONSUMER, PARTITIONS, seed);
    KafkaBench.Client one = bench.client("one");
    KafkaBench.Client other = bench.client("other");
    List<String> story = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      bench.append(i % PARTITIONS, "r" + i);
      bench.run(1, one, other);
      story.add(one.served.size() + " " + other.served.size() + " " + one.told);
    }
    return story;
  }
}
