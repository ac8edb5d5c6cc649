package io.sluice.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate that is its own issuer, and its key, in files of PEM; made by the keytool of the
 * JDK.
 */
public record PemPair(Path certificate, Path key) {
  private static final String ALIAS = "a";
  private static final String PASSWORD = "changeit";
  private static final String OPTIONS =
      "-genkeypair -keyalg RSA -dname CN=test -validity 2 -storetype PKCS12 -alias "
          + ALIAS
          + " -ext san=";

  /**
   * Writes {@code name.pem} and {@code name.key}.
   *
   * @param subject alternative names like {@code dns:localhost,ip:127.0.0.1}
   */
  public static PemPair in(Path dir, String name, String subject)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = dir.resolve(name + ".p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command = new ArrayList<>(List.of(keytool));
    command.addAll(List.of((OPTIONS + subject).split(" ", -1)));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
    Process made = new ProcessBuilder(command).inheritIO().start();
    if (made.waitFor() != 0) {
      throw new IllegalStateException("keytool ended with " + made.exitValue());
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new PemPair(
        written(
            dir.resolve(name + ".pem"), "CERTIFICATE", store.getCertificate(ALIAS).getEncoded()),
        written(
            dir.resolve(name + ".key"),
            "PRIVATE KEY",
            store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
  }

  private static Path written(Path file, String kind, byte[] bytes) throws IOException {
    String base64 = Base64.getMimeEncoder().encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
  }
}
