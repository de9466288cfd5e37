package io.tallyman.repl;

import java.time.Clock;

/**
 * What every REPL of this process shares.
 *
 * @param clock the time of day, by which it ends
 * @param log what is told of everything
 * @param shells makes a shell for a session
 */
record ReplSurroundings(Clock clock, ReplLog log, Shell.Maker shells) {}
