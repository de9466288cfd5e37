package io.tallyman.consume;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.Part;
import io.tallyman.lifecycle.PartThread;
import io.tallyman.rollup.RollupStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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

  /** What hasn't answered after this long is taken for leaderless. */
  private static final Duration LEADERLESS = Duration.ofSeconds(2);

  private static final Duration BLIND = Duration.ofSeconds(15);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final SourceSettings settings;
  private final ConsumerProperties properties;
  private final RollupStore store;
  private final Clock clock;
  private final LongSupplier ticker;
  private final TopicTrouble troubles;
  private final BlockingQueue<Boolean> nudges = new ArrayBlockingQueue<>(1);
  private final PartThread thread;

  private final AtomicBoolean identityWanted = new AtomicBoolean();
  private final AtomicBoolean viewWanted = new AtomicBoolean();

  private volatile @Nullable TopicIdentity identity;
  private volatile @Nullable TopicView view;
  private volatile @Nullable TopicView former;
  private volatile String trouble = "the brokers haven't answered yet";
  private boolean enrolled;
  private @Nullable LogsQuestion underWay;

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
    this.thread = new PartThread("topic-" + settings.name(), this::watch);
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
  public Optional<TopicIdentity> identity() {
    return Optional.ofNullable(identity);
  }

  @Override
  public void identifySoon() {
    identityWanted.set(true);
    nudges.offer(true);
  }

  @Override
  public Optional<TopicView> view() {
    return Optional.ofNullable(view);
  }

  @Override
  public Optional<TopicView> lastView(UUID topicId) {
    return Stream.of(Optional.ofNullable(view), Optional.ofNullable(former))
        .flatMap(Optional::stream)
        .filter(seen -> seen.topicId().equals(topicId))
        .findFirst();
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
    viewWanted.set(true);
    identifySoon();
  }

  @Override
  public void start() {
    thread.start();
  }

  private void watch() throws InterruptedException {
    LogContext source = LogContext.ofSource(settings.name());
    try {
      watchInContext();
    } finally {
      source.leave();
    }
  }

  private void watchInContext() throws InterruptedException {
    while (thread.goesOn()) {
      try (Admin admin = Admin.create(properties.admin(settings.name()))) {
        watch(new TopicObserver(admin, settings.topic(), clock, ticker));
      } catch (KafkaException e) { // no name of the brokers resolves, for one
        noteTrouble(troubles.explain(e));
      }
      nudges.poll(PERIOD.toMillis(), MILLISECONDS);
    }
  }

  private void watch(TopicObserver observer) throws InterruptedException {
    while (thread.goesOn()) {
      look(observer);
      nudges.poll(PERIOD.toMillis(), MILLISECONDS);
    }
  }

  private void look(TopicObserver observer) throws InterruptedException {
    try {
      if (!enrolled) {
        enroll(observer);
      }
      TopicView heard = hearAboutLogs();
      TopicIdentity known = identity;
      boolean due = known == null || isOld(known.askedAtNanos());
      if (identityWanted.getAndSet(false) || due || heard != null) {
        TopicObserver.Description described = observer.describe();
        identity = described.identity();
        believe(heard, described.identity().topicId());
        askForLogs(observer, described);
        noteTrouble("");
      }
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      noteTrouble(troubles.explain(e));
    }
  }

  private void enroll(TopicObserver observer)
      throws ExecutionException, TimeoutException, InterruptedException {
    TopicView seen = observer.observe();
    store.enroll(
        settings.name(),
        settings.topic(),
        seen.topicId(),
        observer.firstOffsets(seen, settings.startFrom()));
    view = seen;
    enrolled = true;
  }

  /**
   * Asks without waiting: a partition without a leader must not keep us from saying which topic it
   * is, which every flush waits for.
   */
  private void askForLogs(TopicObserver observer, TopicObserver.Description described) {
    TopicView seen = view;
    boolean due = viewWanted.get() || seen == null || isOld(seen.askedAtNanos());
    if (underWay == null && due) {
      viewWanted.set(false);
      LogsQuestion asked = observer.askForLogs(described);
      underWay = asked;
      nudgeWhen(asked.answered());
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // offering can't fail, nor does the future
  private void nudgeWhen(CompletableFuture<Void> answered) {
    answered.thenRun(() -> nudges.offer(true));
  }

  private @Nullable TopicView hearAboutLogs() {
    LogsQuestion asked = underWay;
    if (asked == null) {
      return null;
    }
    boolean over = ticker.getAsLong() - asked.askedAtNanos() > LEADERLESS.toNanos();
    if (!over && !asked.answered().isDone()) {
      return null;
    }
    underWay = null;
    return asked.view();
  }

  /**
   * Leaders are asked by the topic's name: what they say is of the topic that was meant only if it
   * is still that one afterwards.
   */
  private void believe(@Nullable TopicView heard, UUID topicId) {
    if (heard != null && heard.topicId().equals(topicId)) {
      TopicView before = view;
      if (before != null && !before.topicId().equals(topicId)) {
        former = before;
      }
      view = heard;
    }
  }

  private boolean isOld(long askedAtNanos) {
    return ticker.getAsLong() - askedAtNanos >= PERIOD.toNanos();
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
    thread.askToStop();
    thread.interrupt();
    thread.awaitEnd(STOP_PATIENCE);
    identity = null;
    view = null;
    former = null;
    underWay = null;
    trouble = "not started";
  }

  @Override
  public Check check() {
    if (thread.hasDied()) {
      return new Check.Hung("the thread of " + name() + " has ended; restart the service");
    }
    TopicIdentity known = identity;
    if (known == null) {
      return new Check.Unwell(trouble);
    }
    boolean blind = ticker.getAsLong() - known.askedAtNanos() > BLIND.toNanos();
    String cause = trouble.isEmpty() ? "the brokers haven't answered for a while" : trouble;
    return blind ? new Check.Unwell(cause) : Check.well();
  }
}
