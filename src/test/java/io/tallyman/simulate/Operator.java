package io.tallyman.simulate;

import io.tallyman.admin.SimulatedOperator;
import io.tallyman.consume.TopicCheck;
import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Loss;
import io.tallyman.rollup.Rollup;
import io.tallyman.simulate.database.RecordedLoss;
import io.tallyman.simulate.kafka.PartitionLog;
import io.tallyman.simulate.kafka.SimulatedTopic;
import io.tallyman.store.RegisteredRollup;
import io.tallyman.store.RollupState;
import io.tallyman.store.StoredPosition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Answers losses, amid faults or once all is well again, and sees whether everything is counted.
 */
final class Operator {

  private static final int PROCESS = -1;

  private final Stage stage;
  private final Feed feed;
  private final SimulatedOperator hands;
  private boolean atWork;

  Operator(Stage stage, Feed feed) {
    this.stage = stage;
    this.feed = feed;
    this.hands =
        new SimulatedOperator(
            Orders.SOURCE,
            Orders.TOPIC,
            this::topic,
            stage
                .database()
                .operator(
                    Stream.of(stage.orders().byId(), stage.orders().byCountry())
                        .map(Operator::registered)
                        .toList()));
  }

  private static RegisteredRollup registered(Rollup rollup) {
    return new RegisteredRollup(
        rollup.id(),
        Orders.SOURCE,
        Orders.TOPIC,
        rollup.id().name(),
        "{}",
        RollupState.READY,
        Instant.ofEpochMilli(Order.RECORD_MILLIS));
  }

  private TopicCheck.Answer.There topic() {
    SimulatedTopic topic = stage.topic();
    Map<Integer, OffsetRange> logs = new TreeMap<>();
    for (int i = 0; i < topic.partitions(); i++) {
      PartitionLog log = topic.log(i);
      logs.put(i, new OffsetRange(log.start(), Math.max(log.start(), log.stableEnd())));
    }
    return new TopicCheck.Answer.There(topic.id(), topic.partitions(), logs);
  }

  /** Has each open loss answered, if that isn't being done already. */
  void answerLosses() {
    List<Loss> open =
        stage.database().contents().losses().stream()
            .filter(each -> each.state() == RecordedLoss.State.OPEN)
            .map(RecordedLoss::loss)
            .toList();
    if (!open.isEmpty() && !atWork) {
      atWork = true;
      stage.scheduler().start(PROCESS, () -> answer(open));
    }
  }

  private void answer(List<Loss> open) {
    for (Loss loss : open) {
      int partition = loss.partition().number();
      String action = isInPresentTopic(partition) ? "skip" : "reset";
      String answer = hands.answer(action, partition);
      stage.note("operator", () -> action + " of " + loss + ": " + answer);
      if (answer.startsWith("refused") && endsBeforeItsPosition(partition)) {
        feed.grow(partition); // a log that was cut short must grow first
      }
    }
    atWork = false;
  }

  private boolean endsBeforeItsPosition(int partition) {
    return partition < stage.topic().partitions()
        && stage.database().contents().positions().stream()
            .filter(each -> each.partition().number() == partition)
            .anyMatch(each -> each.nextOffset() > stage.topic().log(partition).stableEnd());
  }

  private boolean isInPresentTopic(int partition) {
    return stage.database().contents().positions().stream()
        .filter(each -> each.partition().number() == partition)
        .anyMatch(each -> each.topicId().equals(stage.topic().id()));
  }

  /** Whether every partition is counted up to its end. */
  boolean isContent() {
    List<StoredPosition> positions = stage.database().contents().positions();
    SimulatedTopic topic = stage.topic();
    for (int i = 0; i < topic.partitions(); i++) {
      int number = i;
      boolean there =
          positions.stream()
              .anyMatch(
                  each ->
                      each.partition().number() == number
                          && each.topicId().equals(topic.id())
                          && each.nextOffset() == topic.log(number).stableEnd());
      if (!there || topic.log(i).stableEnd() < topic.log(i).end()) {
        return false;
      }
    }
    return !atWork
        && stage.database().contents().losses().stream()
            .noneMatch(each -> each.state() == RecordedLoss.State.OPEN);
  }
}
