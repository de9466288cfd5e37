package io.tallyman.produce;

import java.io.PrintStream;
import java.time.Clock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What a run takes from the machine.
 *
 * @param clock gives the records their timestamps
 * @param ticker nanoseconds from any origin, for rate and progress
 * @param parker waits for about that many nanoseconds: {@code LockSupport::parkNanos}
 * @param progress takes progress and notes, a line each: standard error
 */
public record ProduceSurroundings(
    Clock clock, LongSupplier ticker, LongConsumer parker, PrintStream progress) {}
