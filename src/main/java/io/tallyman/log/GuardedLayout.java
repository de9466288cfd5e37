package io.tallyman.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.LayoutBase;

/** What another layout writes, without secrets. */
final class GuardedLayout extends LayoutBase<ILoggingEvent> {

  private final Layout<ILoggingEvent> layout;
  private final Secrets secrets;

  /**
   * @param layout started already
   */
  GuardedLayout(Layout<ILoggingEvent> layout, Secrets secrets) {
    this.layout = layout;
    this.secrets = secrets;
    setContext(layout.getContext());
    start();
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    return secrets.keepOutOf(layout.doLayout(event));
  }

  @Override
  public void stop() {
    super.stop();
    layout.stop();
  }
}
