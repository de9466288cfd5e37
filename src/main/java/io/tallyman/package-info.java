/**
 * The running service: the application, its typed configuration, and the list of its parts. This
 * package knows every other one and none knows it; it promises that what {@code config.yml} says is
 * either running as it says or refused with a sentence that names the cause and the remedy.
 */
@NullMarked
package io.tallyman;

import org.jspecify.annotations.NullMarked;
