package io.tallyman.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final URI TARGET = URI.create("http://Host-1.example:8081/tasks/consumer?a=1");
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final AccessKey KEY = key("deploy", SECRET);

  private final byte[] body = "action=pause".getBytes(StandardCharsets.UTF_8);
  private final SignatureCheck check = new SignatureCheck(List.of(KEY), at(Duration.ZERO), 2);

  private static AccessKey key(String id, String secret) {
    return new AccessKey(id, secret.getBytes(StandardCharsets.UTF_8), Level.OPERATE);
  }

  private static Clock at(Duration after) {
    return Clock.fixed(NOW.plus(after), ZoneOffset.UTC);
  }

  private Map<String, String> signed(AccessKey key, Duration when, String nonce) {
    return new RequestSigner(key, at(when))
        .sign("POST", TARGET, FORM, body, nonce + "-0123456789abcd");
  }

  private AccessKey take(Map<String, String> fields) throws Refusal {
    return take("POST", TARGET, FORM, fields);
  }

  private AccessKey take(
      String method, URI target, @Nullable String type, Map<String, String> fields) throws Refusal {
    return check.check(
        new SignedRequest(method, target, type, fields.get(ContentDigest.FIELD)), read(fields));
  }

  private static SignatureFields read(Map<String, String> fields) throws Refusal {
    return SignatureFields.read(
        fields.getOrDefault(SignatureFields.INPUT, ""),
        fields.getOrDefault(SignatureFields.SIGNATURE, ""));
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return changed;
  }

  /** RFC 9421, B.2.5, with the shared secret of B.1.5. */
  @Test
  void shouldSignAsTheRfcDoes() {
    byte[] secret =
        Base64.getDecoder()
            .decode(
                "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtb"
                    + "mHhIDi6pcl8jsasjlTMtDQ==");
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("date", "Tue, 20 Apr 2021 02:07:55 GMT");
    lines.put("@authority", "example.com");
    lines.put("content-type", "application/json");

    String base =
        SignedRequest.base(
            lines,
            "(\"date\" \"@authority\" \"content-type\")"
                + ";created=1618884473;keyid=\"test-shared-secret\"");

    assertThat(base)
        .isEqualTo(
            """
            "date": Tue, 20 Apr 2021 02:07:55 GMT
            "@authority": example.com
            "content-type": application/json
            "@signature-params": ("date" "@authority" "content-type")\
            ;created=1618884473;keyid="test-shared-secret\"\
            """);
    assertThat(new AccessKey("test-shared-secret", secret, Level.READ).sign(base))
        .isEqualTo("pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=");
  }

  /** RFC 9421, 2.2.3, 2.2.6 and 2.2.7, and RFC 9530, B.1. */
  @Test
  void shouldWriteComponentsAndDigestsAsTheRfcsDo() {
    SignedRequest request =
        new SignedRequest("GET", URI.create("https://WWW.example.com:443?queryString"), null, null);

    assertThat(request.base(request.names(), "()"))
        .isEqualTo(
            """
            "@method": GET
            "@authority": www.example.com
            "@path": /
            "@query": ?queryString
            "@signature-params": ()\
            """);
    assertThat(
            new SignedRequest("GET", URI.create("http://a:8081/x%20y"), null, null)
                .base(List.of("@authority", "@path", "@query"), "()"))
        .isEqualTo(
            "\"@authority\": a:8081\n\"@path\": /x%20y\n\"@query\": ?\n\"@signature-params\": ()");
    assertThat(ContentDigest.of("{\"hello\": \"world\"}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
  }

  @Test
  void shouldTakeWhatItsKeyHasSigned() throws Refusal {
    assertThat(take(signed(KEY, Duration.ZERO, "a"))).isSameAs(KEY);
    assertThat(signed(KEY, Duration.ZERO, "a").get(SignatureFields.INPUT))
        .isEqualTo(
            "sig=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-type\""
                + " \"content-digest\");created=1795255200;expires=1795255260;keyid=\"deploy\""
                + ";alg=\"hmac-sha256\";nonce=\"a-0123456789abcd\"");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,  http://host-1.example:8081/tasks/consumer?a=1, application/x-www-form-urlencoded",
    "post, http://host-1.example:8081/tasks/consumer?a=1, application/x-www-form-urlencoded",
    "POST, http://host-2.example:8081/tasks/consumer?a=1, application/x-www-form-urlencoded",
    "POST, http://host-1.example:8082/tasks/consumer?a=1, application/x-www-form-urlencoded",
    "POST, http://host-1.example:8081/tasks/positions?a=1, application/x-www-form-urlencoded",
    "POST, http://host-1.example:8081/tasks/consumer?a=2, application/x-www-form-urlencoded",
    "POST, http://host-1.example:8081/tasks/consumer, application/x-www-form-urlencoded",
    "POST, http://host-1.example:8081/tasks/consumer?a=1, text/plain",
    "POST, http://host-1.example:8081/tasks/consumer?a=1,",
  })
  void shouldRefuseWhatWasChangedOnItsWay(String method, URI target, @Nullable String type) {
    Map<String, String> fields = signed(KEY, Duration.ZERO, "a");

    assertThatThrownBy(() -> take(method, target, type, fields)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @CsvSource({
    "created=1795255200, created=1795255201",
    "expires=1795255260, expires=1795255261",
    "a-01234, b-01234",
    "keyid=\"deploy\", keyid=\"other\"",
    "hmac-sha256, hmac-sha512",
    "\"@method\" \"@authority\", \"@authority\" \"@method\"",
    "' \"content-digest\"', ''",
    "\"@query\", \"@query-param\"",
  })
  void shouldRefuseWhatIsSaidOfASignatureAndWasNotSigned(String signed, String said) {
    Map<String, String> fields = signed(KEY, Duration.ZERO, "a");
    String input = fields.getOrDefault(SignatureFields.INPUT, "");
    assertThat(input).contains(signed);

    assertThatThrownBy(() -> take(with(fields, SignatureFields.INPUT, input.replace(signed, said))))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void shouldRefuseAnotherDigest() {
    Map<String, String> fields = signed(KEY, Duration.ZERO, "a");

    assertThatThrownBy(
            () -> take(with(fields, ContentDigest.FIELD, ContentDigest.of(new byte[] {1}))))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void shouldAnswerAlikeToAnUnknownKeyAndToAWrongSecret() {
    AccessKey unknown = key("nobody", SECRET);
    AccessKey wrong = key("deploy", "another secret of thirty-two bytes");

    Refusal ofUnknown = refusal(signed(unknown, Duration.ZERO, "a"));
    Refusal ofWrong = refusal(signed(wrong, Duration.ZERO, "b"));

    assertThat(ofUnknown.status()).isEqualTo(ofWrong.status()).isEqualTo(401);
    assertThat(ofUnknown.sentence()).isEqualTo(ofWrong.sentence());
    assertThat(ofUnknown.reason()).isEqualTo("the key is unknown");
    assertThat(ofWrong.reason()).contains("key deploy").doesNotContain(SECRET);
  }

  private Refusal refusal(Map<String, String> fields) {
    return catchThrowableOfType(Refusal.class, () -> take(fields));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 60})
  void shouldTakeClocksThatDifferByAMinute(long seconds) throws Refusal {
    assertThat(take(signed(KEY, Duration.ofSeconds(seconds), "a"))).isSameAs(KEY);
    SignatureCheck later =
        new SignatureCheck(List.of(KEY), new Ticking(NOW, NOW.plusSeconds(60 + seconds)), 2);
    Map<String, String> fields = signed(KEY, Duration.ofSeconds(1), "b");
    assertThat(
            later.check(
                new SignedRequest("POST", TARGET, FORM, fields.get(ContentDigest.FIELD)),
                read(fields)))
        .isSameAs(KEY);
  }

  @Test
  void shouldRefuseWhatIsFromTheFutureOrHasExpired() {
    assertThat(refusal(signed(KEY, Duration.ofSeconds(61), "a")).reason())
        .contains("in the future");

    Map<String, String> fields = signed(KEY, Duration.ZERO, "b");
    SignatureCheck later =
        new SignatureCheck(List.of(KEY), new Ticking(NOW, NOW.plusSeconds(120)), 2);
    assertThatThrownBy(
            () ->
                later.check(
                    new SignedRequest("POST", TARGET, FORM, fields.get(ContentDigest.FIELD)),
                    read(fields)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).contains("has expired"));
  }

  @Test
  void shouldRefuseWhatTheProcessBeforeThisOneMayHaveSeen() {
    assertThat(refusal(signed(KEY, Duration.ofSeconds(-1), "a")).reason())
        .contains("before this process started");
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "301"})
  void shouldRefuseALifeThatIsTooLongOrNone(long seconds) {
    SignedRequest request = new SignedRequest("GET", TARGET, null, null);
    SignatureParameters parameters =
        new SignatureParameters(
            request.names(), NOW, NOW.plusSeconds(seconds), "deploy", "0123456789abcdef");
    String signature = KEY.sign(request.base(request.names(), parameters.text()));

    assertThatThrownBy(
            () ->
                check.check(request, new SignatureFields(parameters, parameters.text(), signature)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).contains("signed for"));
  }

  @Test
  void shouldTakeARequestOnceAndNoMoreThanItCanRemember() throws Refusal {
    Map<String, String> first = signed(KEY, Duration.ZERO, "a");
    take(first);

    assertThat(refusal(first).reason()).contains("used before");
    take(signed(KEY, Duration.ZERO, "b"));
    assertThat(refusal(signed(KEY, Duration.ZERO, "c")).status()).isEqualTo(503);
    assertThat(refusal(first).reason()).contains("used before");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sig",
        "sig=()",
        "sig=(\"@method\")",
        "sig=(\"@method\""
            + " \"@method\");created=1;expires=2;keyid=\"k\";alg=\"hmac-sha256\";nonce=\"0123456789abcdef\"",
        "sig=(\"@method\");created=1;keyid=\"k\";alg=\"hmac-sha256\";nonce=\"0123456789abcdef\"",
        "sig=(\"@method\");created=1;created=1;expires=2;keyid=\"k\";alg=\"hmac-sha256\";nonce=\"0123456789abcdef\"",
        "sig=(\"@method\");created=\"1\";expires=2;keyid=\"k\";alg=\"hmac-sha256\";nonce=\"0123456789abcdef\"",
        "sig=(\"@method\");created=1;expires=2;keyid=\"k\";alg=\"none\";nonce=\"0123456789abcdef\"",
        "sig=(\"@method\");created=1;expires=2;keyid=\"k\";alg=\"hmac-sha256\";nonce=\"short\"",
        "sig=(\"@method\");created=1;expires=2;keyid=\"k\";alg=\"hmac-sha256\";nonce=\"0123456789abcdef\";tag=\"x\"",
        "sig=(\"@method\";req);created=1;expires=2;keyid=\"k\";alg=\"hmac-sha256\";nonce=\"0123456789abcdef\"",
        "sig=(\"@method\");created=1;expires=2;keyid=\"k\";alg=\"hmac-sha256\";nonce=\"0123456789abcdef\","
            + " b=()",
        "other=(\"@method\");created=1;expires=2;keyid=\"k\";alg=\"hmac-sha256\";nonce=\"0123456789abcdef\"",
      })
  void shouldSayWhatFormIsTaken(String input) {
    assertThatThrownBy(() -> SignatureFields.read(input, "sig=:AA==:"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sig=AA==", "sig=:A:", "sig=:AA==:, b=:AA==:", "sig=:!:"})
  void shouldSayWhatFormASignatureHas(String signature) {
    String input =
        "sig=(\"@method\");created=1;expires=2;keyid=\"k\";alg=\"hmac-sha256\""
            + ";nonce=\"0123456789abcdef\"";

    assertThatThrownBy(() -> SignatureFields.read(input, signature))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.sentence()).contains("Signature"));
  }

  @Test
  void shouldReadALongFieldWithoutHarm() {
    assertThatThrownBy(() -> SignatureFields.read("sig=(" + "\"a\" ".repeat(100_000), "sig=:AA==:"))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void shouldNeverShowASecret() {
    assertThat(KEY.toString()).isEqualTo("key deploy (operate)");
    assertThatThrownBy(() -> key("weak", "a short secret"))
        .hasMessageContaining("weak")
        .hasMessageNotContaining("a short secret");
  }
}
