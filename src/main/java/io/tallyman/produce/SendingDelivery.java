package io.tallyman.produce;

import org.apache.avro.generic.GenericRecord;

/** Sends the rows at a pace. The first bad one ends the run. */
final class SendingDelivery implements Delivery {

  private final RecordEncoder encoder;
  private final RecordKey key;
  private final Pace pace;
  private final Sender sender;
  private final long skipped;
  private long rows;

  /**
   * A delivery that begins now.
   *
   * @param skipped rows of the file that were sent before it
   */
  SendingDelivery(RecordEncoder encoder, RecordKey key, Pace pace, Sender sender, long skipped) {
    this.encoder = encoder;
    this.key = key;
    this.pace = pace;
    this.sender = sender;
    this.skipped = skipped;
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
   * Every row before this one is acknowledged when its number is said. Where Kafka failed too, that
   * is said instead: it hides nothing of the file, which can be read again.
   */
  @Override
  public void refuse(BadRow row) throws ProduceFailure, InterruptedException {
    long sent = skipped + finish();
    throw new ProduceFailure(
        row.getMessage()
            + "; rows that were sent before: "
            + sent
            + "; correct the file and go on with --skip "
            + sent
            + ", or look for all bad rows first with --dry-run",
        row);
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

  /**
   * Kafka may have later rows of one partition and lack earlier ones of another, so that nothing
   * can be skipped.
   */
  private ProduceFailure withCount(ProduceFailure failure) throws InterruptedException {
    return new ProduceFailure(
        failure.getMessage()
            + "; rows that Kafka took: "
            + sender.settled()
            + ", though not always the first ones",
        failure);
  }
}
