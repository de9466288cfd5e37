package io.tallyman.admin.health;

import io.tallyman.store.StoredPosition;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the position rows now and then, so that it is known how partitions stand that this process
 * doesn't hold. {@link #read} waits for the database and has a thread of its own; what was read
 * last may be had from any.
 */
public final class PositionsReader {

  private static final Logger LOG = LoggerFactory.getLogger(PositionsReader.class);

  private final Supplier<List<StoredPosition>> rows;
  private final LongSupplier ticker;
  private volatile StoredPlaces last = StoredPlaces.unread();

  /**
   * @param rows reads all position rows; throws when the database doesn't answer
   * @param ticker a monotonic clock, in nanoseconds
   */
  public PositionsReader(Supplier<List<StoredPosition>> rows, LongSupplier ticker) {
    this.rows = rows;
    this.ticker = ticker;
  }

  /** Reads them anew; while the database is away, what was read last stays. */
  public void read() {
    long now = ticker.getAsLong();
    try {
      last = new StoredPlaces(rows.get(), OptionalLong.of(now));
    } catch (RuntimeException away) {
      LOG.debug("The positions can't be read now; the writer says so in health", away);
    }
  }

  /** As they were read last. */
  StoredPlaces last() {
    return last;
  }
}
