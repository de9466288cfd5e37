/**
 * Shows that the tests of the promises can fail: takes one mechanism at a time out of a copy of the
 * sources, and runs the tests that are named for it, which must go red. {@code bin/mutants} runs
 * it.
 */
@NullMarked
package io.tallyman.mutants;

import org.jspecify.annotations.NullMarked;
