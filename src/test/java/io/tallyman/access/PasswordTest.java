package io.tallyman.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallyman.admin.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {

  private static final String PASSWORD = "pässword: of anna";
  private static final PasswordHash HASH = PasswordHash.of(PASSWORD.toCharArray(), 1_000);

  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final Semaphore turns = new Semaphore(PasswordCheck.AT_A_TIME);
  private final PasswordCheck check =
      new PasswordCheck(List.of(new AccessUser("anna", HASH, Level.OPERATE)), clock, turns);

  private static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  private Refusal refusal(String authorization) {
    return catchThrowableOfType(Refusal.class, () -> check.check(authorization));
  }

  /** PBKDF2-HMAC-SHA256 of "password" and "saltSALTsaltSALT", computed with Python's hashlib. */
  @Test
  void shouldHashAsOthersDo() {
    PasswordHash hash =
        PasswordHash.parse(
            "pbkdf2-sha256:100000:c2FsdFNBTFRzYWx0U0FMVA=="
                + ":p+O0ZX1+xe7iVdhxV7c/KQfrIVdsOSZkT57XZk3Mbl0=");

    assertThat(hash.isOf("password".toCharArray())).isTrue();
    assertThat(hash.isOf("Password".toCharArray())).isFalse();
    assertThat(hash.isOf("".toCharArray())).isFalse();
  }

  @Test
  void shouldWriteALineThatItReadsAgain() {
    PasswordHash made = PasswordHash.of(PASSWORD.toCharArray(), 100_000);

    assertThat(made.line()).startsWith("pbkdf2-sha256:100000:").doesNotContain(PASSWORD);
    assertThat(PasswordHash.parse(made.line()).isOf(PASSWORD.toCharArray())).isTrue();
    assertThat(made.line()).isNotEqualTo(PasswordHash.of(PASSWORD.toCharArray(), 100_000).line());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret in the clear",
        "pbkdf2-sha256:600000:c2FsdA==:secret",
        "pbkdf2-sha256:99999:c2FsdFNBTFRzYWx0U0FMVA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "pbkdf2-sha256:5000001:c2FsdFNBTFRzYWx0U0FMVA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "md5:600000:c2FsdFNBTFRzYWx0U0FMVA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      })
  void shouldRefuseAnotherLineWithoutShowingIt(String line) {
    assertThatThrownBy(() -> PasswordHash.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void shouldTakeTheRightPassword() throws Refusal {
    assertThat(check.check(basic("anna:" + PASSWORD)).level()).isEqualTo(Level.OPERATE);
    assertThat(check.check(basic("anna:" + PASSWORD).replace("Basic", "bASIC")).name())
        .isEqualTo("anna");
  }

  @Test
  void shouldAnswerAlikeToAnUnknownUserAndToAWrongPassword() {
    Refusal unknown = refusal(basic("berta:" + PASSWORD));
    Refusal wrong = refusal(basic("anna:guessed"));

    assertThat(unknown.status()).isEqualTo(wrong.status()).isEqualTo(401);
    assertThat(unknown.sentence()).isEqualTo(wrong.sentence());
    assertThat(unknown.reason()).doesNotContain("berta", PASSWORD);
    assertThat(wrong.reason()).contains("anna").doesNotContain("guessed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Basic", "Basic !", "Basic YW5uYQ==", "Bearer YW5uYTp4", "Basic /w=="})
  void shouldSayWhatFormIsTaken(String authorization) {
    assertThat(refusal(authorization).status()).isEqualTo(400);
  }

  /** A page asks every second, and others may be guessing: neither keeps anna waiting. */
  @Test
  void shouldNotComputeAgainForWhoLoggedInLately() throws Refusal {
    check.check(basic("anna:" + PASSWORD));
    turns.acquireUninterruptibly(PasswordCheck.AT_A_TIME);

    for (int minute = 0; minute < 30; minute += 9) {
      assertThat(check.check(basic("anna:" + PASSWORD)).name()).isEqualTo("anna");
      clock.advance(Duration.ofMinutes(9));
    }
    assertThat(refusal(basic("anna:guessed")).status()).isEqualTo(503);
    assertThat(refusal(basic("berta:" + PASSWORD)).status()).isEqualTo(503);

    clock.advance(Duration.ofMinutes(2));
    assertThat(refusal(basic("anna:" + PASSWORD)).status()).as("11 minutes").isEqualTo(503);
  }

  @Test
  void shouldForgetALoginWhenTheClockWasPutBack() throws Refusal {
    check.check(basic("anna:" + PASSWORD));
    turns.acquireUninterruptibly(PasswordCheck.AT_A_TIME);
    clock.advance(Duration.ofSeconds(-1));

    assertThat(refusal(basic("anna:" + PASSWORD)).status()).isEqualTo(503);
  }

  @Test
  void shouldRememberNoPasswordThatIsWrong() {
    assertThat(refusal(basic("anna:guessed")).status()).isEqualTo(401);
    assertThat(refusal(basic("anna:guessed")).status()).isEqualTo(401);
  }

  @Test
  void shouldComputeOnlyAFewAtATime() throws Refusal {
    turns.acquireUninterruptibly(PasswordCheck.AT_A_TIME);

    assertThat(refusal(basic("anna:" + PASSWORD)).status()).isEqualTo(503);
    assertThat(refusal(basic("berta:" + PASSWORD)).status()).isEqualTo(503);

    turns.release();
    assertThat(check.check(basic("anna:" + PASSWORD)).name()).isEqualTo("anna");
    assertThat(refusal(basic("berta:x")).status()).isEqualTo(401);
    assertThat(turns.availablePermits()).isEqualTo(1);
  }
}
