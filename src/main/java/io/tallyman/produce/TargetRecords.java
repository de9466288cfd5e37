package io.tallyman.produce;

import io.tallyman.decode.SchemaCatalogue;
import io.tallyman.decode.SchemaVersion;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a target are made of: its schema in the version in which the service reads,
 * and its framing.
 *
 * @param catalogue where the target's schema is found
 */
record TargetRecords(ProduceTarget target, SchemaCatalogue catalogue) {

  Schema schema() throws ProduceFailure {
    return version().schema();
  }

  /** Writes values as the target's readers expect them. */
  RecordEncoder encoder() throws ProduceFailure {
    SchemaVersion version = version();
    return new RecordEncoder(header(version), version.schema());
  }

  /** The key at this path, or no key. */
  RecordKey key(@Nullable String path) throws ProduceFailure {
    version();
    return RecordKey.of(path, catalogue.reader(target.schema()).orElseThrow());
  }

  private SchemaVersion version() throws ProduceFailure {
    return catalogue
        .current(target.schema())
        .orElseThrow(
            () ->
                new ProduceFailure(
                    catalogue.missing("schemas.directory", target.schema()).toString()));
  }

  private byte[] header(SchemaVersion version) throws ProduceFailure {
    return target
        .framing()
        .header(version)
        .orElseThrow(
            () ->
                new ProduceFailure(
                    version.file()
                        + ": the framing "
                        + target.framing().label()
                        + " needs an id; add \""
                        + SchemaVersion.ID_ATTRIBUTE
                        + "\" to the record, or use the framing single-object or raw"));
  }
}
