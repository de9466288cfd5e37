package io.tallyman.consume;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.Part;
import io.tallyman.rollup.RollupStore;
import io.tallyman.rollup.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an eye on the topic of one source: its id, its partitions, and where their logs begin and
 * end. Gives the source its first positions at its very first start; until that is done there is no
 * view, and so nobody claims anything. Has a thread of its own; what it has seen may be read from
 * any thread.
 */
public final class TopicWatch implements Part, TopicSight {

  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration BLIND = Duration.ofSeconds(15);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final SourceSettings settings;
  private final ConsumerProperties properties;
  private final RollupStore store;
  private final Clock clock;
  private final LongSupplier ticker;
  private final TopicTrouble troubles;
  private final BlockingQueue<Boolean> nudges = new ArrayBlockingQueue<>(1);

  private volatile @Nullable TopicView view;
  private volatile String trouble = "the brokers haven't answered yet";
  private volatile boolean stopping;
  private boolean enrolled;
  private @Nullable Thread thread;

  public TopicWatch(
      SourceSettings settings,
      ConsumerProperties properties,
      RollupStore store,
      Clock clock,
      LongSupplier ticker) {
    this.settings = settings;
    this.properties = properties;
    this.store = store;
    this.clock = clock;
    this.ticker = ticker;
    this.troubles = new TopicTrouble(settings.topic(), properties.bootstrapServers());
  }

  @Override
  public String name() {
    return "topic-" + settings.name();
  }

  @Override
  public List<String> needs() {
    return List.of("store");
  }

  @Override
  public Optional<TopicView> view() {
    return Optional.ofNullable(view);
  }

  /** The name of the source whose topic it is. */
  public String source() {
    return settings.name();
  }

  /** The topic's name. */
  public String topic() {
    return settings.topic();
  }

  /** How many partitions the topic has; 0 while that isn't known. */
  public int partitions() {
    TopicView seen = view;
    return seen == null ? 0 : seen.partitions();
  }

  @Override
  public String trouble() {
    return trouble;
  }

  @Override
  public void lookSoon() {
    nudges.offer(true);
  }

  @Override
  public void start() {
    stopping = false;
    Thread watching = new Thread(this::watch, name());
    watching.setDaemon(true);
    watching.start();
    thread = watching;
  }

  private void watch() {
    try {
      while (!stopping) {
        try (Admin admin = Admin.create(properties.admin(settings.name()))) {
          watch(new TopicObserver(admin, settings.topic(), clock, ticker));
        } catch (RuntimeException e) {
          noteTrouble(troubles.explain(e));
        }
        nudges.poll(PERIOD.toMillis(), MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stop() asked for the end
    }
  }

  private void watch(TopicObserver observer) throws InterruptedException {
    while (!stopping) {
      look(observer);
      nudges.poll(PERIOD.toMillis(), MILLISECONDS);
    }
  }

  private void look(TopicObserver observer) throws InterruptedException {
    try {
      if (!enrolled) {
        enroll(observer);
      }
      view = observer.observe();
      noteTrouble("");
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      noteTrouble(troubles.explain(e));
    } catch (StoreUnavailable | IllegalStateException e) {
      noteTrouble(String.valueOf(e.getMessage()));
    }
  }

  private void enroll(TopicObserver observer)
      throws ExecutionException, TimeoutException, InterruptedException {
    TopicView seen = observer.observe();
    store.enroll(
        settings.name(),
        settings.topic(),
        seen.topicId(),
        observer.firstOffsets(settings.startFrom()));
    enrolled = true;
  }

  private void noteTrouble(String now) {
    if (!now.equals(trouble)) {
      if (now.isEmpty()) {
        LOG.info("{}: topic '{}' is in view", name(), settings.topic());
      } else {
        LOG.info("{}: {}", name(), now);
      }
    }
    trouble = now;
  }

  @Override
  public void stop() throws InterruptedException {
    stopping = true;
    Thread watching = thread;
    if (watching != null) {
      watching.interrupt();
      watching.join(STOP_PATIENCE.toMillis());
    }
    view = null;
    trouble = "not started";
  }

  @Override
  public Check check() {
    TopicView seen = view;
    if (seen == null) {
      return new Check.Unwell(trouble);
    }
    boolean blind = ticker.getAsLong() - seen.askedAtNanos() > BLIND.toNanos();
    String cause = trouble.isEmpty() ? "the brokers haven't answered for a while" : trouble;
    return blind ? new Check.Unwell(cause) : Check.well();
  }
}
