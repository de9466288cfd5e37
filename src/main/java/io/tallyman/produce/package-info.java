/**
 * The rows of a file become records on a topic: columns matched to fields, encoded with any schema
 * of the catalogue. Files are read as streams, a bad row stops the run and is named by file, line
 * and column, and the number of rows that Kafka acknowledged is always said exactly.
 */
@NullMarked
package io.tallyman.produce;

import org.jspecify.annotations.NullMarked;
