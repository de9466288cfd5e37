package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.lifecycle.Check;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lane whose thread hangs or has ended, where the ticker has it do so. */
@Timeout(120)
final class LaneCheckTest {

  private static final String NAME = "fruit-0";

  private final AtomicLong now = new AtomicLong();
  private final AtomicBoolean hangs = new AtomicBoolean();
  private final AtomicBoolean dies = new AtomicBoolean();
  private final CountDownLatch atTheEnd = new CountDownLatch(1);
  private final Lane lane = laneWith(Map.of());
  private Lane started = lane;

  private Lane laneWith(Map<String, String> properties) {
    ConsumerProperties kafka =
        new ConsumerProperties(
            new KafkaSettings("127.0.0.1:1", "nobody-is-there", Optional.empty(), properties));
    StubStore store = new StubStore();
    ConsumeMetrics metrics = new ConsumeMetrics(new PrometheusRegistry());
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    SourceSettings source =
        new SourceSettings(
            Fruit.SOURCE, Fruit.TOPIC, 1, OptionalInt.empty(), new StartFrom.Earliest());
    return new Lane(
        NAME,
        Fruit.engine(),
        kafka,
        new TopicWatch(source, kafka, store, clock, now::get),
        new LaneSurroundings(
            new Writer(store, "bench", metrics, now::get, new Random(1)),
            new OperatorToggles().applied(),
            new RollupToggles(),
            new LaneTuning(LaneValues.of(LaneBench.FLUSH)),
            new MemoryBudget(1 << 20),
            metrics,
            clock,
            this::tick,
            new Random(2)));
  }

  private long tick() {
    if (Thread.currentThread().getName().equals("lane-" + NAME)) {
      if (dies.get()) {
        throw new AssertionError("this thread is to end");
      }
      if (hangs.get()) {
        hang();
      }
    }
    return now.get();
  }

  private void hang() {
    try {
      atTheEnd.await();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts it", e);
    }
  }

  @AfterEach
  void stop() throws Exception {
    atTheEnd.countDown();
    started.stop();
  }

  @Test
  void shouldBeHungOnceItHasNotComeRoundForFiveMinutes() {
    hangs.set(true);
    lane.start();
    now.addAndGet(Duration.ofMinutes(5).toNanos());
    assertThat(lane.check()).isInstanceOf(Check.Unwell.class);

    now.addAndGet(1);

    assertThat(lane.check())
        .isEqualTo(
            new Check.Hung(
                "lane fruit-0 hasn't come round for 5 minutes; take a thread dump (/threads), then"
                    + " restart"));
  }

  @Test
  void shouldBeHungOnceItsThreadHasEnded() {
    lane.start();

    dies.set(true);

    await().until(() -> lane.check() instanceof Check.Hung);
    assertThat(lane.check().message())
        .isEqualTo("the thread of lane fruit-0 has ended; restart the service");
  }

  @Test
  void shouldNotBeHungWhileItGoesOnTrying() {
    started = laneWith(Map.of("group.protocol", "nonsense"));
    started.start();
    await().until(() -> started.check().message().contains("nonsense"));

    now.addAndGet(Duration.ofHours(1).toNanos());

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(started.check()).isInstanceOf(Check.Unwell.class));
  }
}
