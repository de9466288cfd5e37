package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  private static String said(Throwable failure) {
    StringWriter said = new StringWriter();
    Failures.print(failure, new PrintWriter(said, true));
    return said.toString();
  }

  @Test
  void shouldSayWhichAddressIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerConnector connector = new ServerConnector(new Server())) {
      connector.setHost("127.0.0.1");
      connector.setPort(taken.getLocalPort());

      assertThat(said(catchThrowable(connector::open)))
          .startsWith("127.0.0.1:" + taken.getLocalPort() + " is in use; ")
          .contains("server.applicationConnectors", "server.adminConnectors")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void shouldSayEverythingOfAFailureThatItHasNoSentenceFor() {
    assertThat(said(new IllegalStateException("strange"))).contains("strange", "\tat ");
  }
}
