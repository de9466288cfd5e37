package io.tallyman.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.access.NonceMemory.Use;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NonceMemoryTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final NonceMemory memory = new NonceMemory(2);

  @Test
  void shouldKnowANonceUntilItsSignatureHasExpired() {
    assertThat(memory.use("a", NOW.plusSeconds(10), NOW)).isEqualTo(Use.FIRST);
    assertThat(memory.use("a", NOW.plusSeconds(10), NOW.plusSeconds(9))).isEqualTo(Use.AGAIN);
  }

  @Test
  void shouldRefuseRatherThanForgetTooEarly() {
    memory.use("a", NOW.plusSeconds(10), NOW);
    memory.use("b", NOW.plusSeconds(20), NOW);

    assertThat(memory.use("c", NOW.plusSeconds(20), NOW)).isEqualTo(Use.REFUSED_AS_FULL);
    assertThat(memory.use("a", NOW.plusSeconds(10), NOW)).isEqualTo(Use.AGAIN);
    assertThat(memory.use("c", NOW.plusSeconds(20), NOW.plusSeconds(10))).isEqualTo(Use.FIRST);
    assertThat(memory.use("d", NOW.plusSeconds(30), NOW.plusSeconds(10)))
        .isEqualTo(Use.REFUSED_AS_FULL);
  }

  @Test
  void shouldNotTakeAgainWhatWasForgottenWhenTheClockIsPutBack() {
    memory.use("a", NOW.plusSeconds(10), NOW);
    memory.use("b", NOW.plusSeconds(60), NOW.plusSeconds(11));

    assertThat(memory.use("a", NOW.plusSeconds(10), NOW)).isEqualTo(Use.AGAIN);
  }
}
