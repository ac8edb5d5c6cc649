package io.sluice.gateway.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.sluice.gateway.reload.ChangedFiles;
import io.sluice.gateway.tls.KeyPairFiles.KeyPair;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * TLS with the certificate of two files. They are read again when they change: connections that are
 * made from then on see the new one, those that are open go on. While what is there cannot be used,
 * the one before is shown.
 */
public final class ServerCertificate extends SslContext {
  private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final KeyPairFiles files;
  private final Disposable.Swap watch = Disposables.swap();
  private volatile SslContext now;
  private KeyPair shown;
  private @Nullable String trouble;

  private ServerCertificate(KeyPairFiles files) {
    this.files = files;
    this.shown = files.read();
    this.now = context(shown);
  }

  /**
   * Reads both files and keeps watch over them. Blocks.
   *
   * @throws InvalidCertificateException when they cannot be used
   */
  public static ServerCertificate open(Path certificate, Path key) {
    ServerCertificate opened = new ServerCertificate(new KeyPairFiles(certificate, key));
    opened.watch.update(ChangedFiles.watch(List.of(certificate, key), opened::reload));
    return opened;
  }

  /** Does not look at its files any more. */
  public void close() {
    watch.dispose();
  }

  private void reload() {
    try {
      KeyPair fresh = files.read();
      if (!fresh.chain()[0].equals(shown.chain()[0])) {
        now = context(fresh);
        shown = fresh;
        log.info("certificate from {}, valid until {}", files.certificate(), notAfter(fresh));
      }
      trouble = null;
    } catch (InvalidCertificateException unusable) {
      if (!Objects.equals(trouble, unusable.getMessage())) {
        trouble = unusable.getMessage();
        log.error("the certificate was not reloaded, the previous one stays in use: {}", trouble);
      }
    }
  }

  private static Object notAfter(KeyPair pair) {
    return pair.chain()[0].getNotAfter().toInstant();
  }

  private static SslContext context(KeyPair pair) {
    try {
      return SslContextBuilder.forServer(pair.key(), pair.chain())
          .sslProvider(SslProvider.JDK)
          .protocols(PROTOCOLS)
          .build();
    } catch (SSLException e) {
      throw new InvalidCertificateException(
          "the certificate and its key cannot be used for TLS", e);
    }
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return now.newEngine(allocator);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
    return now.newEngine(allocator, peerHost, peerPort);
  }

  @Override
  public boolean isClient() {
    return false;
  }

  @Override
  public List<String> cipherSuites() {
    return now.cipherSuites();
  }

  @Override
  @SuppressWarnings("deprecation") // its type; Netty has no other method for it
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return now.applicationProtocolNegotiator();
  }

  @Override
  public SSLSessionContext sessionContext() {
    return now.sessionContext();
  }
}
