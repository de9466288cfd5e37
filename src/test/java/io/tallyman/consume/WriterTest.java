package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.event.OffsetRange;
import io.tallyman.lifecycle.Check;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.Claim;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.PartitionProgress;
import io.tallyman.rollup.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WriterTest {

  private final StubStore store = new StubStore();
  private final Queue<Object> answers = new ConcurrentLinkedQueue<>();
  private final Writer writer =
      new Writer(
          store,
          "bench",
          new ConsumeMetrics(new PrometheusRegistry()),
          System::nanoTime,
          new Random(1));

  @BeforeEach
  void start() {
    writer.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    writer.stop();
  }

  @Test
  void shouldLeaveAClaimAloneThatNobodyWantsAnyMore() {
    writer.submit(
        new WriterTask.TakeOver(Fruit.partition(0), Fruit.TOPIC_ID, () -> false, answers::add));
    claim(1);

    await().until(() -> answers.size() == 1);
    assertThat(store.calls()).containsExactly("claim 1");
  }

  private void claim(int partition) {
    writer.submit(
        new WriterTask.TakeOver(
            Fruit.partition(partition), Fruit.TOPIC_ID, () -> true, answers::add));
  }

  private void flush(long first, long next) {
    writer.submit(
        new WriterTask.Flush(
            "fruit-0", batch(first, next), (outcome, nanos) -> answers.add(outcome)));
  }

  private static Batch batch(long first, long next) {
    return new Batch(
        List.of(
            new PartitionProgress(
                Fruit.partition(0),
                Fruit.TOPIC_ID,
                1,
                new OffsetRange(first, next),
                OptionalInt.empty(),
                0,
                next - first,
                Map.of(),
                null)),
        List.of(),
        List.of());
  }

  private void awaitAnswers(int number) {
    await().atMost(Duration.ofSeconds(20)).until(() -> answers.size() >= number);
  }

  @Test
  void shouldDoWhatItIsAskedInOrderAndAnswerEach() {
    claim(0);
    flush(0, 3);
    flush(3, 5);
    flush(4, 9);
    claim(1);
    awaitAnswers(5);

    assertThat(answers)
        .containsExactly(
            new Claim.Granted(0, OptionalInt.empty(), 1, null),
            new WriteOutcome.Written(),
            new WriteOutcome.Written(),
            new WriteOutcome.Fenced(List.of(Fruit.partition(0))),
            new Claim.Granted(0, OptionalInt.empty(), 2, null));
    assertThat(store.calls())
        .containsExactly("claim 0", "write 0", "write 0", "write 0", "claim 1");
  }

  @Test
  void shouldTryTheSameTaskAgainUntilItWorks() {
    store.failNext(3);
    claim(0);
    flush(0, 3);
    awaitAnswers(2);

    assertThat(store.calls())
        .containsExactly("claim 0", "claim 0", "claim 0", "claim 0", "write 0");
    assertThat(answers)
        .containsExactly(
            new Claim.Granted(0, OptionalInt.empty(), 1, null), new WriteOutcome.Written());
  }

  @Test
  void shouldTryAgainAfterAnErrorOfOurOwn() {
    store.failNext(1, new IllegalStateException("a bug"));
    claim(0);
    awaitAnswers(1);

    assertThat(store.calls()).hasSize(2);
    assertThat(answers).hasSize(1);
  }

  @Test
  void shouldWriteOnceWhatWasWrittenWithoutAnAnswer() {
    claim(0);
    awaitAnswers(1);
    store.loseTheNextAnswer();
    flush(0, 3);
    awaitAnswers(2);

    assertThat(store.written()).hasSize(1);
    assertThat(answers).last().isEqualTo(new WriteOutcome.Written());
  }

  @Test
  void shouldSayInHealthWhatTheStoreCannotDoUntilItCan() {
    store.failNext(Integer.MAX_VALUE);
    claim(0);
    await().until(() -> writer.check() instanceof Check.Unwell);
    assertThat(writer.check().message()).isEqualTo("away");

    store.failNext(0);
    awaitAnswers(1);
    await().until(() -> writer.check() instanceof Check.Well);
  }

  @Test
  void shouldWriteLossesDown() {
    Loss loss =
        new Loss(
            Fruit.partition(0), Fruit.TOPIC_ID, new OffsetRange(0, 3), Loss.Kind.RETENTION, "gone");
    store.failNext(1);
    writer.submit(new WriterTask.Report(loss, 1));

    await().until(() -> store.losses().equals(List.of(loss)));
  }

  @Test
  void shouldStopWhileTheStoreIsAway() throws InterruptedException {
    store.failNext(Integer.MAX_VALUE);
    claim(0);
    claim(1);
    await().until(() -> !store.calls().isEmpty());
    writer.stop();
    int calls = store.calls().size();
    store.failNext(0);

    assertThat(answers).isEmpty();
    assertThat(store.calls()).hasSize(calls).doesNotContain("claim 1");
  }

  @Test
  void shouldStopWhileTheStoreHangs() throws InterruptedException {
    store.setMeanwhile(new CountDownLatch(1)::await);
    claim(0);
    await().until(() -> !store.calls().isEmpty());
    writer.stop();

    assertThat(answers).isEmpty();
  }

  @Test
  void shouldWorkAgainWhenItIsStartedAgain() throws InterruptedException {
    writer.stop();
    writer.start();
    claim(0);
    awaitAnswers(1);

    assertThat(answers).containsExactly(new Claim.Granted(0, OptionalInt.empty(), 1, null));
  }
}
