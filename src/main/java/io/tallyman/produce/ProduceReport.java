package io.tallyman.produce;

/**
 * How a run ended well.
 *
 * @param rows the file's rows, every one of which was acknowledged, or in a dry run found good
 * @param seconds how long it took
 */
public record ProduceReport(long rows, double seconds) {}
