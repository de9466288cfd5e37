/**
 * The rows of a file become records on a topic: columns matched to fields, encoded with any schema
 * of the catalogue.
 */
@NullMarked
package io.tallyman.produce;

import org.jspecify.annotations.NullMarked;
