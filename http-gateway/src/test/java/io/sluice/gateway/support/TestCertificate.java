package io.sluice.gateway.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that is its own issuer, made by the keytool of the JDK. */
public final class TestCertificate {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String ALIAS = "a";

  private final KeyStore store;

  private TestCertificate(KeyStore store) {
    this.store = store;
  }

  /**
   * @param subject alternative names like {@code dns:localhost,ip:127.0.0.1}
   */
  public static TestCertificate of(String algorithm, String subject) throws Exception {
    Path file = Files.createTempDirectory("sluice-keys").resolve("keys.p12");
    String[] command = {
      Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
      "-genkeypair",
      "-alias",
      ALIAS,
      "-keyalg",
      algorithm,
      "-dname",
      "CN=test",
      "-ext",
      "san=" + subject,
      "-validity",
      "2",
      "-storetype",
      "PKCS12",
      "-keystore",
      file.toString(),
      "-storepass",
      new String(PASSWORD)
    };
    int exit = Processes.exitCode(new ProcessBuilder(command).inheritIO().start());
    if (exit != 0) {
      throw new AssertionError("keytool ended with " + exit);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    Files.delete(file);
    Files.delete(file.getParent());
    return new TestCertificate(store);
  }

  public Certificate certificate() throws Exception {
    return store.getCertificate(ALIAS);
  }

  public Path writeCertificate(Path file) throws Exception {
    return write(file, "CERTIFICATE", certificate().getEncoded());
  }

  public Path writeKey(Path file) throws Exception {
    return write(file, "PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded());
  }

  /** For one who trusts it, or who has it. */
  public SSLContext context() throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, certificate());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static Path write(Path file, String kind, byte[] bytes) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
  }
}
