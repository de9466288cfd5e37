/**
 * Starts the parts of a system in the order of what they need, stops them in reverse, undoes a
 * start that failed, and says at any time which part is in which state and why. It knows nothing of
 * what the parts do.
 */
@NullMarked
package io.tallyman.lifecycle;

import org.jspecify.annotations.NullMarked;
