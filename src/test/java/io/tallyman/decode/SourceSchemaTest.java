package io.tallyman.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.event.FieldType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceSchemaTest {

  @TempDir Path directory;

  @Test
  void shouldKnowTheTypesOfTheTrackingEvent() {
    assertThat(tracking("event_id")).isEqualTo(known(new FieldType.Text()));
    assertThat(tracking("platform")).isEqualTo(known(new FieldType.Text()));
    assertThat(tracking("user_id")).isEqualTo(known(new FieldType.Whole()));
    assertThat(tracking("item_id")).isEqualTo(known(new FieldType.Whole()));
    assertThat(tracking("duration_ms")).isEqualTo(known(new FieldType.Whole()));
    assertThat(tracking("occurred_at")).isEqualTo(known(new FieldType.Timestamp()));
    assertThat(tracking("unit_price")).isEqualTo(known(new FieldType.Decimal(12, 2)));
    assertThat(tracking("client.app_version")).isEqualTo(known(new FieldType.Text()));
    assertThat(tracking("client.os.name")).isEqualTo(known(new FieldType.Text()));
  }

  @ParameterizedTest
  @CsvSource({
    "countri, did you mean country?",
    "Country, did you mean country?",
    "client.os.nam, did you mean client.os.name?",
    "app_version, did you mean client.app_version?",
    "country.name, did you mean client.os.name?",
  })
  void shouldSuggestTheFieldThatWasMeant(String path, String remedy) {
    assertThat(tracking(path))
        .isEqualTo(
            new FieldAnswer.Unusable(
                "there is no field " + path + " in " + Schemas.TRACKING_EVENT, remedy));
  }

  @Test
  void shouldListTheFieldsWhenNoneIsNear() {
    assertThat(((FieldAnswer.Unusable) tracking("zzzzzz")).remedy())
        .startsWith("its fields are event_id, event_type, occurred_at,")
        .endsWith("client.os.version, duration_ms");
    assertThat(tracking("")).isInstanceOf(FieldAnswer.Unusable.class);
    assertThat(tracking("client..os")).isInstanceOf(FieldAnswer.Unusable.class);
  }

  @Test
  void shouldNameTheFieldsOfARecordThatIsNamedItself() {
    assertThat(tracking("client"))
        .isEqualTo(
            new FieldAnswer.Unusable(
                "client is of the type record and can't be named by a rollup",
                "name one of its fields: client.app_version, client.os"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'string' | Text[]",
        "{'type':'string','logicalType':'uuid'} | Text[]",
        "{'type':'fixed','name':'U','size':16,'logicalType':'uuid'} | Text[]",
        "{'type':'enum','name':'E','symbols':['A']} | Text[]",
        "'boolean' | Bool[]",
        "'int' | Whole[]",
        "['null','long'] | Whole[]",
        "['long','null'] | Whole[]",
        "'float' | Floating[]",
        "'double' | Floating[]",
        "{'type':'int','logicalType':'date'} | Date[]",
        "{'type':'long','logicalType':'timestamp-millis'} | Timestamp[]",
        "['null',{'type':'long','logicalType':'timestamp-micros'}] | Timestamp[]",
        "{'type':'long','logicalType':'timestamp-nanos'} | Timestamp[]",
        "{'type':'bytes','logicalType':'decimal','precision':9,'scale':3} |"
            + " Decimal[precision=9, scale=3]",
        "{'type':'fixed','name':'F','size':8,'logicalType':'decimal','precision':9} |"
            + " Decimal[precision=9, scale=0]",
      })
  void shouldKnowEveryTypeThatARollupCanName(String type, String expected) {
    assertThat(ofType(type)).hasToString("Known[type=" + expected + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'bytes' | of the type bytes",
        "{'type':'array','items':'string'} | of the type array",
        "{'type':'map','values':'string'} | of the type map",
        "['null','string','long'] | a union of several types",
        "'null' | of the type null",
        "{'type':'long','logicalType':'local-timestamp-millis'} | of the type"
            + " local-timestamp-millis",
        "{'type':'fixed','name':'D','size':12,'logicalType':'duration'} | of the type",
      })
  void shouldRefuseTheOthers(String type, String described) {
    assertThat(ofType(type))
        .asString()
        .contains("f is " + described)
        .contains("and can't be named by a rollup");
  }

  private FieldAnswer ofType(String type) {
    return new Schemas(directory)
        .withOrder("Order.avsc", "", "{'name':'f','type':" + type + "}")
        .load()
        .reader("shop.Order")
        .orElseThrow()
        .fieldType("f");
  }

  private static FieldAnswer tracking(String path) {
    return Schemas.tracking().reader(Schemas.TRACKING_EVENT).orElseThrow().fieldType(path);
  }

  private static FieldAnswer known(FieldType type) {
    return new FieldAnswer.Known(type);
  }
}
