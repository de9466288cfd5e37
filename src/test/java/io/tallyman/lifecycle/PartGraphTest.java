package io.tallyman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallyman.lifecycle.RecordingPart.Journal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PartGraphTest {

  private final Journal journal = new Journal();

  @Test
  void shouldStartInTheOrderOfNeedsAndStopInReverse() throws Exception {
    PartGraph graph =
        new PartGraph(
            List.of(
                journal.part("lane", "store", "decoder"),
                journal.part("store", "pool"),
                journal.part("decoder"),
                journal.part("pool")));

    graph.start();
    graph.stop();

    assertThat(journal.lines())
        .containsExactly(
            "start decoder",
            "start pool",
            "start store",
            "start lane",
            "stop lane",
            "stop store",
            "stop pool",
            "stop decoder");
  }

  @Test
  void shouldTellEveryPartThatItWillStopBeforeItStopsTheFirst() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    RecordingPart one = journal.part("lane-1").onAnnouncement(() -> told.add("lane-1"));
    RecordingPart two = journal.part("lane-2").onAnnouncement(() -> told.add("lane-2"));
    two.onStop(() -> assertThat(told).containsExactly("lane-2", "lane-1"));
    PartGraph graph = new PartGraph(List.of(one, two));
    graph.start();

    graph.stop();

    assertThat(journal.lines()).endsWith("stop lane-2", "stop lane-1");
  }

  @Test
  void shouldStopAPartThatCouldNotBeTold() throws Exception {
    RecordingPart deaf =
        journal
            .part("lane")
            .onAnnouncement(
                () -> {
                  throw new IllegalStateException("deaf");
                });
    PartGraph graph = new PartGraph(List.of(deaf));
    graph.start();

    assertThatThrownBy(graph::stop).isInstanceOf(PartFailure.class).hasMessageContaining("deaf");

    assertThat(journal.lines()).endsWith("stop lane");
  }

  @Test
  void shouldKeepTheListsOrderWhereNeedsLeaveAChoice() {
    PartGraph graph =
        new PartGraph(
            List.of(
                journal.part("c"), journal.part("a"), journal.part("b", "c"), journal.part("d")));

    assertThat(graph.states()).extracting(PartStatus::name).containsExactly("c", "a", "b", "d");
  }

  @Test
  void shouldRefuseTwoPartsOfOneName() {
    assertThatThrownBy(() -> new PartGraph(List.of(journal.part("pool"), journal.part("pool"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two parts are named pool: give each its own name");
  }

  @Test
  void shouldRefuseANeedThatNoPartMeets() {
    assertThatThrownBy(
            () -> new PartGraph(List.of(journal.part("store", "pol"), journal.part("pool"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the part store needs pol, which is none of the parts: store, pool");
  }

  @Test
  void shouldRefuseACircleAndNameIt() {
    assertThatThrownBy(
            () ->
                new PartGraph(
                    List.of(
                        journal.part("clock"),
                        journal.part("lane", "store"),
                        journal.part("store", "clock", "pool"),
                        journal.part("pool", "store"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the parts need each other in a circle: store needs pool needs store");
  }

  @Test
  void shouldRefuseAPartThatNeedsItself() {
    assertThatThrownBy(() -> new PartGraph(List.of(journal.part("pool", "pool"))))
        .hasMessage("the parts need each other in a circle: pool needs pool");
  }

  @Test
  void shouldStopWhatHadStartedWhenAPartFailsToStart() {
    RecordingPart pool = journal.part("pool").onStop(failing("the pool leaks"));
    RecordingPart store = journal.part("store", "pool");
    RecordingPart lane = journal.part("lane", "store").onStart(failing("no broker answers"));
    PartGraph graph = new PartGraph(List.of(pool, store, lane, journal.part("jobs", "lane")));

    PartFailure failure = catchThrowableOfType(PartFailure.class, graph::start);

    assertThat(journal.lines())
        .containsExactly("start pool", "start store", "start lane", "stop store", "stop pool");
    assertThat(failure)
        .hasMessage("the part lane didn't start: no broker answers")
        .hasRootCauseInstanceOf(IOException.class);
    assertThat(failure.getSuppressed())
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("the part pool didn't stop cleanly: the pool leaks");
    assertThat(statesOf(graph))
        .isEqualTo(
            Map.of(
                "pool", PartState.FAILED,
                "store", PartState.STOPPED,
                "lane", PartState.FAILED,
                "jobs", PartState.LATENT));
  }

  @Test
  void shouldUndoAStartThatDiesOfAnError() {
    RecordingPart lane =
        journal
            .part("lane", "pool")
            .onStart(
                () -> {
                  throw new NoClassDefFoundError("org/example/Missing");
                });
    PartGraph graph = new PartGraph(List.of(journal.part("pool"), lane));

    assertThatThrownBy(graph::start)
        .isInstanceOf(PartFailure.class)
        .hasMessage("the part lane didn't start: org/example/Missing");
    assertThat(journal.lines()).containsExactly("start pool", "start lane", "stop pool");
  }

  @Test
  void shouldStopTheOthersWhenOneFailsToStopAndKeepEveryFailure() throws Exception {
    PartGraph graph =
        new PartGraph(
            List.of(
                journal.part("pool").onStop(failing("the pool leaks")),
                journal.part("store", "pool"),
                journal.part("lane", "store").onStop(failing("the group didn't answer"))));
    graph.start();
    journal.clear();

    PartFailure failure = catchThrowableOfType(PartFailure.class, graph::stop);

    assertThat(journal.lines()).containsExactly("stop lane", "stop store", "stop pool");
    assertThat(failure)
        .hasMessage("the part lane didn't stop cleanly: the group didn't answer")
        .hasSuppressedException(failure.getSuppressed()[0]);
    assertThat(failure.getSuppressed()[0])
        .hasMessage("the part pool didn't stop cleanly: the pool leaks");
  }

  @Test
  void shouldDoNothingWhenWhatIsDoneIsDoneAgain() throws Exception {
    PartGraph graph = new PartGraph(List.of(journal.part("pool")));

    graph.stop();
    graph.start();
    graph.start();
    graph.stop();
    graph.stop();

    assertThat(journal.lines()).containsExactly("start pool", "stop pool");
  }

  @Test
  void shouldStartAgainAfterAFailedStart() throws Exception {
    int[] attempts = {0};
    RecordingPart lane =
        journal
            .part("lane", "pool")
            .onStart(
                () -> {
                  if (attempts[0]++ == 0) {
                    throw new IOException("not yet");
                  }
                });
    PartGraph graph = new PartGraph(List.of(journal.part("pool"), lane));
    assertThatThrownBy(graph::start).isInstanceOf(PartFailure.class);

    graph.start();

    assertThat(statesOf(graph)).containsValues(PartState.STARTED).hasSize(2);
    assertThat(graph.states()).extracting(PartStatus::failure).containsOnly("");
  }

  @Test
  void shouldRestartAPartWithThoseThatStandOnItAndNoOthers() throws Exception {
    PartGraph graph = runningSystem();

    graph.restart("store");

    assertThat(journal.lines())
        .containsExactly("stop lane", "stop store", "start store", "start lane");
  }

  @Test
  void shouldRestartAPartAloneThatNoneStandsOn() throws Exception {
    PartGraph graph = runningSystem();

    graph.restart("lane");

    assertThat(journal.lines()).containsExactly("stop lane", "start lane");
  }

  @Test
  void shouldRefuseToRestartWhatIsNotThereOrNotRunning() throws Exception {
    PartGraph graph = runningSystem();
    assertThatThrownBy(() -> graph.restart("lanes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no part lanes; the parts are pool, decoder, store, lane");

    graph.stop();
    assertThatThrownBy(() -> graph.restart("lane"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("lane can't be restarted, because the system isn't running");
  }

  @Test
  void shouldRefuseARestartWhileANeededPartIsNotStarted() throws Exception {
    boolean[] broken = {false};
    RecordingPart pool =
        journal
            .part("pool")
            .onStart(
                () -> {
                  if (broken[0]) {
                    throw new IOException("no route to the database");
                  }
                });
    PartGraph graph = new PartGraph(List.of(pool, journal.part("store", "pool")));
    graph.start();
    broken[0] = true;
    assertThatThrownBy(() -> graph.restart("pool")).isInstanceOf(PartFailure.class);

    assertThatThrownBy(() -> graph.restart("store"))
        .hasMessage("store can't be restarted, because pool isn't started; start that first");

    broken[0] = false;
    graph.restart("pool");
    assertThat(statesOf(graph)).containsOnlyKeys("pool", "store");
    assertThat(statesOf(graph).values()).containsOnly(PartState.STARTED);
  }

  @Test
  void shouldShowChecksOfStartedPartsAndCausesOfTheOthers() throws Exception {
    RecordingPart pool = journal.part("pool").is(new Check.Unwell("the database is away"));
    RecordingPart lane = journal.part("lane", "pool").onStop(failing("stuck"));
    PartGraph graph = new PartGraph(List.of(pool, lane));
    assertThat(graph.states().get(0).check()).isEqualTo(new Check.Unwell("it is latent"));

    graph.start();
    assertThat(graph.states().get(0).check()).isEqualTo(new Check.Unwell("the database is away"));

    assertThatThrownBy(graph::stop).isInstanceOf(PartFailure.class);
    assertThat(graph.states().get(1))
        .isEqualTo(
            new PartStatus(
                "lane", List.of("pool"), PartState.FAILED, new Check.Unwell("stuck"), "stuck"));
  }

  @Test
  void shouldSurviveACheckThatThrows() throws Exception {
    PartGraph graph = new PartGraph(List.of(new ThrowingCheck()));
    graph.start();

    assertThat(graph.states().get(0).check())
        .isEqualTo(new Check.Unwell("its check failed: no idea"));
  }

  @Test
  void shouldDoAllItsWorkBeforeItPassesAnInterruptOn() throws Exception {
    RecordingPart lane =
        journal
            .part("lane", "store")
            .onStop(
                () -> {
                  throw new InterruptedException("told to hurry");
                });
    boolean[] storeSawTheInterrupt = {false};
    RecordingPart store =
        journal
            .part("store")
            .onStop(() -> storeSawTheInterrupt[0] = Thread.currentThread().isInterrupted());
    PartGraph graph = new PartGraph(List.of(store, lane));
    graph.start();

    assertThatThrownBy(graph::stop).isInstanceOf(PartFailure.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(storeSawTheInterrupt[0]).isFalse();
    assertThat(journal.lines()).endsWith("stop lane", "stop store");
  }

  @Test
  void shouldLetAStopWaitForTheStartAndStatesForNothing() throws Exception {
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    RecordingPart lane =
        journal
            .part("lane")
            .onStart(
                () -> {
                  starting.countDown();
                  goOn.await();
                });
    PartGraph graph = new PartGraph(List.of(lane));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> start = threads.submit(() -> run(graph::start));
      starting.await();
      Future<?> stop = threads.submit(() -> run(graph::stop));

      assertThat(graph.states())
          .singleElement()
          .extracting(PartStatus::state)
          .isEqualTo(PartState.STARTING);
      assertThat(stop.isDone()).isFalse();

      goOn.countDown();
      start.get(10, TimeUnit.SECONDS);
      stop.get(10, TimeUnit.SECONDS);
      assertThat(journal.lines()).containsExactly("start lane", "stop lane");
      assertThat(statesOf(graph)).containsEntry("lane", PartState.STOPPED);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldNeverStartAPartTwiceWhenTwoThreadsStartAndStop() throws Exception {
    boolean[] inService = {false};
    RecordingPart lane =
        journal
            .part("lane")
            .onStart(() -> flip(inService, true))
            .onStop(() -> flip(inService, false));
    PartGraph graph = new PartGraph(List.of(lane));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> both =
          List.of(
              threads.submit(() -> repeat(graph::start, graph::stop)),
              threads.submit(() -> repeat(graph::stop, graph::start)));
      for (Future<?> each : both) {
        each.get(20, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(journal.lines().size()).isGreaterThan(1000);
  }

  private PartGraph runningSystem() throws PartFailure {
    PartGraph graph =
        new PartGraph(
            List.of(
                journal.part("pool"),
                journal.part("decoder"),
                journal.part("store", "pool"),
                journal.part("lane", "store", "decoder")));
    graph.start();
    journal.clear();
    return graph;
  }

  private static void flip(boolean[] inService, boolean to) {
    assertThat(inService[0]).isEqualTo(!to);
    inService[0] = to;
  }

  private static void repeat(RecordingPart.Deed first, RecordingPart.Deed second) {
    for (int round = 0; round < 1000; round++) {
      run(first);
      run(second);
    }
  }

  private static void run(RecordingPart.Deed deed) {
    try {
      deed.run();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  private static RecordingPart.Deed failing(String message) {
    return () -> {
      throw new IOException(message);
    };
  }

  private static Map<String, PartState> statesOf(PartGraph graph) {
    return graph.states().stream().collect(Collectors.toMap(PartStatus::name, PartStatus::state));
  }

  /** A part that breaks the promise of {@link Part#check}. */
  private static final class ThrowingCheck implements Part {
    @Override
    public String name() {
      return "confused";
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Check check() {
      throw new IllegalStateException("no idea");
    }
  }
}
