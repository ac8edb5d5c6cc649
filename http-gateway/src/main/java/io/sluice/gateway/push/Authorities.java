package io.sluice.gateway.push;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.sluice.gateway.problem.FileTrouble;
import io.sluice.gateway.problem.Quoted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Who may have issued the certificate of a target. Two are equal when they are the same
 * certificates, so that a push file that is read again keeps its connections.
 */
final class Authorities {
  private static final long MAX_BYTES = 1024 * 1024;

  private final List<X509Certificate> certificates;
  private final SslContext tls;

  private Authorities(List<X509Certificate> certificates) {
    this.certificates = certificates;
    this.tls = trusting(certificates);
  }

  /** Those that Java trusts. Blocks. */
  static Authorities ofJava() {
    return new Authorities(List.of());
  }

  /**
   * Those of a PEM file, and no others. Blocks.
   *
   * @throws IllegalArgumentException when it has none
   */
  static Authorities in(String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > MAX_BYTES) {
        throw new IllegalArgumentException(
            "ca must be a file of at most " + MAX_BYTES + " bytes, is " + Quoted.of(file));
      }
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(path)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw noCertificates(file, null);
      }
      return new Authorities(found);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "ca names " + Quoted.of(file) + ", which cannot be read: " + FileTrouble.of(e), e);
    } catch (CertificateException | InvalidPathException e) {
      throw noCertificates(file, e);
    }
  }

  private static IllegalArgumentException noCertificates(String file, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "ca must be a PEM file with certificates, is " + Quoted.of(file), cause);
  }

  SslContext tls() {
    return tls;
  }

  private static SslContext trusting(List<X509Certificate> certificates) {
    try {
      SslContextBuilder builder = SslContextBuilder.forClient();
      return certificates.isEmpty() ? builder.build() : builder.trustManager(certificates).build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java offers no TLS", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Authorities those && those.certificates.equals(certificates);
  }

  @Override
  public int hashCode() {
    return certificates.hashCode();
  }

  @Override
  public String toString() {
    return certificates.size() + " authorities";
  }
}
