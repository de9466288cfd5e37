package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyman.consume.ConsumerToggles;
import io.tallyman.event.SourcePartition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumerTaskTest {

  private final ConsumerToggles toggles =
      new ConsumerToggles(new SettableClock("2026-11-21T10:00:00Z"));
  private final ConsumerTask task =
      new ConsumerTask(
          toggles,
          () ->
              List.of(
                  new SourceTopic("tracking", "tracking-events", OptionalInt.of(12)),
                  new SourceTopic("sales", "sales", OptionalInt.empty())));

  @Test
  void shouldPauseAndResumeASource() {
    assertThat(call("action=pause&source=tracking&reason=deploy of 1.2"))
        .isEqualTo("tracking: all partitions paused since 2026-11-21T10:00:00Z (deploy of 1.2)\n");
    assertThat(isPaused(7)).isTrue();

    assertThat(call("action=resume&source=tracking"))
        .isEqualTo("tracking: nothing is paused on this host\n");
    assertThat(isPaused(7)).isFalse();
  }

  @Test
  void shouldPauseAndResumeOnePartition() {
    call("action=pause&source=tracking&partition=3");
    assertThat(call("action=pause&source=tracking&partition=11&reason=poison"))
        .isEqualTo(
            """
            tracking partition 3 paused since 2026-11-21T10:00:00Z
            tracking partition 11 paused since 2026-11-21T10:00:00Z (poison)
            """);
    assertThat(call("action=resume&source=tracking&partition=3"))
        .isEqualTo("tracking partition 11 paused since 2026-11-21T10:00:00Z (poison)\n");
    assertThat(isPaused(3)).isFalse();
    assertThat(isPaused(11)).isTrue();
  }

  @Test
  void shouldSayWhenNothingChanged() {
    assertThat(call("action=resume&source=tracking&partition=3"))
        .isEqualTo(
            """
            partition 3 of tracking was not paused: nothing changed
            tracking: nothing is paused on this host
            """);
    call("action=pause&source=sales&reason=first");
    assertThat(call("action=pause&source=sales&reason=second"))
        .isEqualTo(
            """
            sales was paused before: nothing changed
            sales: all partitions paused since 2026-11-21T10:00:00Z (first)
            """);
  }

  @Test
  void shouldRefuseToResumeOnePartitionWhileItsSourceIsPaused() {
    call("action=pause&source=tracking");

    assertThatThrownBy(() -> call("action=resume&source=tracking&partition=3"))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "partition 3 can't be resumed alone while the whole source tracking is paused; resume"
                + " the source without partition, and pause the partitions that shall stay");
    assertThat(isPaused(3)).isTrue();
  }

  @Test
  void shouldTakeAnyPartitionWhileKafkaHasNotToldHowManyThereAre() {
    assertThat(call("action=pause&source=sales&partition=123"))
        .startsWith("sales partition 123 paused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source=tracking | action is missing; it is pause or resume",
        "action=stop&source=tracking | action is 'stop'; it is pause or resume",
        "action=pause | source is missing; the sources are tracking, sales",
        "action=pause&source= | source is missing; the sources are tracking, sales",
        "action=pause&source=trackin"
            + " | source 'trackin' is unknown; the sources are tracking, sales",
        "action=pause&source=tracking&partition=x"
            + " | partition is 'x'; it is a whole number from 0 to 11, or left out for all of"
            + " tracking",
        "action=pause&source=tracking&partition=12"
            + " | partition is '12'; it is a whole number from 0 to 11, or left out for all of"
            + " tracking",
        "action=pause&source=tracking&partition=-1 | partition is '-1'; it is a whole number",
        "action=pause&source=sales&partition=1.5 | partition is '1.5'; it is a whole number, 0 or"
            + " more, or left out for all of sales",
        "action=pause&source=sales&partition=99999999999 | partition is '99999999999'",
        "action=pause&source=tracking&partition=1&partition=2"
            + " | partition is given 2 times; give it once",
        "action=pause&source=tracking&partitions=1"
            + " | the parameter 'partitions' is unknown; the parameters are action, partition,"
            + " reason, source",
        "action=resume&source=tracking&reason=done | reason goes with action=pause only",
      })
  void shouldRefuseWhatIsWrongAndChangeNothing(String query, String sentence) {
    assertThatThrownBy(() -> call(query))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(sentence);
    assertThat(toggles.list()).isEmpty();
  }

  @Test
  void shouldRefuseAReasonThatIsTooLongOrNotOneLine() {
    assertThatThrownBy(() -> call("action=pause&source=sales&reason=" + "x".repeat(201)))
        .hasMessage("reason has 201 characters; it has at most 200");
    assertThatThrownBy(() -> call("action=pause&source=sales&reason=a\nFAKE LOG LINE"))
        .hasMessage("reason must be one line of plain text");
    assertThat(toggles.list()).isEmpty();
  }

  private boolean isPaused(int partition) {
    return toggles.isPaused(new SourcePartition("tracking", "tracking-events", partition));
  }

  private String call(String query) {
    StringWriter answer = new StringWriter();
    task.execute(LogLevelTaskTest.parsed(query), new PrintWriter(answer));
    return answer.toString();
  }
}
