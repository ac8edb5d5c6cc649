package io.sluice.gateway.push;

import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The connections to targets. Those that were made under different rules for addresses and
 * certificates are never shared: a connection is used again without a look at either.
 */
final class PushClients {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration THREADS_END = Duration.ofSeconds(2);

  /** Shorter than servers keep idle connections, so that few requests meet one that is closing. */
  private static final Duration MAX_IDLE = Duration.ofSeconds(1);

  private static final int MAX_LINE = 4096;
  private static final int MAX_HEADERS = 16 * 1024;

  /** Half of the cores, as the server has: see {@code server.Gateway}. */
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private record Client(ConnectionProvider connections, HttpClient http) {}

  private final Authorities ofJava = Authorities.ofJava();
  private final LoopResources threads = LoopResources.create("sluice-push", THREADS, true);
  private final AddressResolverGroup<InetSocketAddress> names;
  private final int mostCalls;
  private final Map<Peers, Client> clients = new ConcurrentHashMap<>();

  /**
   * Reads files of the system, which blocks.
   *
   * @param names by which hosts are looked up, or null for those of the system
   * @param mostCalls at once
   */
  PushClients(@Nullable AddressResolverGroup<InetSocketAddress> names, int mostCalls) {
    this.names =
        names == null
            ? new DnsAddressResolverGroup(
                new DnsNameResolverBuilder()
                    .datagramChannelType(NioDatagramChannel.class)
                    .socketChannelType(NioSocketChannel.class))
            : names;
    this.mostCalls = mostCalls;
  }

  /** The client for what may be called by this line. */
  HttpClient of(Allowed line) {
    return clients.computeIfAbsent(line.peers(), this::client).http();
  }

  /** Closes the connections by which nothing more is sent. */
  Mono<Void> keepOnly(PushRules rules) {
    return Flux.fromIterable(List.copyOf(clients.keySet()))
        .filter(peers -> !rules.peers().contains(peers))
        .mapNotNull(clients::remove)
        .flatMap(client -> client.connections().disposeLater())
        .then();
  }

  /** Closes all. */
  Mono<Void> close() {
    return keepOnly(PushRules.NONE)
        .then(Mono.defer(() -> threads.disposeLater(Duration.ZERO, THREADS_END)))
        .doFinally(ended -> names.close());
  }

  private Client client(Peers peers) {
    SslContext tls = (peers.ca() == null ? ofJava : peers.ca()).tls();
    ConnectionProvider connections =
        ConnectionProvider.builder("sluice-push")
            .maxConnections(mostCalls)
            .pendingAcquireMaxCount(mostCalls)
            .maxIdleTime(MAX_IDLE)
            .evictInBackground(MAX_IDLE)
            .lifo()
            .build();
    return new Client(
        connections,
        HttpClient.create(connections)
            .secure(spec -> spec.sslContext(tls))
            .runOn(threads, false) // so that the resolver runs on them too
            .resolver(new CheckedNames(names, peers.networks()))
            .followRedirect(false)
            .disableRetry(true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(CONNECT_WITHIN.toMillis()))
            .httpResponseDecoder(
                spec -> spec.maxInitialLineLength(MAX_LINE).maxHeaderSize(MAX_HEADERS))
            .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, "sluice")));
  }
}
