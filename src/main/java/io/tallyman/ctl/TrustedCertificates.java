package io.tallyman.ctl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusts the certificates of a PEM file and no others; names of hosts are checked as ever. */
final class TrustedCertificates {

  private TrustedCertificates() {}

  /**
   * @throws CtlFailure when the file has no certificates
   */
  static SSLContext of(Path file) throws CtlFailure {
    try (InputStream pem = Files.newInputStream(file)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.setCertificateEntry("trusted-" + trusted.size(), each);
      }
      if (trusted.size() == 0) {
        throw CtlFailure.usage("tls.trust: " + file + " has no certificate");
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw CtlFailure.usage(
          "tls.trust: %s can't be read as PEM certificates: %s"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }
}
