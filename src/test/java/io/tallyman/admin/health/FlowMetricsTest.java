package io.tallyman.admin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowMetricsTest {

  private final StagedFlow flow = new StagedFlow();
  private final FlowMetrics metrics = new FlowMetrics(flow.watch(), () -> List.of(flow.lane()));

  @Test
  void shouldShowWhatThisHostHoldsAndNothingOfWhatOthersCount() {
    flow.log(0, 100).counting(0, 40, flow.now()).log(1, 70).row(1, 60, "other/17", flow.now());

    assertThat(series("tallyman_lag_records"))
        .containsExactly("{partition=\"0\",source=\"tracking\"} 60.0");
    assertThat(series("tallyman_lag_seconds"))
        .containsExactly("{partition=\"0\",source=\"tracking\"} 0.0");
    assertThat(series("tallyman_topic_partitions")).containsExactly("{source=\"tracking\"} 2.0");
    assertThat(series("tallyman_unattended_lag_records")).isEmpty();
  }

  @Test
  void shouldShowHowFarBehindThatIsWhatNobodyCounts() {
    flow.log(0, 0).log(1, 70).row(1, 60, "other/17", flow.now()).pass(Duration.ofSeconds(100));

    assertThat(series("tallyman_unattended_lag_records"))
        .containsExactly("{partition=\"1\",source=\"tracking\"} 10.0");
    assertThat(series("tallyman_unattended_lag_seconds"))
        .containsExactly("{partition=\"1\",source=\"tracking\"} 100.0");
    assertThat(series("tallyman_health_findings"))
        .contains("{cause=\"unattended\",source=\"tracking\"} 1.0");
  }

  @Test
  void shouldNameAllThatItShows() {
    flow.log(0, 0).log(1, 70).row(1, 60, "other/17", flow.now()).pass(Duration.ofSeconds(100));
    flow.log(0, 100).counting(0, 40, flow.now());
    List<String> shown = new ArrayList<>();
    metrics.collect().forEach(each -> shown.add(each.getMetadata().getName()));

    assertThat(shown).containsExactlyInAnyOrderElementsOf(metrics.getPrometheusNames());
  }

  private List<String> series(String name) {
    List<String> series = new ArrayList<>();
    for (MetricSnapshot each : metrics.collect()) {
      if (each.getMetadata().getName().equals(name)) {
        ((GaugeSnapshot) each)
            .getDataPoints()
            .forEach(point -> series.add(point.getLabels() + " " + point.getValue()));
      }
    }
    return series;
  }
}
