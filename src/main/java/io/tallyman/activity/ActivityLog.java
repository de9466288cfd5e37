package io.tallyman.activity;

/** Takes what people want to hear of. */
@FunctionalInterface
public interface ActivityLog {

  /** Returns at once, whatever becomes of it. From any thread. */
  void tell(Activity activity);
}
