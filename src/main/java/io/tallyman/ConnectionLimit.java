package io.tallyman;

import java.time.Duration;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * So many connections each port has at most: whoever opens more must not take the files that this
 * process needs for brokers and database. Where there are as many, those that say nothing for a
 * second are closed, and the next is let in. A connector takes it only while its server starts.
 */
final class ConnectionLimit implements LifeCycle.Listener {

  private static final int CONNECTIONS = 500;
  private static final Duration IDLE = Duration.ofSeconds(1);

  @Override
  public void lifeCycleStarting(LifeCycle starting) {
    if (starting instanceof Server server) {
      for (Connector connector : server.getConnectors()) {
        NetworkConnectionLimit limit = new NetworkConnectionLimit(CONNECTIONS, connector);
        limit.setEndPointIdleTimeout(IDLE.toMillis());
        server.addBean(limit);
      }
    }
  }
}
