package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.event.OffsetRange;
import io.tallyman.event.RejectReason;
import io.tallyman.log.CapturedLog;
import io.tallyman.rollup.Batch;
import io.tallyman.rollup.DeadLetter;
import io.tallyman.rollup.PartitionProgress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** What the lines of the log say of the place that they come from. */
final class LogContextTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final AtomicLong ticker = new AtomicLong();
  private final StubStore store = new StubStore();
  private final Writer writer =
      new Writer(
          store, "bench", new ConsumeMetrics(new PrometheusRegistry()), ticker::get, new Random(1));
  private final Writer.Shift shift = writer.new Shift();

  @AfterEach
  void leaveNothing() {
    MDC.clear();
  }

  private void flush(int partitions, long next) {
    List<PartitionProgress> progress = new ArrayList<>();
    for (int number = 0; number < partitions; number++) {
      progress.add(
          new PartitionProgress(
              Fruit.partition(number),
              Fruit.TOPIC_ID,
              1,
              new OffsetRange(0, next),
              OptionalInt.empty(),
              0,
              next,
              Map.of(),
              null));
    }
    writer.submit(
        new WriterTask.Flush(
            "fruit-0", new Batch(progress, List.of(), List.of()), (outcome, nanos) -> {}));
  }

  private static DeadLetter letter(String header, String traceParent) {
    return new DeadLetter(
        Fruit.partition(3),
        Fruit.TOPIC_ID,
        17,
        RejectReason.MALFORMED,
        "cut short",
        null,
        Instant.EPOCH,
        null,
        null,
        List.of(
            new DeadLetter.Header("other", null),
            new DeadLetter.Header(header, traceParent.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void shouldNameTheBatchThatIsWrittenAndNothingOfItAfterwards() {
    try (CapturedLog log = CapturedLog.of(Writer.class)) {
      store.failNext(1);
      flush(2, 5);
      shift.turn();

      assertThat(log.lines()).isNotEmpty();
      assertThat(log.lines().get(0).mdc())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "source", "fruit",
                  "lane", "fruit-0",
                  "topic", "fruit-topic",
                  "partition", "0 1",
                  "offsets", "0:[0, 5) 1:[0, 5)"));
      assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }
  }

  @Test
  void shouldNotLeakABatchIntoTheNextTask() {
    flush(1, 5);
    shift.turn();
    try (CapturedLog log = CapturedLog.of(Writer.class)) {
      store.failNext(1);
      writer.submit(
          new WriterTask.TakeOver(Fruit.partition(7), Fruit.TOPIC_ID, () -> true, claim -> {}));
      shift.turn();

      assertThat(log.lines().get(0).mdc())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("source", "fruit", "topic", "fruit-topic", "partition", "7"));
    }
  }

  @Test
  void shouldLeaveNothingBehindWhenATaskFailsByAnErrorOfOurOwn() {
    store.failNext(1, new IllegalStateException("a bug"));
    flush(1, 5);
    shift.turn();

    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  void shouldNameAFewOfVeryManyPartitions() {
    store.failNext(1);
    flush(1_000, 5);
    try (CapturedLog log = CapturedLog.of(Writer.class)) {
      shift.turn();

      Map<String, String> mdc = log.lines().get(0).mdc();
      assertThat(mdc.get("partition")).startsWith("0 1 2").endsWith("15 +984");
      assertThat(mdc.get("offsets")).endsWith("15:[0, 5) +984");
    }
  }

  @Test
  void shouldNameTheRecordAndItsTraceAndThenBeTheLanesAgain() {
    LogContext lane = LogContext.ofLane("fruit", "fruit-0");
    try (CapturedLog log = CapturedLog.of(RejectLog.class)) {
      Map<String, String> ofLane = MDC.getCopyOfContextMap();
      new RejectLog(ticker::get, () -> 5)
          .note(letter("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"));

      assertThat(log.lines())
          .singleElement()
          .extracting(CapturedLog.Line::mdc)
          .isEqualTo(
              Map.of(
                  "source", "fruit",
                  "lane", "fruit-0",
                  "topic", "fruit-topic",
                  "partition", "3",
                  "offset", "17",
                  "trace_id", TRACE));
      assertThat(MDC.getCopyOfContextMap()).isEqualTo(ofLane).hasSize(2);
    }
    lane.leave();
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473\n-00f067aa0ba902b7-01",
      })
  void shouldTakeNoTraceThatIsNotOfItsForm(String traceParent) {
    LogContext record = LogContext.of(letter("traceparent", traceParent));

    assertThat(MDC.get("trace_id")).isNull();
    assertThat(MDC.get("offset")).isEqualTo("17");
    record.leave();
  }
}
