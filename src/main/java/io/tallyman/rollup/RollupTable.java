package io.tallyman.rollup;

import java.util.List;

/**
 * The table of one version of a rollup, as the store makes and fills it. Beside these columns every
 * table has {@code bucket_start}, {@code cell_key}, {@code slot} and {@code records}.
 *
 * @param id which rollup and version
 * @param source the source that feeds it
 * @param topic that source's topic
 * @param definition the canonical definition, JSON, whose hash is the version
 * @param dimensions in the order of the definition
 * @param measures in the order of the definition; a {@link Cell}'s measures have the same order
 * @param shown the measures as the view shows them
 */
public record RollupTable(
    RollupId id,
    String source,
    String topic,
    String definition,
    List<DimensionColumn> dimensions,
    List<MeasureColumn> measures,
    List<ShownMeasure> shown) {

  public RollupTable {
    dimensions = List.copyOf(dimensions);
    measures = List.copyOf(measures);
    shown = List.copyOf(shown);
  }
}
