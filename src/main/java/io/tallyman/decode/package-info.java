/**
 * Bytes become fields: framings, the catalogue of schemas, and a decoder that resolves any writer's
 * schema to the source's and reads only the fields that rollups name. No byte string makes it
 * throw: what can't be decoded is an answer with a reason. Avro is known here and in produce only.
 */
@NullMarked
package io.tallyman.decode;

import org.jspecify.annotations.NullMarked;
