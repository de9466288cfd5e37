package io.tallyman.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who calls, from where, and by which name of the host. */
class CallersTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
  private static final AccessSettings PEOPLE =
      new AccessSettings(
          List.of(),
          List.of(
              new AccessUser(
                  "anna", PasswordHash.of("correct horse".toCharArray(), 1_000), Level.READ)),
          List.of("Host-1.example"));
  private static final String LOGIN =
      "Basic "
          + Base64.getEncoder()
              .encodeToString("anna:correct horse".getBytes(StandardCharsets.UTF_8));

  private final Callers callers = new Callers(PEOPLE, CLOCK);
  private final BrowserGuard browsers = new BrowserGuard(PEOPLE.hosts());

  @ParameterizedTest
  @CsvSource({"127.0.0.1, false", "[::1], false", "::1, false", "10.0.0.9, true"})
  void shouldTakeAPasswordFromThisMachineAndOverTls(String address, boolean secure) throws Refusal {
    Caller caller =
        callers.identify(new Asked(address, secure).with("Authorization", LOGIN).request());

    assertThat(caller).isEqualTo(new Caller("anna", Level.READ, Caller.Means.PASSWORD));
    assertThat(caller.description()).isEqualTo("user anna");
  }

  @Test
  void shouldTakeNoPasswordThatOthersCouldRead() {
    Asked asked = new Asked("10.0.0.9", false).with("Authorization", LOGIN);

    assertThatThrownBy(() -> callers.identify(asked.request()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(403));
    assertThat(callers.takesPasswordsOver(asked.fields())).isFalse();
  }

  @Test
  void shouldNotGuessWhichOfTwoCredentialsIsMeant() {
    Asked asked =
        new Asked("127.0.0.1", false).with("Authorization", LOGIN).with("Signature", "sig=:AA==:");

    assertThatThrownBy(() -> callers.identify(asked.request()))
        .hasMessageContaining("send one of the two");
  }

  @Test
  void shouldLetThisMachineAloneInWithoutAccessControl() throws Refusal {
    Callers unasked = new Callers(AccessSettings.NONE, CLOCK);

    assertThat(unasked.identify(new Asked("127.0.0.1", false).request()))
        .isEqualTo(new Caller("127.0.0.1", Level.DANGEROUS, Caller.Means.UNASKED));
    assertThatThrownBy(() -> unasked.identify(new Asked("10.0.0.9", true).request()))
        .isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8081",
        "127.0.0.1",
        "127.9.9.9:1",
        "[::1]:8081",
        "host-1.EXAMPLE:8081"
      })
  void shouldBeAddressedByLoopbackAndByItsNames(String host) throws Refusal {
    browsers.checkHost(new Asked("127.0.0.1", false).with("Host", host).fields());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "host-1.example.evil",
        "10.0.0.1:8081",
        "localhost:80:80"
      })
  void shouldNotBeAddressedByAnotherName(String host) {
    assertThatThrownBy(
            () -> browsers.checkHost(new Asked("127.0.0.1", false).with("Host", host).fields()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("access.hosts");
  }

  @Test
  void shouldTakeNamesOfLoopbackFromThisMachineOnly() throws Refusal {
    assertThatThrownBy(
            () ->
                browsers.checkHost(new Asked("10.0.0.9", true).with("Host", "localhost").fields()))
        .isInstanceOf(Refusal.class);

    browsers.checkHost(new Asked("10.0.0.9", true).with("Host", "host-1.example:8081").fields());
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://evil.example",
    "Origin, null",
    "Origin, http://localhost",
    "Origin, http://localhost:8080",
    "Origin, https://localhost:8081",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Sec-Fetch-Site, anything",
  })
  void shouldRefuseWhatAPageOfAnotherSiteAsksFor(String name, String value) {
    Asked asked = new Asked("127.0.0.1", false).with("Host", "localhost:8081").with(name, value);

    assertThatThrownBy(() -> browsers.checkOrigin(asked.fields()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(403));
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://localhost:8081",
    "Sec-Fetch-Site, same-origin",
    "Sec-Fetch-Site, none",
    "Accept, */*",
  })
  void shouldTakeWhatItsOwnPageOrNoPageAsksFor(String name, String value) throws Refusal {
    browsers.checkOrigin(
        new Asked("127.0.0.1", false).with("Host", "localhost:8081").with(name, value).fields());
  }
}
