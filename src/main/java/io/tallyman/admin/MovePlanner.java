package io.tallyman.admin;

import io.tallyman.consume.TopicCheck.Answer.There;
import io.tallyman.event.OffsetRange;
import io.tallyman.store.PositionMove;
import io.tallyman.store.SourceStanding;
import io.tallyman.store.StoredPosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan of a request, or says why it can't be done. Nothing that a rollup has counted is
 * ever read again, and nothing is left out unseen. Immutable.
 */
final class MovePlanner {

  private final MoveRequest request;
  private final There topic;
  private final SourceStanding standing;

  /**
   * @param request what is asked for
   * @param topic the topic as the brokers see it
   * @param standing the source as the store has it
   */
  MovePlanner(MoveRequest request, There topic, SourceStanding standing) {
    this.request = request;
    this.topic = topic;
    this.standing = standing;
  }

  /**
   * @throws Refused when one of the partitions can't be moved so
   */
  MovePlan plan() {
    List<PositionMove> moves = new ArrayList<>();
    for (int partition : request.partitions(standing)) {
      moves.add(move(partition));
    }
    return new MovePlan(
        request.action(), request.source(), moves, standing.rollups(), topic.logs());
  }

  private PositionMove move(int partition) {
    String name = "partition " + partition + " of " + request.source().source();
    OffsetRange log = log(partition, name);
    StoredPosition position =
        standing
            .position(partition)
            .orElseThrow(
                () ->
                    new Refused(
                        name
                            + " has no position yet, so there is nothing to move; it begins at 0"));
    MoveRule rule =
        new MoveRule(
            name,
            position,
            topic.topicId(),
            log,
            standing.openLosses(partition),
            CountedOffsets.of(standing, topic.topicId(), partition));
    return request.action() == MoveRequest.Action.SKIP
        ? rule.skip(request.target())
        : rule.reset(request.target());
  }

  private OffsetRange log(int partition, String name) {
    @Nullable OffsetRange log = topic.logs().get(partition);
    if (log != null) {
      return log;
    }
    String where = "topic '" + request.source().topic() + "'";
    throw new Refused(
        partition < topic.partitions()
            ? name + " has no leader now, so its log can't be seen; bring its brokers back"
            : where
                + " has "
                + topic.partitions()
                + " partitions now, and no partition "
                + partition
                + "; name the others with to=PARTITION:OFFSET,…");
  }
}
