/**
 * A Java shell inside of the running service, for the question that nobody has foreseen: opened for
 * a time on a Unix domain socket that only this process's own user can reach, for one session, by a
 * token that is shown once. Every line is told to a {@link io.tallyman.repl.ReplLog} before it runs
 * and after it has.
 *
 * <p>What a shell has in scope are {@link io.tallyman.repl.ReplBinding}s, variables by their names,
 * and {@code out}, a {@code PrintStream} to the client. No static field holds them: the class
 * loader of the snippets is a {@code Function} that hands them over by name.
 */
@NullMarked
package io.tallyman.repl;

import org.jspecify.annotations.NullMarked;
