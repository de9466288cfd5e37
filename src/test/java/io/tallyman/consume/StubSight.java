package io.tallyman.consume;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A topic as a test says it is. Looks whenever it is asked to, unless it is blind. */
final class StubSight implements TopicSight {

  private final AtomicLong ticker;
  private final Map<Integer, TopicView.Log> logs = new TreeMap<>();
  private UUID topicId = Fruit.TOPIC_ID;
  private OptionalInt leaderEpoch = OptionalInt.empty();
  private boolean blind;
  private final Map<UUID, TopicView> views = new HashMap<>();
  private @Nullable TopicView view;

  StubSight(AtomicLong ticker) {
    this.ticker = ticker;
  }

  void log(int partition, long start, long end) {
    logs.put(partition, new TopicView.Log(start, end, leaderEpoch));
  }

  /** From now on the logs are as the brokers say. */
  void show(TopicView seen) {
    logs.putAll(seen.logs());
    lookSoon();
  }

  /** The leaders of the logs that are told from now on. */
  void setLeaderEpoch(int epoch) {
    leaderEpoch = OptionalInt.of(epoch);
  }

  void recreate(UUID newTopicId) {
    topicId = newTopicId;
  }

  void setBlind(boolean blind) {
    this.blind = blind;
  }

  @Override
  public Optional<TopicIdentity> identity() {
    return view().map(seen -> new TopicIdentity(seen.topicId(), seen.askedAtNanos()));
  }

  @Override
  public void identifySoon() {
    lookSoon();
  }

  @Override
  public Optional<TopicView> view() {
    return Optional.ofNullable(view);
  }

  @Override
  public Optional<TopicView> lastView(UUID ofTopic) {
    return Optional.ofNullable(views.get(ofTopic));
  }

  @Override
  public void lookSoon() {
    if (!blind) {
      long now = ticker.incrementAndGet();
      view = new TopicView(topicId, logs.size(), logs, Instant.EPOCH.plusNanos(now), now);
      views.put(topicId, view);
    }
  }

  @Override
  public String trouble() {
    return blind ? "blind" : "";
  }
}
