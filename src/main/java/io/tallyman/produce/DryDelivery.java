package io.tallyman.produce;

import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;

/** Encodes the rows and sends nothing. Bad ones are said, and fail the run when it is through. */
final class DryDelivery implements Delivery {

  private static final int MOST_SAID = 20;

  private final RecordEncoder encoder;
  private final Consumer<String> notes;
  private long good;
  private long bad;

  DryDelivery(RecordEncoder encoder, Consumer<String> notes) {
    this.encoder = encoder;
    this.notes = notes;
  }

  @Override
  public void deliver(GenericRecord record) {
    encoder.encode(record);
    good++;
  }

  @Override
  public void refuse(BadRow row) throws ProduceFailure {
    bad++;
    if (bad <= MOST_SAID) {
      notes.accept(String.valueOf(row.getMessage()));
    } else if (bad == MOST_SAID + 1) {
      notes.accept("and more");
    }
    if (row.isLast()) {
      throw failure();
    }
  }

  @Override
  public long finish() throws ProduceFailure {
    if (bad > 0) {
      throw failure();
    }
    return good;
  }

  @Override
  public void close() {}

  private ProduceFailure failure() {
    return new ProduceFailure(
        "bad rows: " + bad + ", good rows: " + good + "; nothing was sent, as this is a dry run");
  }
}
