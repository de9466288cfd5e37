/**
 * What shows after a deploy that the whole way works: marked events through a source and a rollup
 * of their own, seen counted once, and nowhere else. It looks at the database alone and asks no
 * host, so that it says of a fleet what it says of one.
 */
@NullMarked
package io.tallyman.smoke;

import org.jspecify.annotations.NullMarked;
