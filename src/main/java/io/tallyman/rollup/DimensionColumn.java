package io.tallyman.rollup;

/** A column that holds a dimension. It may be null, and null is a value of its own. */
public record DimensionColumn(String name, ColumnType type) {}
