package io.tallyman.admin;

import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.jetty.HttpsConnectorFactory;
import io.tallyman.access.AccessSettings;
import io.tallyman.event.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the admin port on this machine unless callers are asked who they are, and passwords off
 * networks that can read them.
 */
public final class AdminBinding {

  private static final String REMEDY =
      "give access a key or a user (docs/operations.md, Who may do what), or bind the admin port"
          + " to 127.0.0.1 and reach it by ssh -L";

  private final AccessSettings access;
  private final List<Problem> problems = new ArrayList<>();

  private AdminBinding(AccessSettings access) {
    this.access = access;
  }

  /**
   * One problem for each admin connector that others than this machine could reach, and that isn't
   * made safe by access control.
   */
  public static List<Problem> problems(ServerFactory server, AccessSettings access) {
    AdminBinding binding = new AdminBinding(access);
    if (server instanceof DefaultServerFactory both) {
      List<ConnectorFactory> connectors = both.getAdminConnectors();
      for (int number = 0; number < connectors.size(); number++) {
        binding.check("server.adminConnectors[" + number + "]", connectors.get(number));
      }
    } else if (server instanceof SimpleServerFactory one) {
      binding.check("server.connector", one.getConnector());
    } else {
      binding.problem(
          "server.type", "it isn't known where this type of server binds its admin port", REMEDY);
    }
    return List.copyOf(binding.problems);
  }

  private void check(String where, ConnectorFactory connector) {
    if (!(connector instanceof HttpConnectorFactory http)) {
      problem(
          where + ".type",
          "it isn't known where this type of connector binds",
          "use http on 127.0.0.1, or https");
      return;
    }
    if (http.isUseForwardedHeaders()) {
      problem(
          where + ".useForwardedHeaders",
          "anybody could say by a header that they are this machine, or use TLS",
          "take it out");
    }
    @Nullable String host = http.getBindHost();
    boolean everywhere = host == null || host.isBlank();
    if (!everywhere && isLoopback(host)) {
      return;
    }
    if (!access.asks()) {
      problem(
          where + ".bindHost",
          everywhere
              ? "it is missing, so every network reaches it"
              : host + " is not this machine alone",
          REMEDY);
    } else {
      checkNetwork(where, http);
    }
  }

  private void checkNetwork(String where, HttpConnectorFactory http) {
    if (!access.users().isEmpty() && !(http instanceof HttpsConnectorFactory)) {
      problem(
          where + ".type",
          "the passwords of access.users could be read on the network",
          "use https, or give access keys only, or bind to 127.0.0.1");
    }
    if (access.hosts().isEmpty()) {
      problem(
          "access.hosts",
          "it is missing, so nobody could address the port over the network",
          "name the host as its callers do");
    }
  }

  private void problem(String where, String cause, String remedy) {
    problems.add(new Problem(where, cause, remedy));
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
