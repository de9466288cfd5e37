package io.tallyman.demo;

import java.time.Duration;
import java.time.LocalTime;

/**
 * One line of the live table, and what is shown beside it.
 *
 * @param time of day, UTC
 * @param running since the generator began
 * @param produced records that Kafka has acknowledged
 * @param producedRate how many a second, of late
 * @param settledRate how many records a second the service has settled, of late; 0 while the
 *     database doesn't answer
 * @param lag records that Kafka has and the service hasn't settled
 * @param lagSeconds how many seconds of production that is
 * @param database what the database said last
 * @param databaseAge how long ago it said that
 * @param note what is going on; empty as a rule
 */
record LiveFigures(
    LocalTime time,
    Duration running,
    long produced,
    double producedRate,
    double settledRate,
    long lag,
    double lagSeconds,
    DatabaseFigures database,
    Duration databaseAge,
    String note) {}
