package io.tallyman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

class MetricsBridgeTest {

  private final PrometheusRegistry from = new PrometheusRegistry();
  private final MetricRegistry to = new MetricRegistry();
  private final MetricsBridge bridge = new MetricsBridge(from, to);

  @Test
  void shouldShowTallymansMetricsToReportersAndForgetWhatIsGone() {
    Counter served =
        Counter.builder().name("tallyman_served_records").help("Served.").register(from);
    Gauge lag =
        Gauge.builder()
            .name("tallyman_lag_records")
            .help("Lag.")
            .labelNames("source", "partition")
            .register(from);
    Gauge.builder().name("other_thing").help("Not ours.").register(from).set(1);
    served.inc(3);
    lag.labelValues("my.source", "0").set(12);

    bridge.refresh();

    assertThat(to.getGauges().keySet())
        .containsExactlyInAnyOrder("tallyman.served_records", "tallyman.lag_records.0.my_source");
    assertThat(to.getGauges().get("tallyman.served_records").getValue()).isEqualTo(3.0);

    served.inc(4);
    lag.remove("my.source", "0");
    bridge.refresh();

    assertThat(to.getGauges().keySet()).containsExactly("tallyman.served_records");
    assertThat(to.getGauges().get("tallyman.served_records").getValue()).isEqualTo(7.0);
  }
}
