/**
 * The control client: finds the hosts of an environment in a profile file, signs a call for each,
 * sends it, and shows the answers side by side to a person or as one document to a program. It
 * knows the admin port by its routes alone and never retries what may have been done.
 */
@NullMarked
package io.tallyman.ctl;

import org.jspecify.annotations.NullMarked;
