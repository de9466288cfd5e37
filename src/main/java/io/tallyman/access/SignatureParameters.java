package io.tallyman.access;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a signature says about itself, with all parameters that we ask for.
 *
 * @param components what it covers, in its order
 * @param created when it was made, in whole seconds
 * @param expires until when it may be used, in whole seconds
 * @param keyId which key made it
 * @param nonce a text that its key uses once
 */
record SignatureParameters(
    List<String> components, Instant created, Instant expires, String keyId, String nonce) {

  static final String ALGORITHM = "hmac-sha256";

  SignatureParameters {
    components = List.copyOf(components);
  }

  /** The value of {@code @signature-params}. */
  String text() {
    return components.stream()
            .map(name -> '"' + name + '"')
            .collect(Collectors.joining(" ", "(", ")"))
        + ";created="
        + created.getEpochSecond()
        + ";expires="
        + expires.getEpochSecond()
        + ";keyid=\""
        + keyId
        + "\";alg=\""
        + ALGORITHM
        + "\";nonce=\""
        + nonce
        + '"';
  }
}
