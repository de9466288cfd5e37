package io.tallyman.produce;

import io.tallyman.decode.SchemaCatalogue;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows of one file to a source's topic, in the file's order: the engine of the command
 * {@code produce}. A run is used once, by one thread.
 *
 * <p>Nothing is sent before the file's columns are known to fill the schema. The first bad row ends
 * the run; what was sent before it stays sent, and its number is said, with which the next run goes
 * on.
 */
public final class ProduceRun {

  private final ProducerSettings kafka;
  private final ProduceTarget target;
  private final TargetRecords written;
  private final ProduceOptions options;
  private final ProduceSurroundings surroundings;

  /**
   * A run that hasn't begun.
   *
   * @param kafka properties of Kafka's clients, the bootstrap servers among them; those that only
   *     consumers know are passed over
   * @param catalogue where the target's schema is found
   */
  public ProduceRun(
      Map<String, Object> kafka,
      ProduceTarget target,
      SchemaCatalogue catalogue,
      ProduceOptions options,
      ProduceSurroundings surroundings) {
    this.kafka = new ProducerSettings(kafka);
    this.target = target;
    this.written = new TargetRecords(target, catalogue);
    this.options = options;
    this.surroundings = surroundings;
  }

  /**
   * Sends every row, or in a dry run reads every row.
   *
   * @throws ProduceFailure when a row is bad or Kafka takes no more, with the number of rows that
   *     were acknowledged
   * @throws InterruptedException when the thread is interrupted; what was sent stays sent
   */
  public ProduceReport run() throws ProduceFailure, InterruptedException {
    RecordEncoder encoder = written.encoder();
    RecordKey key = written.key(options.key());
    try (InputFile file = InputFile.open(options.input());
        RecordSource records = file.records(written.schema(), this::note);
        Delivery delivery = delivery(encoder, key)) {
      return drain(file, records, delivery);
    } catch (IOException e) {
      throw new ProduceFailure(options.input() + ": closing the file failed (" + e + ")", e);
    }
  }

  private ProduceReport drain(InputFile file, RecordSource records, Delivery delivery)
      throws ProduceFailure, InterruptedException {
    skip(records);
    Progress progress = new Progress(surroundings.progress(), surroundings.ticker());
    long rows = 0;
    boolean more = true;
    while (more) {
      more = deliverNext(records, delivery);
      rows += more ? 1 : 0;
      progress.show(rows, file);
    }
    return new ProduceReport(delivery.finish(), progress.seconds());
  }

  private void skip(RecordSource records) throws ProduceFailure {
    for (long row = 0; row < options.skip(); row++) {
      if (!skipNext(records)) {
        throw new ProduceFailure(
            options.input() + ": it has " + row + " rows, and --skip is " + options.skip());
      }
    }
  }

  /** A bad row counts as one too: whoever skips it knows of it. */
  private static boolean skipNext(RecordSource records) throws ProduceFailure {
    try {
      return records.next() != null;
    } catch (BadRow e) {
      if (e.isLast()) {
        throw new ProduceFailure(String.valueOf(e.getMessage()), e);
      }
      return true;
    }
  }

  private static boolean deliverNext(RecordSource records, Delivery delivery)
      throws ProduceFailure, InterruptedException {
    try {
      @Nullable GenericRecord record = records.next();
      if (record == null) {
        return false;
      }
      delivery.deliver(record);
    } catch (BadRow e) {
      delivery.refuse(e);
    }
    return true;
  }

  private Delivery delivery(RecordEncoder encoder, RecordKey key)
      throws ProduceFailure, InterruptedException {
    if (options.dryRun()) {
      return new DryDelivery(encoder, this::note);
    }
    new TopicSetup(kafka, target.topic(), this::note)
        .ensure(options.partitions(), options.replication());
    Pace pace = new Pace(options.rate(), surroundings.ticker(), surroundings.parker());
    return new SendingDelivery(
        encoder,
        key,
        pace,
        Sender.open(kafka, target.topic(), surroundings.clock()),
        options.skip());
  }

  private void note(String line) {
    surroundings.progress().println(line);
  }
}
