package io.tallyman.produce;

import org.apache.avro.generic.GenericRecord;

/** Sends the rows at a pace. The first bad one ends the run. */
final class SendingDelivery implements Delivery {

  private final RecordEncoder encoder;
  private final RecordKey key;
  private final Pace pace;
  private final Sender sender;
  private long rows;

  SendingDelivery(RecordEncoder encoder, RecordKey key, Pace pace, Sender sender) {
    this.encoder = encoder;
    this.key = key;
    this.pace = pace;
    this.sender = sender;
  }

  @Override
  public void deliver(GenericRecord record) throws ProduceFailure, InterruptedException {
    pace.await(rows);
    try {
      sender.send(key.of(record), encoder.encode(record));
    } catch (ProduceFailure e) {
      throw withCount(e);
    }
    rows++;
  }

  /**
   * Where Kafka failed too, that is said: it hides nothing of the file, which can be read again.
   */
  @Override
  public void refuse(BadRow row) throws ProduceFailure, InterruptedException {
    finish();
    throw withCount(new ProduceFailure(String.valueOf(row.getMessage()), row));
  }

  @Override
  public long finish() throws ProduceFailure, InterruptedException {
    try {
      sender.finish();
    } catch (ProduceFailure e) {
      throw withCount(e);
    }
    return rows;
  }

  @Override
  public void close() {
    sender.close();
  }

  private ProduceFailure withCount(ProduceFailure failure) throws InterruptedException {
    return new ProduceFailure(
        failure.getMessage() + "; rows that were sent before: " + sender.settled(), failure);
  }
}
