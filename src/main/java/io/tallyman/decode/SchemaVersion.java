package io.tallyman.decode;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * One {@code .avsc} file of the catalogue: a version of a record's schema.
 *
 * @param schema the schema, always a record
 * @param id its id in the confluent framing, where the file's {@value #ID_ATTRIBUTE} says one
 * @param fingerprint CRC-64-AVRO of its parsing canonical form
 * @param file where it was read
 */
public record SchemaVersion(Schema schema, @Nullable Integer id, long fingerprint, Path file) {

  /** The attribute of a schema that holds its id; no part of the parsing canonical form. */
  public static final String ID_ATTRIBUTE = "tallyman.id";

  SchemaVersion(Schema schema, @Nullable Integer id, Path file) {
    this(schema, id, SchemaNormalization.parsingFingerprint64(schema), file);
  }

  /** The record's name with its namespace, which all versions share. */
  public String fullName() {
    return schema.getFullName();
  }

  /** Why what one schema wrote can't be read in another, in one clause; none when it can. */
  public static Optional<String> obstacleToReading(Schema writer, Schema reader) {
    return Optional.ofNullable(WriterCompatibility.obstacle(writer, reader));
  }

  /** Whether the file's name says that this is the version in which the service reads. */
  boolean isNamedAfterItsRecord() {
    String name = String.valueOf(file.getFileName());
    return name.equals(schema.getName() + SchemaFiles.SUFFIX)
        || name.equals(schema.getFullName() + SchemaFiles.SUFFIX);
  }
}
