package io.sluice.config;

import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What an application has already for a {@code rediss://}: certificates in key stores, as those of
 * an SSL bundle of Spring Boot.
 *
 * @param trust who may have issued the certificate of Redis; null for those that Java trusts
 * @param keys the certificate of the engine and its key, for a Redis that asks clients for one;
 *     null for none
 * @param protocols of TLS, as Java names them; if empty, 1.3 and 1.2
 * @param ciphers suites, as Java names them; empty for those of Java
 */
public record RedisTls(
    @Nullable TrustManagerFactory trust,
    @Nullable KeyManagerFactory keys,
    List<String> protocols,
    List<String> ciphers) {

  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  public static final RedisTls DEFAULT = new RedisTls(null, null, PROTOCOLS, List.of());

  public RedisTls {
    protocols = protocols.isEmpty() ? PROTOCOLS : List.copyOf(protocols);
    ciphers = List.copyOf(ciphers);
  }
}
