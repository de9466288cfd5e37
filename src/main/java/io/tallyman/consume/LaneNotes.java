package io.tallyman.consume;

/**
 * What a lane keeps when it takes a new consumer.
 *
 * @param name the lane's name: its source, a hyphen and a number
 * @param rejects the log of its rejected records, which a new consumer must not begin anew
 */
record LaneNotes(String name, RejectLog rejects) {}
