package io.tallyman.prove;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlushTraceTest {

  private static final String FENCE = "UPDATE tallyman_position SET next_offset = 5,";
  private static final String CLAIM = "UPDATE tallyman_position SET owner = 'a',";
  private static final byte[] GOOD = {7, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] ERROR = {7, 0, 0, 1, -1, 0, 0, 0, 0, 0, 0};

  private final WireFigures figures = new WireFigures();
  private final FlushTrace trace = new FlushTrace(figures);

  @Test
  void shouldFollowAFlushToTheAnswerOfItsCommit() {
    assertThat(trace.sending(FENCE)).isEqualTo(Moment.FENCE);
    assertThat(trace.answered(GOOD, GOOD.length)).isFalse();
    assertThat(trace.sending(FENCE)).as("of the next partition").isNull();
    assertThat(trace.sending("INSERT INTO sales_by_day")).isNull();
    assertThat(trace.sending("commit")).isEqualTo(Moment.COMMIT);
    assertThat(figures.written()).isZero();
    assertThat(trace.answered(GOOD, GOOD.length)).isTrue();

    assertThat(figures.written()).isEqualTo(1);
    assertThat(figures.refused()).isZero();
    assertThat(trace.answered(GOOD, GOOD.length)).isFalse();
  }

  @Test
  void shouldNotTakeARefusedCommitForAWrittenFlush() {
    trace.sending(FENCE);
    trace.sending("INSERT INTO sales_by_day");
    trace.sending("commit");
    trace.answered(ERROR, ERROR.length);

    assertThat(figures.written()).isZero();
  }

  @Test
  void shouldCountAFlushThatEndsAtItsCompareAndSet() {
    trace.sending(FENCE);
    trace.sending("rollback");
    trace.sending("rollback");

    assertThat(figures.refused()).isEqualTo(1);
  }

  @Test
  void shouldCallNoOtherTransactionAFlush() {
    trace.sending(CLAIM);

    assertThat(trace.sending("commit")).isNull();
    assertThat(trace.sending(FENCE)).isEqualTo(Moment.FENCE);
    assertThat(trace.sending("commit")).as("it says only that nothing came").isNull();
  }

  @Test
  void shouldTellFlushesBeforeANewClaimFromThoseAfterIt() {
    figures.beginUnclaimed();
    flush();
    trace.sending(CLAIM);
    flush();

    assertThat(figures.unclaimed()).isEqualTo(1);
    assertThat(figures.written()).isEqualTo(2);
  }

  private void flush() {
    trace.sending(FENCE);
    trace.sending("INSERT INTO sales_by_day");
    trace.sending("commit");
    trace.answered(GOOD, GOOD.length);
  }
}
