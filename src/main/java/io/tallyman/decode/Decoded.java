package io.tallyman.decode;

import io.tallyman.event.RejectReason;
import io.tallyman.event.Row;
import org.jspecify.annotations.Nullable;

/** What a record's value turned out to be. */
public sealed interface Decoded {

  /** The fields that the source's rollups name. */
  record Fields(Row row) implements Decoded {}

  /**
   * No fields.
   *
   * @param reason why
   * @param detail one sentence for a person, without the payload's own content
   * @param schemaId the writer schema's id or fingerprint, where the framing told it
   */
  record Undecodable(RejectReason reason, String detail, @Nullable Long schemaId)
      implements Decoded {}
}
