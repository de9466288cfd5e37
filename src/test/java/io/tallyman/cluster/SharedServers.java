package io.tallyman.cluster;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes the servers that all tests of the JVM share: parameters of type {@link Kafka}
 * and {@link Database}, of constructors, tests and {@code @BeforeAll} methods.
 *
 * <pre>
 * &#64;ExtendWith(SharedServers.class)
 * final class SomethingIT {
 *   &#64;BeforeAll
 *   static void prepare(Kafka kafka, Database server) {
 *     Database database = server.newDatabase("something");
 * </pre>
 *
 * <p>Each is started when it is asked for first and ended after the last test of the JVM. A test
 * that freezes or ends servers, or changes their settings, starts its own {@link KafkaCluster} or
 * {@link EmbeddedDatabase}. Where they run is said by system properties, see {@link ServerChoice}.
 */
public final class SharedServers implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedServers.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Kafka.class || type == Database.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    RunningServers servers =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                RunningServers.class,
                key -> new RunningServers(ServerChoice.ofSystemProperties()),
                RunningServers.class);
    return parameter.getParameter().getType() == Kafka.class ? servers.kafka() : servers.database();
  }
}
