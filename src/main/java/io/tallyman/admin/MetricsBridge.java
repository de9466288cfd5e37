package io.tallyman.admin;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what {@code /prometheus} has of Tallyman's own to Dropwizard's reporters too, as gauges
 * that are as old as the last {@link #refresh}: {@code tallyman.lag_records.tracking.0}, the values
 * of the labels in the order of their names. One thread at a time.
 */
final class MetricsBridge {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsBridge.class);
  private static final int REFRESH_SECONDS = 10;
  private static final String PREFIX = "tallyman_";

  private final PrometheusRegistry from;
  private final MetricRegistry to;
  private final Map<String, Double> values = new ConcurrentHashMap<>();

  MetricsBridge(PrometheusRegistry from, MetricRegistry to) {
    this.from = from;
    this.to = to;
  }

  /** Refreshes it until the timer ends. */
  static void begin(MetricsBridge bridge, ScheduledExecutorService timer) {
    var rounds = timer.scheduleWithFixedDelay(bridge::refreshOrSayWhy, 1, REFRESH_SECONDS, SECONDS);
    LOG.debug("Dropwizard's reporters get Tallyman's metrics by {}", rounds);
  }

  /** A round that fails must not be the last one. */
  private void refreshOrSayWhy() {
    try {
      refresh();
    } catch (RuntimeException e) {
      LOG.warn("The reporters' metrics couldn't be refreshed; the next round comes", e);
    }
  }

  /** Takes all values anew; what isn't there any more is shown no more. */
  void refresh() {
    Map<String, Double> now = new HashMap<>();
    for (MetricSnapshot metric : from.scrape(name -> name.startsWith(PREFIX))) {
      read(metric, now);
    }
    Set<String> gone = new HashSet<>(values.keySet());
    gone.removeAll(now.keySet());
    gone.forEach(to::remove);
    values.keySet().removeAll(gone);
    now.forEach(
        (name, value) -> {
          if (values.put(name, value) == null) {
            Gauge<Double> gauge = () -> values.getOrDefault(name, Double.NaN);
            to.register(name, gauge);
          }
        });
  }

  private static void read(MetricSnapshot metric, Map<String, Double> now) {
    String name = metric.getMetadata().getName();
    if (metric instanceof CounterSnapshot counter) {
      counter
          .getDataPoints()
          .forEach(each -> now.put(name(name, each.getLabels()), each.getValue()));
    } else if (metric instanceof GaugeSnapshot gauge) {
      gauge.getDataPoints().forEach(each -> now.put(name(name, each.getLabels()), each.getValue()));
    } else if (metric instanceof HistogramSnapshot histogram) {
      histogram
          .getDataPoints()
          .forEach(
              each -> {
                now.put(name(name + ".count", each.getLabels()), (double) each.getCount());
                now.put(name(name + ".sum", each.getLabels()), each.getSum());
              });
    }
  }

  private static String name(String metric, Labels labels) {
    StringBuilder name = new StringBuilder("tallyman.").append(metric.substring(PREFIX.length()));
    for (Label label : labels) {
      name.append('.').append(label.getValue().replaceAll("[^A-Za-z0-9_-]", "_"));
    }
    return name.toString();
  }
}
