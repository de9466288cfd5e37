package io.tallyman.admin;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.ScheduledReporter;
import com.codahale.metrics.graphite.Graphite;
import com.codahale.metrics.graphite.GraphiteReporter;
import com.codahale.metrics.graphite.GraphiteSender;
import com.codahale.metrics.graphite.GraphiteUDP;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.metrics.common.BaseReporterFactory;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.Range;

/**
 * {@code metrics.reporters: [{type: graphite, host: ..., port: 2003, prefix: ..., transport:
 * tcp}]}: sends all that {@code /metrics} has to a Graphite server. The keys are those of
 * Dropwizard's own factory, which isn't published for this version; {@code frequency}, {@code
 * includes} and the like are Dropwizard's. A server that is away costs a warning and nothing else.
 */
@JsonTypeName("graphite")
public final class GraphiteReporterFactory extends BaseReporterFactory {

  @NotEmpty @JsonProperty private String host = "localhost";

  @Range(min = 1, max = 65_535)
  @JsonProperty
  private int port = 2003;

  @NotNull @JsonProperty private String prefix = "";

  @Pattern(regexp = "tcp|udp", message = "must be tcp or udp") @JsonProperty
  private String transport = "tcp";

  @Override
  public ScheduledReporter build(MetricRegistry registry) {
    GraphiteSender sender =
        transport.equals("udp") ? new GraphiteUDP(host, port) : new Graphite(host, port);
    return GraphiteReporter.forRegistry(registry)
        .convertDurationsTo(getDurationUnit())
        .convertRatesTo(getRateUnit())
        .filter(getFilter())
        .prefixedWith(prefix)
        .disabledMetricAttributes(getDisabledAttributes())
        .build(sender);
  }
}
