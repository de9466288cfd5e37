package io.tallyman.admin.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.admin.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left of the settings after one word of an operator upon another. */
class PauseDecisionTest {

  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final MemorySettings store = new MemorySettings();
  private final TestHost a = new TestHost("a", store, clock);
  private final TestHost b = new TestHost("b", store, clock);

  PauseDecisionTest() {
    a.goRound();
    b.goRound();
  }

  @Test
  void shouldLetASourceGoOnWithAllItsPartitions() {
    a.pause(Scope.HOST, "tracking/1", null);
    a.pause(Scope.HOST, "tracking", null);
    a.pause(Scope.HOST, "sales", null);

    a.resume(Scope.HOST, "tracking");

    assertThat(rows()).containsExactly("sales of a: paused");
  }

  @Test
  void shouldLetOnePartitionGoOnWhileItsSourceStaysPaused() {
    a.pause(Scope.FLEET, "tracking", Duration.ofMinutes(30));

    a.resume(Scope.FLEET, "tracking/1");

    assertThat(rows())
        .containsExactly(
            "tracking of : paused until 2026-11-21T10:30:00Z",
            "tracking/1 of : running until 2026-11-21T10:30:00Z");
    assertThat(a.isPaused(1)).isFalse();
    assertThat(a.isPaused(2)).isTrue();
  }

  @Test
  void shouldPauseTheWholeSourceAgainWithWhatWasLetGoOn() {
    a.pause(Scope.HOST, "tracking", null);
    a.resume(Scope.HOST, "tracking/1");
    assertThat(a.isPaused(1)).isFalse();

    a.pause(Scope.HOST, "tracking", null);

    assertThat(rows()).containsExactly("tracking of a: paused");
    assertThat(a.isPaused(1)).isTrue();
  }

  @Test
  void shouldExceptAHostFromThePauseOfTheFleetForAsLongAsThatLasts() {
    b.pause(Scope.FLEET, "tracking", Duration.ofMinutes(30));
    b.pause(Scope.FLEET, "tracking/1", Duration.ofMinutes(40));
    a.goRound();

    a.resume(Scope.HOST, "tracking");

    assertThat(rows()).contains("tracking of a: running until 2026-11-21T10:40:00Z");
    assertThat(a.isPaused(1)).isFalse();
    assertThat(a.isPaused(2)).isFalse();
    b.goRound();
    assertThat(b.isPaused(1)).isTrue();
  }

  @Test
  void shouldKeepNoExceptionFromAPauseThatIsNoMore() {
    b.pause(Scope.FLEET, "tracking", null);
    a.goRound();
    a.resume(Scope.HOST, "tracking");
    assertThat(rows()).contains("tracking of a: running");
    a.pause(Scope.HOST, "tracking/7", null);

    b.resume(Scope.FLEET, "tracking");
    assertThat(rows()).as("a pause of a host stays").containsExactly("tracking/7 of a: paused");

    b.pause(Scope.FLEET, "tracking", null);
    a.goRound();
    assertThat(a.isPaused(1)).as("the next pause holds for all").isTrue();
  }

  @Test
  void shouldChangeNothingWhereNothingIsPaused() {
    assertThat(a.resume(Scope.HOST, "tracking").changes()).isEmpty();
    assertThat(a.resume(Scope.FLEET, "tracking/1").changes()).isEmpty();
    assertThat(store.audit()).isEmpty();
  }

  @Test
  void shouldNotExceptAPartitionFromAPauseThatHasEnded() {
    b.pause(Scope.FLEET, "tracking", Duration.ofMinutes(1));
    a.goRound();
    clock.advance(Duration.ofMinutes(1));

    assertThat(a.resume(Scope.HOST, "tracking/1").changes()).isEmpty();
  }

  @Test
  void shouldLeaveTheEndOfAPauseToTheLastWord() {
    a.pause(Scope.HOST, "tracking", Duration.ofMinutes(30));
    a.pause(Scope.HOST, "tracking", null);

    assertThat(rows()).containsExactly("tracking of a: paused");
    assertThat(store.audit())
        .endsWith(
            "ada: consumer pause host tracking: 'paused until 2026-11-21T10:30:00Z' -> 'paused'"
                + " done");
  }

  private List<String> rows() {
    return store.settings().stream()
        .map(
            row ->
                row.key().target()
                    + " of "
                    + row.key().host()
                    + ": "
                    + row.value()
                    + (row.until() == null ? "" : " until " + row.until()))
        .toList();
  }
}
