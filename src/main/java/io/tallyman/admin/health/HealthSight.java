package io.tallyman.admin.health;

import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.Toggle;
import io.tallyman.lifecycle.PartStatus;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What the health watch looks at. All of it answers at once from what is known already, to any
 * thread.
 *
 * @param parts how the parts of this process are
 * @param lanes how its lanes stand
 * @param toggles what operators have said on which sources are counted here
 * @param logs the topics of its sources, in the order of the configuration
 * @param positions the position rows, as they were read last
 * @param fences how many batches of a source were fenced off since this process started
 */
public record HealthSight(
    Supplier<List<PartStatus>> parts,
    Supplier<List<LaneStatus>> lanes,
    Supplier<List<Toggle>> toggles,
    Supplier<List<SourceLogs>> logs,
    PositionsReader positions,
    ToLongFunction<String> fences) {}
