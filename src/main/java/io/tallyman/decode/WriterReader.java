package io.tallyman.decode;

import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** What is known of one writer's schema: a reader for it, or why there is none. */
sealed interface WriterReader {

  /** Reads the writer's records, projected. */
  record Resolved(GenericDatumReader<@Nullable IndexedRecord> reader) implements WriterReader {}

  /** The writer's schema can't be resolved to the source's. */
  record Unresolvable(String obstacle) implements WriterReader {}
}
