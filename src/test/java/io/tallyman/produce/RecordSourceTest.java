package io.tallyman.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordSourceTest {

  private static final String HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
  private static final String LINE =
      "536365,85123A,T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom";
  private static final String NESTED =
      "{'name':'id','type':'long'},{'name':'client','type':['null',{'type':'record','name':'Client',"
          + "'fields':[{'name':'os','type':{'type':'record','name':'Os','fields':["
          + "{'name':'name','type':'string'},{'name':'version','aliases':['v'],'type':['null','string'],'default':null}]}}]}],"
          + "'default':null},{'name':'tags','type':{'type':'array','items':'string'},'default':[]}";

  @TempDir Path folder;

  @Test
  void shouldMatchColumnsToAliases() throws Exception {
    Shop shop = new Shop(folder);

    assertThat(shop.read(shop.file("sales.csv", HEADER, LINE)))
        .singleElement()
        .asString()
        .contains("\"invoice_no\": \"536365\"")
        .contains("\"quantity\": 6")
        .contains("\"invoice_date\": 1291191960000")
        .contains("\"unit_price\": \"\\tö\"")
        .contains("\"customer_id\": \"17850.0\"")
        .contains("\"country\": \"United Kingdom\"");
    assertThat(shop.notes()).isEmpty();
  }

  @Test
  void shouldReadQuotesCommasLineBreaksAndLettersOfAnyScript() throws Exception {
    Shop shop =
        new Shop(folder).withOrder("{'name':'a','type':'string'},{'name':'b','type':'string'}");
    Path file =
        shop.file(
            "orders.csv",
            "\uFEFFa,b\r\n\"x, \"\"y\"\"\",  ü \r\n\r\n\"two\r\nlines\",日本\r\n"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(shop.read(file))
        .containsExactly(
            "{\"a\": \"x, \\\"y\\\"\", \"b\": \"  ü \"}",
            "{\"a\": \"two\\r\\nlines\", \"b\": \"日本\"}");
  }

  @Test
  void shouldReadZippedFiles() throws Exception {
    Shop shop = new Shop(folder).withOrder("{'name':'a','type':'int'}");

    assertThat(
            shop.read(
                shop.file("o.csv.gz", Shop.zipped("a\n1\n2\n".getBytes(StandardCharsets.UTF_8)))))
        .hasSize(2);
    assertThat(
            shop.read(
                shop.file(
                    "o.jsonl.gz", Shop.zipped("{\"a\":1}\n".getBytes(StandardCharsets.UTF_8)))))
        .hasSize(1);
  }

  @Test
  void shouldTakeEmptyTextsAsNullOrAsText() throws Exception {
    Shop shop =
        new Shop(folder)
            .withOrder(
                "{'name':'a','type':'string'},{'name':'b','type':['null','string']},"
                    + "{'name':'c','type':['null','int']}");

    assertThat(shop.read(shop.file("o.csv", "a,b,c", ",,")))
        .containsExactly("{\"a\": \"\", \"b\": null, \"c\": null}");
  }

  @Test
  void shouldPreferExactNamesToNamesInAnotherCase() throws Exception {
    Shop shop = new Shop(folder).withOrder("{'name':'id','type':'int'},{'name':'ID','type':'int'}");

    assertThat(shop.read(shop.file("o.csv", "ID,id", "1,2")))
        .containsExactly("{\"id\": 2, \"ID\": 1}");
    assertThat(shop.read(shop.file("o.jsonl", "{\"ID\":1,\"id\":2}")))
        .containsExactly("{\"id\": 2, \"ID\": 1}");
  }

  @Test
  void shouldIgnoreOtherColumnsAndSaySoOnce() throws Exception {
    Shop shop = new Shop(folder).withOrder("{'name':'id','type':'int'}");

    assertThat(shop.read(shop.file("o.csv", "Id,colour,size", "1,red,9", "2,blue,7")))
        .containsExactly("{\"id\": 1}", "{\"id\": 2}");
    assertThat(shop.read(shop.file("o.jsonl", "{\"ID\":1,\"hue\":2}", "{\"id\":2,\"hue\":2}")))
        .containsExactly("{\"id\": 1}", "{\"id\": 2}");
    assertThat(shop.notes())
        .hasSize(2)
        .anySatisfy(
            note -> assertThat(note).endsWith("no field for the columns colour, size: ignored"))
        .contains("no field for the key hue in shop.Order: ignored");
  }

  @Test
  void shouldFillNestedRecordsByPaths() throws Exception {
    Shop shop = new Shop(folder).withOrder(NESTED);

    assertThat(
            shop.read(
                shop.file("o.csv", "id,client.os.name,client.os.v", "1,iOS,17", "2,,", "3,web,")))
        .containsExactly(
            "{\"id\": 1, \"client\": {\"os\": {\"name\": \"iOS\", \"version\": \"17\"}}, \"tags\":"
                + " []}",
            "{\"id\": 2, \"client\": null, \"tags\": []}",
            "{\"id\": 3, \"client\": {\"os\": {\"name\": \"web\", \"version\": null}}, \"tags\":"
                + " []}");
    assertThat(shop.read(shop.file("p.csv", "id", "1")))
        .containsExactly("{\"id\": 1, \"client\": null, \"tags\": []}");
  }

  @Test
  void shouldReadNestedJson() throws Exception {
    Shop shop = new Shop(folder).withOrder(NESTED);

    assertThat(
            shop.read(
                shop.file(
                    "o.jsonl",
                    "{\"id\":\"1\",\"client\":{\"os\":{\"name\":\"iOS\",\"V\":\"17\"}},\"tags\":[\"a\",\"b\"]}",
                    "",
                    "{\"id\":2}")))
        .containsExactly(
            "{\"id\": 1, \"client\": {\"os\": {\"name\": \"iOS\", \"version\": \"17\"}}, \"tags\":"
                + " [\"a\", \"b\"]}",
            "{\"id\": 2, \"client\": null, \"tags\": []}");
  }

  @Test
  void shouldKeepTheDigitsOfJsonNumbers() throws Exception {
    Shop shop =
        new Shop(folder)
            .withOrder(
                "{'name':'a','type':{'type':'fixed','name':'F','size':9,'logicalType':'decimal','precision':20,'scale':3}},"
                    + "{'name':'b','type':'long'}");

    assertThat(
            shop.read(shop.file("o.jsonl", "{\"a\":12345678901234567.891,\"b\":9007199254740993}")))
        .singleElement()
        .asString()
        .contains("9007199254740993")
        .contains("[0, -85, 84, -87, -116, -21, 31, 10, -45]");
  }

  @Test
  void shouldReadAvroFiles() throws Exception {
    Shop shop = new Shop(folder).withOrder("{'name':'n','aliases':['count'],'type':'long'}");

    assertThat(shop.read(shop.file("o.avro", container(old(), 3))))
        .containsExactly("{\"n\": 0}", "{\"n\": 1}", "{\"n\": 2}");
    assertThatThrownBy(() -> shop.read(shop.file("p.avro", "no such thing")))
        .isInstanceOf(ProduceFailure.class)
        .hasMessageContaining("p.avro: the file can't be read (Not an Avro data file.)");
  }

  @Test
  void shouldSayThatAnAvroFileBreaksOffInABlock() throws Exception {
    Shop shop = new Shop(folder).withOrder("{'name':'count','type':'int'}");
    List<Integer> ends = new ArrayList<>();
    byte[] whole = container(old(), new int[] {1, 2}, ends);

    // In the count, in the size, right after both, in the records, in the marker at the end.
    for (int length = ends.get(0) + 1; length < whole.length; length++) {
      Path file = shop.file("o.avro", Arrays.copyOf(whole, length));
      if (length == ends.get(1)) {
        assertThat(shop.read(file)).containsExactly("{\"count\": 0}"); // this can't be told
      } else {
        assertThatThrownBy(() -> shop.read(file))
            .as("the first %s of %s bytes, blocks ending at %s", length, whole.length, ends)
            .isInstanceOf(BadRow.class)
            .hasMessageEndingWith(
                "o.avro, record %d: the file breaks off here", length < ends.get(1) ? 1 : 2);
      }
    }
    for (int length = 0; length < ends.get(0); length++) {
      Path file = shop.file("o.avro", Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> shop.read(file))
          .hasMessageEndingWith("o.avro: the file breaks off at its beginning");
    }
  }

  @Test
  void shouldSayThatAZippedAvroFileBreaksOffAnywhere() throws Exception {
    Shop shop = new Shop(folder).withOrder("{'name':'count','type':'int'}");
    byte[] zip = Shop.zipped(container(old(), new int[] {1, 2}, new ArrayList<>()));

    assertThat(shop.read(shop.file("o.avro.gz", zip))).hasSize(3);
    for (int length = 0; length < zip.length; length++) {
      Path file = shop.file("o.avro.gz", Arrays.copyOf(zip, length));
      assertThatThrownBy(() -> shop.read(file))
          .as("the first %s of %s bytes", length, zip.length)
          .hasMessageContaining("the file breaks off");
    }
  }

  @Test
  void shouldRefuseAvroFilesOfAnotherSchema() {
    Shop shop = new Shop(folder).withOrder("{'name':'other','type':'long'}");

    assertThatThrownBy(() -> shop.read(shop.file("o.avro", container(old(), 3))))
        .hasMessageContaining("its schema can't be read as shop.Order: ")
        .hasMessageContaining("missing required field other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "a,b;1,2;1 | o.csv, line 3: it has 1 columns, the header has 2",
        "a,b;1,2;1,2,3 | o.csv, line 3: it has 3 columns, the header has 2",
        "a,b;1,x | o.csv, line 2: column b: 'x' is no number",
        "a,b;1, | o.csv, line 2: column b: it is empty, but the field must have a value",
        "a,b;\"1 | o.csv, line 2: ",
        "a,b;\"x;y\",1;z,q | o.csv, line 4: column b: 'q' is no number",
      })
  void shouldNameTheLineAndTheColumnOfABadRow(String lines, String message) {
    Shop shop =
        new Shop(folder).withOrder("{'name':'a','type':'string'},{'name':'b','type':'int'}");

    assertThatThrownBy(() -> shop.read(shop.file("o.csv", lines.split(";", -1))))
        .isInstanceOf(BadRow.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'a':1} | line 2: b: it is missing and has no default",
        "{'a':1,'b':{'c':1.5}} | line 2: b: c: '1.5' is no whole number",
        "{'a':null,'b':{'c':1}} | line 2: a: it is null, but the field must have a value",
        "{'a':1,'A':2,'b':{'c':1},'a':3} | line 2: this is no JSON (Duplicate field 'a'",
        "{'a':[1],'b':{'c':1}} | line 2: a: '[1]' is no JSON value for the type int",
        "{'a':1,'b':2} | line 2: b: '2' is no JSON object",
        "{'a':1 | line 2: this is no JSON (",
        "{'a':1}{} | line 2: ",
        "[] | line 2: '[]' is no JSON object",
      })
  void shouldNameTheLineAndTheFieldOfABadObject(String json, String message) {
    Shop shop =
        new Shop(folder)
            .withOrder(
                "{'name':'a','type':'int'},{'name':'b','type':{'type':'record','name':'B','fields':[{'name':'c','type':'int'}]}}");

    assertThatThrownBy(() -> shop.read(shop.file("o.jsonl", "", json.replace('\'', '"'))))
        .isInstanceOf(BadRow.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b,c | no column for a, and no default; the columns are b, c: rename them",
        "a,a,b | two columns have the same name",
        "A,ä,B,b2, A | the columns A,  A could all be the field a; rename all but one",
        "a,b,list | the column list is for a field whose type a CSV column can't hold",
      })
  void shouldRefuseAHeaderThatDoesNotFillTheSchema(String header, String message) {
    Shop shop =
        new Shop(folder)
            .withOrder(
                "{'name':'a','type':'int'},{'name':'b','type':'int'},"
                    + "{'name':'list','type':{'type':'array','items':'int'},'default':[]}");

    assertThatThrownBy(() -> shop.read(shop.file("o.csv", header, "1,2,3,4,5")))
        .isInstanceOf(ProduceFailure.class)
        .hasMessageContaining(message);
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() throws IOException {
    Shop shop = new Shop(folder).withOrder("{'name':'a','type':'string'}");
    byte[] zip = Shop.zipped("a\nxxxxxxxxxxxxxxxxxxxxxxxx\ny\n".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> shop.read(folder.resolve("none.csv")))
        .hasMessageEndingWith("none.csv: there is no such file");
    assertThatThrownBy(() -> shop.read(folder)).hasMessageEndingWith("this is no file");
    assertThatThrownBy(() -> shop.read(shop.file("o.xlsx", "")))
        .hasMessageContaining("call it .csv, .jsonl or .avro, with .gz after it");
    assertThatThrownBy(() -> shop.read(shop.file("o.csv", new byte[0])))
        .hasMessageEndingWith("o.csv: the file is empty; its first line names the columns");
    assertThatThrownBy(() -> shop.read(shop.file("p.csv.gz", "a")))
        .hasMessageContaining("p.csv.gz: the file can't be read (Not in GZIP format)");
    assertThatThrownBy(
            () -> shop.read(shop.file("q.csv", new byte[] {'a', '\n', (byte) 0xE9, '\n'})))
        .hasMessageContaining("this isn't UTF-8; convert the file");
    assertThatThrownBy(() -> shop.read(shop.file("r.csv.gz", Arrays.copyOf(zip, zip.length - 9))))
        .hasMessageContaining("the file breaks off");
  }

  private static Schema old() {
    return new Schema.Parser()
        .parse(
            "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"count\",\"type\":\"int\"},{\"name\":\"x\",\"type\":\"string\"}]}");
  }

  private static byte[] container(Schema schema, int records) throws IOException {
    return container(schema, new int[] {records}, new ArrayList<>());
  }

  /**
   * @param ends takes where the header and each block end
   */
  private static byte[] container(Schema schema, int[] blocks, List<Integer> ends)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int count = 0;
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema)).create(schema, out)) {
      writer.flush();
      ends.add(out.size());
      for (int records : blocks) {
        for (int i = 0; i < records; i++) {
          GenericRecord record = new GenericData.Record(schema);
          record.put("count", count++);
          record.put("x", "y");
          writer.append(record);
        }
        writer.flush();
        ends.add(out.size());
      }
    }
    return out.toByteArray();
  }
}
