package io.tallyman.demo;

import io.tallyman.cluster.EmbeddedDatabase;
import io.tallyman.cluster.KafkaCluster;
import io.tallyman.cluster.RunFolder;
import io.tallyman.cluster.ServerFailure;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What somebody at the keyboard can do to the system. Each fault takes its time on a thread of its
 * own; while one is under way, another is refused. For any thread.
 */
final class Faults implements AutoCloseable {

  private static final long BROKER_DOWN_SECONDS = 3;
  private static final long STALL_SECONDS = 5;
  private static final Duration BROKER_LIMIT = Duration.ofSeconds(60);

  private final Service service;
  private final KafkaCluster kafka;
  private final EmbeddedDatabase database;
  private final RunFolder folder;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DemoThreads.named("faults"));
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile String note = "";
  private int nextBroker = 1;

  Faults(Service service, KafkaCluster kafka, EmbeddedDatabase database, RunFolder folder) {
    this.service = service;
    this.kafka = kafka;
    this.database = database;
    this.folder = folder;
  }

  /** What is under way, in a few words; empty when nothing is. */
  String note() {
    return note;
  }

  /** Whether a fault is under way. */
  boolean isUnderWay() {
    return underWay.get();
  }

  /** Does what the key says, if it says something and nothing else is under way. */
  void press(char key) {
    switch (key) {
      case 'k' -> begin("service killed", this::killService);
      case 'b' -> begin("broker " + nextBroker + " stops", this::stopBroker);
      case 'd' -> begin("database stalls", this::stallDatabase);
      default -> {
        // Not one of ours.
      }
    }
  }

  private void begin(String what, Runnable fault) {
    if (underWay.compareAndSet(false, true)) {
      note = what;
      thread.execute(orElseNoted(fault));
    }
  }

  private void end() {
    note = "";
    underWay.set(false);
  }

  private void killService() {
    service.kill();
    note = "killed -9, restarts";
    service.awaitRestart();
    end();
  }

  private void stopBroker() {
    kafka.stopBroker(nextBroker);
    note = "broker " + nextBroker + " is down";
    after(BROKER_DOWN_SECONDS, this::startBroker);
  }

  private void startBroker() {
    note = "broker " + nextBroker + " comes back";
    kafka.startBroker(nextBroker);
    folder.remember(kafka.process(nextBroker));
    nextBroker = nextBroker % kafka.size() + 1;
    kafka.awaitReady(BROKER_LIMIT);
    end();
  }

  private void stallDatabase() {
    database.freeze();
    after(STALL_SECONDS, this::thawDatabase);
  }

  private void thawDatabase() {
    database.thaw();
    end();
  }

  private void after(long seconds, Runnable next) {
    var unused = thread.schedule(orElseNoted(next), seconds, TimeUnit.SECONDS);
  }

  private Runnable orElseNoted(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (ServerFailure e) {
        note = String.valueOf(e.getMessage()).lines().findFirst().orElse("a fault went wrong");
        underWay.set(false);
      }
    };
  }

  /** Lets what is under way come to its end, so that everything runs again. */
  void awaitQuiet() {
    org.awaitility.Awaitility.await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(50))
        .atMost(BROKER_LIMIT.plusSeconds(BROKER_DOWN_SECONDS * 10))
        .until(() -> !isUnderWay());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
