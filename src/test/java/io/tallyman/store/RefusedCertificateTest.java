package io.tallyman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallyman.cluster.Certificate;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a server whose certificate the driver doesn't take. */
final class RefusedCertificateTest {

  private static final String REMEDY =
      "; have trustCertificateKeyStoreUrl in database.url lead to a store with the certificate of"
          + " its authority, and with sslMode=VERIFY_IDENTITY the url name the server as its"
          + " certificate does (VERIFY_CA checks no name)";

  @TempDir static Path folder;

  private static Certificate certificate;
  private static TlsGreeter server;

  @BeforeAll
  static void start() throws Exception {
    certificate = Certificate.in(folder);
    server = new TlsGreeter(certificate);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void shouldNameACertificateOfAnUnknownAuthority() {
    String sentence = refused(url("127.0.0.1", "sslMode=VERIFY_CA"));

    assertThat(sentence)
        .startsWith("can't look in the database: the server's certificate is refused: ")
        .doesNotContain("start the database", "Exception")
        .endsWith(REMEDY);
  }

  @Test
  void shouldNameACertificateOfAnotherServer() {
    // the same address, written as the certificate doesn't have it
    String sentence = refused(url("127.1", "sslMode=VERIFY_IDENTITY" + trust()));

    assertThat(sentence)
        .contains("the server's certificate is refused: Server identity verification failed")
        .endsWith(REMEDY);
  }

  @Test
  void shouldNotBlameACertificateThatIsTaken() {
    String sentence = refused(url("127.0.0.1", "sslMode=VERIFY_IDENTITY" + trust()));

    assertThat(sentence).contains("link failure; start the database").doesNotContain("certificate");
  }

  @Test
  void shouldNameTheCertificateThroughThePool() {
    SQLException told = failure(url("127.0.0.1", "sslMode=VERIFY_CA"));
    SQLException pool = new SQLTransientConnectionException("timed out after 6000ms", told);

    assertThat(sentence(pool)).contains("the server's certificate is refused: ").endsWith(REMEDY);
    assertThat(new SqlFailures("the database").unavailable("look", pool))
        .as("the server may get another certificate")
        .hasMessageEndingWith("; it is tried again");
  }

  private static String url(String host, String options) {
    return "jdbc:mysql://" + host + ":" + server.port() + "/tallyman?" + options;
  }

  private static String trust() {
    return "&trustCertificateKeyStoreUrl=file:"
        + certificate.store()
        + "&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword="
        + Certificate.PASSWORD;
  }

  private static String refused(String url) {
    return sentence(failure(url));
  }

  private static SQLException failure(String url) {
    DatabaseSettings settings = new DatabaseSettings(url, "tallyman", "secret", false);
    DirectConnections connections =
        new DirectConnections(settings, DriverProperties.forService(settings));
    return catchThrowableOfType(SQLException.class, connections::open);
  }

  private static String sentence(SQLException e) {
    return new SqlFailures("the database").sentence("look", e);
  }
}
