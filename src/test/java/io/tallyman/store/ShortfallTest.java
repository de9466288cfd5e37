package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.OffsetRange;
import io.tallyman.rollup.Outcomes;
import io.tallyman.rollup.RollupId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShortfallTest {

  private static final UUID TOPIC = new UUID(1, 2);
  private static final RollupId SHOWN = new RollupId("sales", "0123456789ab");
  private static final RollupId NEXT = new RollupId("sales", "fedcba987654");

  private static LedgerEntry entry(RollupId id, UUID topic, int partition, long first, long next) {
    return new LedgerEntry(
        id,
        "sales",
        topic,
        partition,
        new OffsetRange(first, next),
        next - first,
        0,
        new Outcomes(next - first, 0, 0, 0, 0, 0));
  }

  private static Optional<Shortfall> between(List<LedgerEntry> shown, List<LedgerEntry> next) {
    return Shortfall.between(SHOWN, shown, NEXT, next);
  }

  @Test
  void shouldFindNothingWhereAllIsCounted() {
    List<LedgerEntry> shown = List.of(entry(SHOWN, TOPIC, 0, 5, 9), entry(SHOWN, TOPIC, 0, 12, 20));

    assertThat(between(shown, List.of(entry(NEXT, TOPIC, 0, 0, 30)))).isEmpty();
    assertThat(between(List.of(), List.of(entry(NEXT, TOPIC, 0, 0, 30)))).isEmpty();
    assertThat(between(List.of(), List.of())).isEmpty();
  }

  @Test
  void shouldAddUpWhatOverlapsOnlyInPart() {
    List<LedgerEntry> shown =
        List.of(
            entry(SHOWN, TOPIC, 0, 0, 10),
            entry(SHOWN, TOPIC, 0, 20, 30),
            entry(SHOWN, TOPIC, 1, 0, 7),
            entry(SHOWN, TOPIC, 2, 0, 4));
    List<LedgerEntry> next =
        List.of(
            entry(NEXT, TOPIC, 0, 8, 22),
            entry(NEXT, TOPIC, 0, 29, 40),
            entry(NEXT, TOPIC, 2, 0, 4));

    assertThat(between(shown, next)).contains(new Shortfall(SHOWN, NEXT, 8 + 7 + 7, 2));
  }

  @Test
  void shouldTellTopicsOfTheSameNameApart() {
    assertThat(
            between(
                List.of(entry(SHOWN, TOPIC, 0, 0, 1)),
                List.of(entry(NEXT, new UUID(3, 4), 0, 0, 1))))
        .get()
        .extracting(Shortfall::refusal)
        .asString()
        .contains("version fedcba987654 lacks 1 offset in 1 partition that version 0123456789ab")
        .contains("--incomplete");
  }

  @Test
  void shouldSayWhereTheNumbersStay() {
    assertThat(new Shortfall(SHOWN, NEXT, 1_234_567, 12).loss())
        .isEqualTo(
            "version fedcba987654 lacks 1,234,567 offsets in 12 partitions that version"
                + " 0123456789ab has counted; the view sales shows them no more, the table"
                + " sales_0123456789ab keeps them");
  }
}
