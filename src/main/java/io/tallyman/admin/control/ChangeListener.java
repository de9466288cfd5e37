package io.tallyman.admin.control;

import io.tallyman.store.AuditEntry;

/** Is told what operators change, and what ends. */
@FunctionalInterface
public interface ChangeListener {

  /**
   * Called once for each change, by the host that was asked for it or that took away what had
   * ended, when it holds and whether or not it is written yet. From any thread; returns at once.
   */
  void changed(AuditEntry entry);
}
