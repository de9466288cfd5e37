package io.tallyman.admin;

import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.tallyman.event.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the admin port on this machine. It asks nobody who they are, so only who is logged in here
 * may reach it.
 */
public final class AdminBinding {

  private static final String REMEDY =
      "access control comes with a later version, so bind the admin port to 127.0.0.1 and reach it"
          + " by ssh -L";

  private AdminBinding() {}

  /** One problem for each admin connector that others than this machine could reach. */
  public static List<Problem> problems(ServerFactory server) {
    if (server instanceof DefaultServerFactory both) {
      return problems("server.adminConnectors", both.getAdminConnectors());
    }
    if (server instanceof SimpleServerFactory one) {
      return problem("server.connector", one.getConnector());
    }
    return List.of(
        new Problem(
            "server.type",
            "it isn't known where this type of server binds its admin port",
            REMEDY));
  }

  private static List<Problem> problems(String where, List<ConnectorFactory> connectors) {
    List<Problem> problems = new ArrayList<>();
    for (int number = 0; number < connectors.size(); number++) {
      problems.addAll(problem(where + "[" + number + "]", connectors.get(number)));
    }
    return problems;
  }

  private static List<Problem> problem(String where, ConnectorFactory connector) {
    if (!(connector instanceof HttpConnectorFactory http)) {
      return List.of(
          new Problem(
              where + ".type", "it isn't known where this type of connector binds", REMEDY));
    }
    @Nullable String host = http.getBindHost();
    if (host == null || host.isBlank()) {
      return List.of(
          new Problem(where + ".bindHost", "it is missing, so every network reaches it", REMEDY));
    }
    return isLoopback(host)
        ? List.of()
        : List.of(new Problem(where + ".bindHost", host + " is not this machine alone", REMEDY));
  }

  private static boolean isLoopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
