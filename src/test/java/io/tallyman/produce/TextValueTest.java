package io.tallyman.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextValueTest {

  private static final String DECIMAL =
      "{'type':'bytes','logicalType':'decimal','precision':7,'scale':3}";
  private static final String FIXED =
      "{'type':'fixed','name':'F','size':4,'logicalType':'decimal','precision':7,'scale':3}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'int' | 42 | 42",
        "'int' | -2147483648 | -2147483648",
        "'int' | 17850.0 | 17850",
        "'long' | 9223372036854775807 | 9223372036854775807",
        "'double' | 2.5 | 2.5",
        "'double' | NaN | NaN",
        "'float' | -1e3 | -1000.0",
        "'boolean' | True | true",
        "'string' | a, 'b' | a, 'b'",
        "{'type':'enum','name':'E','symbols':['A','B']} | B | B",
        "{'type':'int','logicalType':'date'} | 1970-01-03 | 2",
        "{'type':'string','logicalType':'uuid'} | 0e4a1d1c-8f4b-4f0e-9a52-0d1f6f2b7c11"
            + " | 0e4a1d1c-8f4b-4f0e-9a52-0d1f6f2b7c11",
        "{'type':'long','logicalType':'timestamp-millis'} | 2010-12-01 08:26:00 | 1291191960000",
        "{'type':'long','logicalType':'timestamp-millis'} | 2010-12-01T08:26 | 1291191960000",
        "{'type':'long','logicalType':'timestamp-millis'} | 2010-12-01T08:26:00Z | 1291191960000",
        "{'type':'long','logicalType':'timestamp-millis'} | 2010-12-01T09:26:00+01:00 |"
            + " 1291191960000",
        "{'type':'long','logicalType':'timestamp-millis'} | 2010-12-01 09:26:00.1239+0100 |"
            + " 1291191960123",
        "{'type':'long','logicalType':'timestamp-millis'} | 1969-12-31T23:59:59.9999Z | -1",
        "{'type':'long','logicalType':'timestamp-micros'} | 2010-12-01T08:26:00.000001Z |"
            + " 1291191960000001",
        "{'type':'long','logicalType':'timestamp-nanos'} | 1970-01-01T00:00:00.000000007 | 7",
        "{'type':'long','logicalType':'timestamp-millis'} | 1291191960000 | 1291191960000",
      })
  void shouldParse(String schema, String text, String expected) throws BadValue {
    assertThat(of(schema).parse(text)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2.55, 2550",
    "0.001, 1",
    "-0.5, -500",
    "8142.75, 8142750",
    "1e3, 1000000",
    "2.5000000, 2500",
    "0e99999, 0",
    "-9999.999, -9999999",
  })
  void shouldKeepDecimalsExact(String text, long unscaled) throws BadValue {
    ByteBuffer buffer = (ByteBuffer) of(DECIMAL).parse(text);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    GenericFixed fixed = (GenericFixed) of(FIXED).parse(text);

    assertThat(new BigInteger(bytes)).isEqualTo(BigInteger.valueOf(unscaled));
    assertThat(new BigInteger(fixed.bytes())).isEqualTo(BigInteger.valueOf(unscaled));
    assertThat(fixed.bytes()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'int' | 2147483648 | '2147483648' is no whole number of 32 bits",
        "'int' | 1.5 | is no whole number",
        "'int' | 1e999999999 | is no whole number",
        "'int' | six | 'six' is no number",
        "'long' | 9223372036854775808 | is no whole number of 64 bits",
        "'double' | 1e400 | is too large",
        "'float' | 1e39 | is too large",
        "'double' | 1d | is no number",
        "'boolean' | yes | is neither true nor false",
        "{'type':'enum','name':'E','symbols':['A','B']} | C | 'C' is no symbol of E, which has A,"
            + " B",
        "{'type':'int','logicalType':'date'} | 2010-02-30 | is no date such as",
        "{'type':'string','logicalType':'uuid'} | 1-1-1-1-1 | is no UUID",
        "{'type':'long','logicalType':'timestamp-millis'} | 01/12/2010 8:26 | is no point in time"
            + " such as",
        "{'type':'long','logicalType':'timestamp-millis'} | 2010-02-30 08:26:00 | is no point in"
            + " time",
        "{'type':'long','logicalType':'timestamp-millis'} | 9999999999999999999 | is no point in"
            + " time",
        "{'type':'long','logicalType':'timestamp-nanos'} | 9999-01-01T00:00:00Z | is no point in"
            + " time",
      })
  void shouldRefuse(String schema, String text, String fault) {
    assertThatThrownBy(() -> of(schema).parse(text))
        .isInstanceOf(BadValue.class)
        .hasMessageContaining(fault);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0001, has more than 3 digits after the point",
    "1e-999999999, has more than 3 digits after the point",
    "10000, has more than 7 digits",
    "1e999999999, has more than 7 digits",
    "'2,55', is no number",
    "£2, is no number",
  })
  void shouldRefuseDecimalsThatDoNotFit(String text, String fault) {
    assertThatThrownBy(() -> of(DECIMAL).parse(text)).hasMessageContaining(fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'bytes'", "{'type':'array','items':'int'}", "{'type':'map','values':'int'}"})
  void shouldHaveNoTextForTheseTypes(String schema) {
    assertThat(TextValue.of(parse(schema))).isEmpty();
  }

  @Test
  void shouldShortenLongTextsInMessages() {
    assertThatThrownBy(() -> of("'int'").parse("x".repeat(1000)))
        .hasMessage("'" + "x".repeat(60) + "…' is no number");
  }

  private static TextValue of(String schema) {
    return TextValue.of(parse(schema)).orElseThrow();
  }

  private static Schema parse(String schema) {
    return new Schema.Parser().parse(schema.replace('\'', '"'));
  }
}
