package io.tallyman;

import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.Part;
import io.tallyman.rollup.RollupTable;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.Database;
import io.tallyman.store.DatabaseSettings;
import io.tallyman.store.Migration;
import io.tallyman.store.SchemaCheck;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets nothing past that would write to tables which aren't there. A database that is away is no
 * reason not to start: it is waited for, like at any later time.
 */
final class StoreGate implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(StoreGate.class);

  private final Database database;
  private final DatabaseSettings settings;
  private final List<RollupTable> tables;

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

  @Override
  public void start() {
    try {
      if (settings.migrate()) {
        new Migration(settings).apply(tables).forEach(done -> LOG.info("Migrated: {}", done));
      }
      new SchemaCheck(database.readers(), database.place()).require(tables);
    } catch (StoreUnavailable e) {
      LOG.warn("Starting without having seen the tables: {}", e.getMessage());
    }
  }

  @Override
  public void stop() {
    // It holds nothing.
  }

  @Override
  public Check check() {
    return Check.well();
  }
}
