package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.rollup.Loss;
import io.tallyman.simulate.kafka.Chance;
import io.tallyman.simulate.kafka.GroupProtocol;
import io.tallyman.simulate.kafka.GroupSettings;
import io.tallyman.simulate.kafka.LogEntry;
import io.tallyman.simulate.kafka.Notes;
import io.tallyman.simulate.kafka.PartitionLog;
import io.tallyman.simulate.kafka.SimulatedGroup;
import io.tallyman.simulate.kafka.SimulatedTopic;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real lanes and writer on the simulated group, turned by hand, and by lot. */
final class SimulatedHostTest {

  private static final int PARTITIONS = 3;
  private static final String[] COUNTRIES = {"de", "fr", "it"};

  private final AtomicLong ticker = new AtomicLong();
  private final SimulatedTopic topic = new SimulatedTopic(Fruit.TOPIC, PARTITIONS);
  private final StubStore store = new StubStore();
  private final List<SimulatedHost> hosts = new ArrayList<>();
  private SplittableRandom random = new SplittableRandom(1);
  private SimulatedGroup group = group(GroupProtocol.CONSUMER);

  private SimulatedGroup group(GroupProtocol protocol) {
    return new SimulatedGroup(
        topic, GroupSettings.of(protocol), ticker::get, new Chance(random.split(), Notes.NONE));
  }

  private SimulatedHost host(String name) {
    SimulatedHost host =
        new SimulatedHost(
            new SimulatedHost.Setup(
                name,
                2,
                null,
                new FlushSettings(Duration.ofSeconds(1), 1_000, 1 << 20),
                new StartFrom.Earliest()),
            new SimulatedHost.World(
                group,
                Fruit.engine(),
                store,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                ticker::get,
                random.split()));
    hosts.add(host);
    return host;
  }

  private void append(int partition, String... values) {
    for (String value : values) {
      topic.log(partition).append(value.getBytes(StandardCharsets.UTF_8), 1_767_225_600_000L);
    }
  }

  /** A moment passes, in which every host does all that it has to do. */
  private void moment() {
    ticker.addAndGet(Duration.ofMillis(200).toNanos());
    for (SimulatedHost host : hosts) {
      host.heartbeat();
      host.turnSight();
      for (int i = 0; i < host.lanes(); i++) {
        host.turnLane(i);
      }
      while (host.hasTask()) {
        host.turnWriter();
      }
    }
  }

  private void momentsUntil(BooleanSupplier condition) {
    for (int i = 0; i < 5_000 && !condition.getAsBoolean(); i++) {
      moment();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private boolean isDone() {
    for (int i = 0; i < topic.partitions(); i++) {
      if (Math.max(0, store.next(Fruit.partition(i))) != topic.log(i).end()) {
        return false;
      }
    }
    return true;
  }

  private Map<String, StubStore.Counted> recount() {
    Map<String, StubStore.Counted> expected = new TreeMap<>();
    for (int i = 0; i < topic.partitions(); i++) {
      PartitionLog log = topic.log(i);
      for (long offset = 0; offset < log.end(); offset++) {
        LogEntry last = log.everAt(offset).get(0);
        if (last.kind() == LogEntry.Kind.RECORD) {
          String[] words = new String(last.value(), StandardCharsets.UTF_8).split(" ", -1);
          expected.merge(
              words[0],
              new StubStore.Counted(1, new BigDecimal(words[1])),
              StubStore.Counted::plus);
        }
      }
    }
    return expected;
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountWhatIsInTheTopic(GroupProtocol protocol) {
    group = group(protocol);
    append(0, "de 1", "fr 2");
    topic.log(0).appendMarker(0);
    append(2, "de 4");
    host("one");
    momentsUntil(this::isDone);

    assertThat(store.cells()).isEqualTo(recount());
    assertThat(hosts.get(0).partitions())
        .hasSize(PARTITIONS)
        .allMatch(each -> each.state() == PartitionStatus.State.COUNTING);
    momentsUntil(() -> hosts.get(0).bytesHeld() == 0);
    momentsUntil(() -> group.committed(2).orElse(-1) == 1);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountOnWhereAKilledHostStopped(GroupProtocol protocol) {
    group = group(protocol);
    SimulatedHost killed = host("killed");
    append(0, "de 1");
    momentsUntil(this::isDone);
    host("other");
    append(1, "de 2", "fr 1");
    for (int i = 0; i < 30; i++) {
      moment();
    }
    append(0, "it 1");
    append(1, "it 2");
    append(2, "it 4");
    moment();
    hosts.remove(killed);
    momentsUntil(this::isDone);

    assertThat(store.cells()).isEqualTo(recount());
  }

  @Test
  void shouldHandOverWhatItHasWhenItStops() {
    SimulatedHost host = host("one");
    append(0, "de 1");
    momentsUntil(this::isDone);
    append(0, "de 2");
    moment();
    moment();
    moment();
    host.beginToStop();
    for (int i = 0; host.stops(); i++) {
      assertThat(i).isLessThan(1_000);
      ticker.addAndGet(1_000_000);
      host.turnSight();
      host.turnWriter();
    }

    assertThat(isDone()).isTrue();
    assertThat(host.partitions()).isEmpty();
    assertThat(group.members()).isEmpty();
  }

  @Test
  void shouldStopWhatRetentionOvertakes() {
    SimulatedHost host = host("one");
    append(0, "de 1");
    momentsUntil(this::isDone);
    host.setCutOff(true);
    moment();
    append(0, "de 2", "de 4");
    topic.log(0).deleteBefore(2);
    host.setCutOff(false);
    momentsUntil(() -> !store.losses().isEmpty());

    assertThat(store.losses()).extracting(Loss::kind).containsExactly(Loss.Kind.RETENTION);
    assertThat(host.partitions().get(0).state()).isEqualTo(PartitionStatus.State.STOPPED);
    store.place(Fruit.partition(0), topic.id(), 2);
    momentsUntil(this::isDone);
  }

  @Test
  void shouldStopWhenTheTopicIsMadeAnewWhicheverTheProtocol() {
    for (GroupProtocol protocol : GroupProtocol.values()) {
      group = group(protocol);
      hosts.clear();
      SimulatedHost host = host(protocol.name());
      append(0, "de 1", "de 2", "de 4");
      momentsUntil(this::isDone);
      Map<String, StubStore.Counted> before = store.cells();
      topic.recreate(PARTITIONS);
      append(0, "xx 1", "xx 1", "xx 1", "xx 1", "xx 1", "xx 1");
      momentsUntil(
          () ->
              host.partitions().stream()
                      .filter(each -> each.state() == PartitionStatus.State.STOPPED)
                      .count()
                  == PARTITIONS);

      assertThat(store.cells()).isEqualTo(before);
      for (int i = 0; i < PARTITIONS; i++) {
        store.place(Fruit.partition(i), topic.id(), topic.log(i).end());
      }
    }
  }

  @Test
  void shouldHoldBackWhatAnOperatorPauses() {
    SimulatedHost host = host("one");
    momentsUntil(() -> host.partitions().size() == PARTITIONS);
    host.toggles().pause(Fruit.SOURCE, OptionalInt.empty(), "");
    append(0, "de 1");
    for (int i = 0; i < 100; i++) {
      moment();
    }
    assertThat(store.cells()).isEmpty();

    host.toggles().resume(Fruit.SOURCE, OptionalInt.empty());
    momentsUntil(this::isDone);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountEveryRecordOnceWhateverTheLot(GroupProtocol protocol) {
    for (int seed = 0; seed < 40; seed++) {
      SimulatedHostTest one = new SimulatedHostTest();
      one.storm(protocol, seed);
      assertThat(one.store.cells()).as("seed %s", seed).isEqualTo(one.recount());
      assertThat(one.store.losses()).as("seed %s", seed).isEmpty();
    }
  }

  @Test
  void shouldDoTheSameForTheSameSeed() {
    assertThat(calls(3)).isEqualTo(calls(3)).isNotEqualTo(calls(4));
  }

  private static List<String> calls(int seed) {
    SimulatedHostTest one = new SimulatedHostTest();
    one.storm(GroupProtocol.COOPERATIVE, seed);
    return one.store.calls();
  }

  /** Two hosts, and everything that may happen without loss. */
  private void storm(GroupProtocol protocol, int seed) {
    random = new SplittableRandom(seed);
    group = group(protocol);
    host("a");
    host("b");
    for (int step = 0; step < 400; step++) {
      happen(step);
      ticker.addAndGet(random.nextLong(Duration.ofMillis(400).toNanos()));
      turn(hosts.get(random.nextInt(hosts.size())));
    }
    topic.setAway(false);
    group.setAway(false);
    store.failNext(0);
    hosts.forEach(host -> host.setCutOff(false));
    momentsUntil(this::isDone);
  }

  private void turn(SimulatedHost host) {
    switch (random.nextInt(6)) {
      case 0 -> host.heartbeat();
      case 1, 2 -> host.turnSight();
      case 3 -> host.turnWriter();
      default -> host.turnLane(random.nextInt(host.lanes()));
    }
  }

  private void happen(int step) {
    PartitionLog log = topic.log(random.nextInt(topic.partitions()));
    SimulatedHost host = hosts.get(random.nextInt(hosts.size()));
    switch (random.nextInt(60)) {
      case 0 -> log.newLeader();
      case 1 -> log.setAway(!log.isAway());
      case 2 -> log.appendMarker(0);
      case 3 -> log.appendAborted(new byte[1], 0);
      case 4 -> host.setCutOff(random.nextBoolean());
      case 5 -> group.setAway(random.nextBoolean());
      case 6 -> group.reshuffle();
      case 7 -> topic.addPartitions(topic.partitions() < 5 ? 1 : 0);
      case 8 -> store.failNext(random.nextInt(3));
      case 9 -> store.loseTheNextAnswer();
      case 10 -> store.claimBySomebodyElse(Fruit.partition(random.nextInt(PARTITIONS)));
      case 11 -> {
        hosts.remove(host); // killed
        host("host-" + step);
      }
      case 12 -> ticker.addAndGet(Duration.ofSeconds(random.nextInt(60)).toNanos());
      default -> {
        String country = COUNTRIES[random.nextInt(COUNTRIES.length)];
        append(random.nextInt(topic.partitions()), country + " " + random.nextInt(100));
      }
    }
  }
}
