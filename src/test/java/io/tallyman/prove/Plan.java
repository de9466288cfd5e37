package io.tallyman.prove;

/**
 * What one proof is to do.
 *
 * @param name for people to read
 * @param faults what goes wrong
 */
record Plan(String name, Faults faults) {}
