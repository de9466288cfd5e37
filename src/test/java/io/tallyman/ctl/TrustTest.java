package io.tallyman.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tallyman.cluster.Certificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts over TLS, whose certificate only the profile knows. */
@Timeout(60)
class TrustTest {

  @TempDir Path folder;
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    SSLContext context = Certificate.in(folder).context();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = "well\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void shouldTrustTheCertificateOfTheProfileAndNoOther() throws Exception {
    Path profiles = folder.resolve("ctl.yml");
    String host = "https://127.0.0.1:" + server.getAddress().getPort();
    Files.writeString(
        profiles,
        """
        known: {hosts: ["%s"], tls: {trust: "%s"}}
        stranger: {hosts: ["%s"]}
        """
            .formatted(host, folder.resolve("host.pem"), host));
    Map<String, String> environment = Map.of("TALLYMAN_CTL", profiles.toString());

    assertThat(CtlRun.of(environment, "--env", "known", "get", "/").out()).isEqualTo("well\n");
    CtlRun refused = CtlRun.of(environment, "--env", "stranger", "get", "/");
    assertThat(refused.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("TLS failed").contains("tls.trust of the profile");
  }
}
