package io.tallyman.lifecycle;

import java.util.List;

/**
 * How one part stands at one moment.
 *
 * @param name the part's name
 * @param needs the names of the parts that it stands on
 * @param state where it is on its way
 * @param check how it is; a part that isn't {@link PartState#STARTED} is never well
 * @param failure why its last start or stop failed, in one sentence; empty when it didn't
 */
public record PartStatus(
    String name, List<String> needs, PartState state, Check check, String failure) {

  public PartStatus {
    needs = List.copyOf(needs);
  }
}
