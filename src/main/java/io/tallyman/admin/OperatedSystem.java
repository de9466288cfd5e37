package io.tallyman.admin;

import io.tallyman.admin.control.Controls;
import io.tallyman.admin.health.HealthWatch;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.LaneStatus;
import io.tallyman.lifecycle.PartGraph;
import java.util.List;
import java.util.function.Supplier;

/**
 * The running system, as the admin port sees and steers it. The suppliers answer at once from what
 * is known already, to any thread.
 *
 * @param parts its parts
 * @param settings what operators have set, and where they set it
 * @param toggles what is held back by it
 * @param levers what else is set by it
 * @param sources the sources of {@code config.yml}
 * @param lanes how every lane of this process stands
 * @param health how all of it gets on
 * @param stored what only the database knows
 * @param positions where positions are moved; slow, as it asks brokers and database
 */
public record OperatedSystem(
    PartGraph parts,
    Controls settings,
    ConsumerToggles toggles,
    Levers levers,
    Supplier<List<SourceTopic>> sources,
    Supplier<List<LaneStatus>> lanes,
    HealthWatch health,
    StoredFacts stored,
    MovedPositions positions) {}
