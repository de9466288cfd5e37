package io.tallyman.store;

import io.tallyman.rollup.Batch;
import io.tallyman.rollup.DeadLetter;
import java.util.ArrayList;
import java.util.List;

/** Makes one dead letter of a batch as long as this. */
record LargePayload(int length) {

  Batch in(Batch batch, int index) {
    List<DeadLetter> letters = new ArrayList<>(batch.deadLetters());
    DeadLetter letter = letters.get(index);
    letters.set(
        index,
        new DeadLetter(
            letter.partition(),
            letter.topicId(),
            letter.offset(),
            letter.reason(),
            letter.detail(),
            letter.schemaId(),
            letter.recordTime(),
            letter.key(),
            new byte[length],
            letter.headers()));
    return new Batch(batch.progress(), batch.cells(), letters);
  }
}
