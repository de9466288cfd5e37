package io.tallyman.access;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields {@code Signature-Input} and {@code Signature} as they were received. Of what
 * structured fields may be, only what a signature needs is taken: one label, plain components, each
 * parameter once.
 *
 * @param parameters what the signature says about itself
 * @param text the same as it was received, which is what was signed
 * @param signature the signature itself, in base64
 */
record SignatureFields(SignatureParameters parameters, String text, String signature) {

  static final String INPUT = "Signature-Input";
  static final String SIGNATURE = "Signature";

  private static final int LONGEST = 1_000;
  private static final String LABEL = "([a-z*][a-z0-9_.*-]{0,31})";
  private static final Pattern INPUT_FORM =
      Pattern.compile(
          LABEL
              + "=(\\((\"[a-z0-9@-]+\"(?: \"[a-z0-9@-]+\")*)\\)((?:;[a-z]+=[^;\"]+|;[a-z]+="
              + "\"[ !#-\\[\\]-~]*\")*))");
  private static final Pattern PARAMETER =
      Pattern.compile(";([a-z]+)=(?:([0-9]{1,12})(?=;|$)|\"([ !#-\\[\\]-~]*)\")");
  private static final Pattern SIGNATURE_FORM = Pattern.compile(LABEL + "=:([A-Za-z0-9+/]{43}=):");
  private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9+/=_-]{16,128}");
  private static final Set<String> NUMBERS = Set.of("created", "expires");
  private static final Set<String> TEXTS = Set.of("keyid", "alg", "nonce");

  /**
   * @throws Refusal with a sentence that says which field isn't of the form that is taken
   */
  static SignatureFields read(String input, String signature) throws Refusal {
    Matcher inputs = INPUT_FORM.matcher(input);
    if (input.length() > LONGEST || !inputs.matches()) {
      throw malformed(
          "Signature-Input has to be one label with its components and parameters, as in"
              + " sig=(\"@method\");created=1");
    }
    Matcher signatures = SIGNATURE_FORM.matcher(signature);
    if (signature.length() > LONGEST || !signatures.matches()) {
      throw malformed(
          "Signature has to be one label and 32 bytes in base64 between colons: sig=:...=:");
    }
    if (!inputs.group(1).equals(signatures.group(1))) {
      throw malformed("Signature-Input and Signature have to have the same label");
    }
    String names = inputs.group(3);
    List<String> components = List.of(names.substring(1, names.length() - 1).split("\" \"", -1));
    if (Set.copyOf(components).size() < components.size()) {
      throw malformed("a component of Signature-Input is named twice");
    }
    return new SignatureFields(
        parameters(components, inputs.group(4)), inputs.group(2), signatures.group(2));
  }

  private static SignatureParameters parameters(List<String> components, String text)
      throws Refusal {
    Map<String, String> values = values(text);
    if (!values.getOrDefault("alg", "").equals(SignatureParameters.ALGORITHM)) {
      throw malformed("alg has to be \"" + SignatureParameters.ALGORITHM + "\"");
    }
    String nonce = values.getOrDefault("nonce", "");
    if (!NONCE.matcher(nonce).matches()) {
      throw malformed("nonce has to be 16 to 128 letters, digits and + / = _ -");
    }
    return new SignatureParameters(
        components,
        Instant.ofEpochSecond(Long.parseLong(values.getOrDefault("created", "0"))),
        Instant.ofEpochSecond(Long.parseLong(values.getOrDefault("expires", "0"))),
        values.getOrDefault("keyid", ""),
        nonce);
  }

  private static Map<String, String> values(String text) throws Refusal {
    Map<String, String> values = new LinkedHashMap<>();
    Matcher each = PARAMETER.matcher(text);
    int read = 0;
    while (each.find() && each.start() == read) {
      read = each.end();
      boolean number = each.group(2) != null;
      if (!(number ? NUMBERS : TEXTS).contains(each.group(1))
          || values.putIfAbsent(each.group(1), number ? each.group(2) : each.group(3)) != null) {
        break;
      }
    }
    if (read < text.length() || values.size() < NUMBERS.size() + TEXTS.size()) {
      throw malformed(
          "the parameters of Signature-Input are created and expires, whole numbers, and keyid,"
              + " alg and nonce, texts: each once, all of them, no others");
    }
    return values;
  }

  private static Refusal malformed(String sentence) {
    return Refusal.malformed(sentence);
  }
}
