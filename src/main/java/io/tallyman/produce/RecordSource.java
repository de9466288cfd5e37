package io.tallyman.produce;

import java.io.Closeable;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The rows of an open file as records of one schema, in the file's order. */
interface RecordSource extends Closeable {

  /**
   * The next row.
   *
   * @return null after the last one
   * @throws BadRow when it can't be made a record; the next call reads the row after it, unless the
   *     exception says that nothing can be read any more
   */
  @Nullable GenericRecord next() throws BadRow;
}
