package io.tallyman.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * One version of a record's schema in which clients write, read straight from its file.
 *
 * @param schema the schema
 * @param id its id in the confluent framing; -1 where it has none
 * @param current whether it is the version in which the service reads
 */
record WriterSchema(Schema schema, int id, boolean current) {

  private static final String ID = "tallyman.id";
  private static final String SUFFIX = ".avsc";

  /** All versions of this record in a folder, by their ids. */
  static List<WriterSchema> read(Path folder, String fullName) throws IOException {
    List<WriterSchema> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(file -> file.toString().endsWith(SUFFIX)).toList()) {
        Schema schema = new Schema.Parser().parse(Files.readString(file));
        if (schema.getFullName().equals(fullName)) {
          String name = String.valueOf(file.getFileName());
          boolean current =
              name.equals(schema.getName() + SUFFIX) || name.equals(fullName + SUFFIX);
          int id = schema.getObjectProp(ID) instanceof Number number ? number.intValue() : -1;
          found.add(new WriterSchema(schema, id, current));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    found.sort(Comparator.comparingInt(WriterSchema::id));
    return List.copyOf(found);
  }

  /** The version in which the service reads. */
  static Schema reader(List<WriterSchema> schemas) {
    return schemas.stream()
        .filter(WriterSchema::current)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no schema is the reader's"))
        .schema();
  }
}
