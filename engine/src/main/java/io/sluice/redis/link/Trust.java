package io.sluice.redis.link;

import io.sluice.config.SluiceConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who may have issued the certificate of a Redis. Read once, before the first connection: Lettuce
 * would read the file each time it connects, on the thread that serves all connections.
 */
final class Trust {
  /**
   * Blocks.
   *
   * @throws IllegalArgumentException when {@code redisCa} is a file without certificates
   */
  static TrustManagerFactory of(SluiceConfig config) {
    TrustManagerFactory own = config.redisTls().trust();
    return config.redisCa() == null && own != null ? own : in(config.redisCa());
  }

  private static TrustManagerFactory in(@Nullable Path ca) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(ca == null ? null : store(ca));
      return trust;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "redisCa must be a PEM file with certificates, is " + ca, e);
    }
  }

  private static KeyStore store(Path ca) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    Collection<? extends Certificate> found;
    try (InputStream pem = Files.newInputStream(ca)) {
      found = CertificateFactory.getInstance("X.509").generateCertificates(pem);
    }
    if (found.isEmpty()) {
      throw new IOException("there are none in " + ca);
    }
    for (Certificate certificate : found) {
      store.setCertificateEntry("ca-" + store.size(), certificate);
    }
    return store;
  }

  private Trust() {}
}
