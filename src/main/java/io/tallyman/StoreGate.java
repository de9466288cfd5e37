package io.tallyman;

import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.Part;
import io.tallyman.lifecycle.PartThread;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.Database;
import io.tallyman.store.DatabaseRefusal;
import io.tallyman.store.DatabaseSettings;
import io.tallyman.store.Migration;
import io.tallyman.store.SchemaCheck;
import io.tallyman.store.StoreReader;
import io.tallyman.store.UnshownVersion;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets nothing past that would write to tables which aren't there. A database that is away is no
 * reason not to start: it is waited for, like at any later time.
 */
final class StoreGate implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(StoreGate.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(1);

  private final Database database;
  private final DatabaseSettings settings;
  private final List<RollupTable> tables;
  private final PartThread looking = new PartThread("store-gate", this::lookAgain);
  private volatile boolean opened;
  private volatile String trouble = "the tables were not seen yet";

  StoreGate(Database database, DatabaseSettings settings, List<RollupTable> tables) {
    this.database = database;
    this.settings = settings;
    this.tables = List.copyOf(tables);
  }

  @Override
  public String name() {
    return "store";
  }

  @Override
  public List<String> needs() {
    return List.of(database.name());
  }

  /**
   * Looks at the tables.
   *
   * @throws DatabaseRefusal when something is missing, or the server refuses us
   */
  @Override
  public void start() {
    try {
      open();
    } catch (StoreUnavailable e) {
      trouble = String.valueOf(e.getMessage());
      LOG.warn("Starting without having seen the tables: {}", trouble);
      looking.start();
    }
  }

  /** A host without a partition asks nothing of the store, and is ready only with its tables. */
  private void lookAgain() throws InterruptedException {
    while (!opened && looking.pause(BETWEEN_LOOKS)) {
      try {
        pass();
      } catch (StoreUnavailable e) {
        trouble = String.valueOf(e.getMessage());
      }
    }
  }

  @Override
  public void stop() throws InterruptedException {
    looking.askToStop();
    looking.interrupt();
    looking.awaitEnd(STOP_PATIENCE);
    opened = false;
  }

  @Override
  public Check check() {
    return opened ? Check.well() : new Check.Unwell(trouble);
  }

  /**
   * Returns once the tables were seen; from any thread.
   *
   * @throws StoreUnavailable until then
   */
  void pass() {
    if (opened) {
      return;
    }
    try {
      open();
    } catch (DatabaseRefusal e) {
      trouble = String.valueOf(e.getMessage());
      throw new StoreUnavailable(trouble, e);
    }
  }

  private synchronized void open() {
    if (opened) {
      return;
    }
    if (settings.migrate()) {
      new Migration(settings).apply(tables).forEach(done -> LOG.info("Migrated: {}", done));
    }
    new SchemaCheck(database.readers(), database.place()).require(tables);
    UnshownVersion.among(tables, new StoreReader(database.readers(), database.place()).rollups())
        .forEach(version -> LOG.warn("Not shown: {}", version.sentence()));
    opened = true;
  }
}
