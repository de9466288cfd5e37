package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tallyman.demo.GeneratedRecord.Fate;
import io.tallyman.demo.GeneratorRun.Pacing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class GeneratorRunTest {

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final Tally tally = new Tally(List.of(), "$timestamp");
  private final GeneratorRun run =
      new GeneratorRun(
          "events",
          () ->
              new GeneratedRecord(
                  "k".getBytes(StandardCharsets.UTF_8), null, 42, new Fate.Broken("empty")),
          tally,
          producer,
          new Pacing(1_000, System::nanoTime));

  @Test
  void shouldTallyOnlyWhatIsAcknowledged() throws InterruptedException {
    Thread thread = start();
    await().until(() -> run.waiting() >= 3);
    assertThat(tally.records()).isZero();

    producer.completeNext();
    producer.completeNext();
    await().untilAsserted(() -> assertThat(tally.records()).isEqualTo(2));
    assertThat(run.acknowledged()).isEqualTo(2);

    end(thread);
    assertThat(tally.records()).isEqualTo(producer.history().size());
    assertThat(run.ends().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(tally.records());
  }

  @Test
  void shouldStopAtARecordThatKafkaRefuses() throws InterruptedException {
    Thread thread = start();
    await().until(() -> run.waiting() >= 1);

    producer.errorNext(new RecordTooLargeException("too large"));

    await().until(() -> run.failure() != null);
    end(thread);
    assertThat(run.failure()).hasMessage("too large");
  }

  private Thread start() {
    Thread thread = new Thread(run, "generator");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void end(Thread thread) throws InterruptedException {
    run.stop();
    await()
        .until(
            () -> {
              while (producer.completeNext()) {
                // until none is left
              }
              return !thread.isAlive() || producer.closed();
            });
    thread.join(10_000);
  }
}
