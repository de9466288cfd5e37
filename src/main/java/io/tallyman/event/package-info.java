/**
 * The nouns that the stages hand to each other: the partition of a source, a range of its offsets,
 * the decoded fields of one record, why a record was rejected, and what is wrong with a
 * configuration. Nothing here does any work, and nothing here needs more than the JDK.
 */
@NullMarked
package io.tallyman.event;

import org.jspecify.annotations.NullMarked;
