package io.tallyman.produce;

import org.apache.avro.generic.GenericRecord;

/** What becomes of a file's rows. */
interface Delivery extends AutoCloseable {

  /** Takes the next row. */
  void deliver(GenericRecord record) throws ProduceFailure, InterruptedException;

  /** Takes a row that can't be sent: goes on, or ends the run. */
  void refuse(BadRow row) throws ProduceFailure, InterruptedException;

  /** Ends the run after the last row; returns how many were delivered. */
  long finish() throws ProduceFailure, InterruptedException;

  @Override
  void close();
}
