package io.tallyman.smoke;

import io.tallyman.store.FleetStanding;
import io.tallyman.store.MarkedCells;
import io.tallyman.store.StoredPosition;
import java.util.List;

/**
 * What the database says. Every method throws {@link io.tallyman.rollup.StoreUnavailable} when it
 * doesn't answer.
 */
public interface Books {

  /** What the smoke rollup has of a run. */
  MarkedCells cells(String run);

  /** Where the smoke source stands. */
  List<StoredPosition> positions();

  /** The names of all rollups that have counted anything of the smoke source's topic. */
  List<String> rollups();

  /** The hosts, and what operators have set. */
  FleetStanding fleet();

  /** What the smoke source has lost or refused and nobody has settled, a sentence each. */
  List<String> complaints();
}
