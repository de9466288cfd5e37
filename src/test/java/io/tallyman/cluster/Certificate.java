package io.tallyman.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate of this machine that nobody else has signed, made by the JDK's keytool.
 *
 * @param store its key, in PKCS #12
 * @param file the certificate alone, in PEM
 */
public record Certificate(Path store, Path file) {

  /** Of the store and of the key in it. */
  public static final String PASSWORD = "changeit";

  /** Makes one for localhost and 127.0.0.1. */
  public static Certificate in(Path folder) throws IOException, InterruptedException {
    Certificate made = new Certificate(folder.resolve("host.p12"), folder.resolve("host.pem"));
    String store = made.store.toString();
    keytool(
        folder,
        List.of("-genkeypair", "-keystore", store, "-storetype", "PKCS12", "-keyalg", "EC"),
        List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1"));
    keytool(
        folder,
        List.of("-exportcert", "-keystore", store, "-rfc", "-file", made.file.toString()),
        List.of());
    return made;
  }

  private static void keytool(Path folder, List<String> what, List<String> more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(what);
    command.addAll(more);
    command.addAll(List.of("-storepass", PASSWORD, "-alias", "host"));
    Path log = folder.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + Files.readString(log));
    }
  }

  /** For a server that shows it, or a client that trusts it and no other. */
  public SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory shown =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    shown.init(keys, PASSWORD.toCharArray());
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("host", keys.getCertificate("host"));
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
