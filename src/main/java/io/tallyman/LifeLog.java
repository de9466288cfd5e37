package io.tallyman;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.ShutdownThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log that the service is ready, that it begins to stop, and that it has stopped. */
final class LifeLog implements LifeCycle.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(LifeLog.class);

  private final String version;
  private final List<Settings.Source> sources;
  private final Duration longestStop;
  private final LongSupplier ticker;
  private volatile long stopping;

  /**
   * @param longestStop how long it takes to stop at most
   * @param ticker a monotonic clock, in nanoseconds
   */
  LifeLog(
      String version, List<Settings.Source> sources, Duration longestStop, LongSupplier ticker) {
    this.version = version;
    this.sources = List.copyOf(sources);
    this.longestStop = longestStop;
    this.ticker = ticker;
  }

  @Override
  public void lifeCycleStarted(LifeCycle started) {
    if (started instanceof Server server) {
      LOG.info("Tallyman {} is ready: {}; it reads {}", version, addresses(server), topics());
    }
  }

  @Override
  public void lifeCycleStopping(LifeCycle stopped) {
    if (stopped instanceof Server) {
      stopping = ticker.getAsLong();
      LOG.info(
          "Tallyman stops, because {}: what is counted is written first; it takes {} s at most",
          Thread.currentThread() instanceof ShutdownThread
              ? "its process was told to end"
              : "its server is closed",
          longestStop.toSeconds());
    }
  }

  @Override
  public void lifeCycleStopped(LifeCycle stopped) {
    if (stopped instanceof Server) {
      double seconds = (ticker.getAsLong() - stopping) / 1e9;
      LOG.info("Tallyman has stopped, after {} s", String.format(Locale.ROOT, "%.1f", seconds));
    }
  }

  private static String addresses(Server server) {
    return Stream.of(server.getConnectors())
        .filter(ServerConnector.class::isInstance)
        .map(ServerConnector.class::cast)
        .map(
            each ->
                "its %s port is %s:%d"
                    .formatted(
                        each.getName(),
                        each.getHost() == null ? "*" : each.getHost(),
                        each.getLocalPort()))
        .collect(Collectors.joining(", "));
  }

  private String topics() {
    return sources.stream()
        .map(each -> each.name() + " from the topic " + each.consume().topic())
        .collect(Collectors.joining(", "));
  }
}
