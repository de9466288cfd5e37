/**
 * Health means progress: says of every partition of every source whether it gets on, and where it
 * doesn't, why and what is to be done. Looks at what is known in this process and at the position
 * rows, never waits for either, and tells who listens when something begins and ends.
 */
@NullMarked
package io.tallyman.admin.health;

import org.jspecify.annotations.NullMarked;
