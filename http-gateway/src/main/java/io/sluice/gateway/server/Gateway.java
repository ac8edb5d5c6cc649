package io.sluice.gateway.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sluice.Sluice;
import io.sluice.gateway.api.Routes;
import io.sluice.gateway.http.RequestClock;
import io.sluice.gateway.http.RequestLimits;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.http.Timeouts;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.metrics.HttpMetrics;
import io.sluice.gateway.metrics.PushMetrics;
import io.sluice.metrics.EngineCounters;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.FutureMono;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** The HTTP API of one engine, while it listens. The engine is the caller's, and stays open. */
public final class Gateway {
  private static final String FILTER = "sluice.requestFilter";
  private static final String DEADLINES = "sluice.deadlines";
  private static final String ANSWER_WATCH = "sluice.answerWatch";
  private static final String CONNECTION_LIMIT = "sluice.connectionLimit";

  /**
   * Half of the cores: the other half is for the connection to Redis, for workers, and often for
   * Redis itself. With more threads than that they wait for each other; on two cores one thread
   * took in 40,000 tasks a second, two 33,000, four 24,000.
   */
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private static final Duration THREADS_END = Duration.ofSeconds(2);

  private final LoopResources threads;
  private final DisposableServer server;
  private final ChannelGroup connections;
  private final Stopping stopping;
  private final boolean secure;
  private final PushMetrics push;

  private Gateway(
      LoopResources threads,
      DisposableServer server,
      ChannelGroup connections,
      Stopping stopping,
      boolean secure,
      PushMetrics push) {
    this.threads = threads;
    this.server = server;
    this.connections = connections;
    this.stopping = stopping;
    this.secure = secure;
    this.push = push;
  }

  /**
   * Listens. Cold; errors with {@link reactor.netty.ChannelBindException} when the port is taken.
   *
   * @param counters of the same engine, for {@code /metrics}
   * @param port 0 for a free one
   */
  public static Mono<Gateway> start(Sluice sluice, EngineCounters counters, String host, int port) {
    return start(sluice, counters, GatewayOptions.at(host, port));
  }

  /** Listens, as above. */
  public static Mono<Gateway> start(
      Sluice sluice, EngineCounters counters, GatewayOptions options) {
    return Mono.defer(
        () -> {
          int maxConnections = options.maxConnections();
          Stopping stopping = new Stopping();
          GatewayMetrics metrics = new GatewayMetrics(counters);
          LongSupplier restarts = options.redisRestarts();
          if (restarts != null) {
            metrics.watchOwnRedis(restarts);
          }
          Router router =
              new Router(Routes.of(sluice, metrics, stopping, maxConnections, options.reports()));
          ConnectionLimit limit = new ConnectionLimit(maxConnections);
          metrics.http().watchConnections(limit::open, maxConnections);
          ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
          LoopResources threads = LoopResources.create("sluice-http", THREADS, true);
          Dispatcher dispatcher =
              new Dispatcher(
                  router, options.access(), ServedHosts.of(options), metrics.http(), stopping);
          return limited(
                  secured(HttpServer.create(), options),
                  metrics.http(),
                  options.timeouts(),
                  limit,
                  new WholeLane(dispatcher))
              .channelGroup(connections)
              .runOn(threads)
              .host(options.host())
              .port(options.port())
              .handle(dispatcher::handle)
              .bind()
              .<Gateway>map(
                  server ->
                      new Gateway(
                          threads,
                          server,
                          connections,
                          stopping,
                          options.tls() != null,
                          metrics.push()))
              .doOnError(error -> threads.dispose());
        });
  }

  public String host() {
    return server.host();
  }

  public int port() {
    return server.port();
  }

  /** Where requests to targets are counted, so that {@code /metrics} shows them. */
  public PushMetrics pushMetrics() {
    return push;
  }

  /** {@code http://HOST:PORT}, or with {@code https}, for people and clients on this machine. */
  public String url() {
    String host = host().contains(":") ? '[' + host() + ']' : host();
    return (secure ? "https://" : "http://") + host + ':' + port();
  }

  /**
   * Is not ready any more, takes no new connections, answers those who wait, lets requests that are
   * under way end within the grace, and closes what is left. Cold.
   */
  public Mono<Void> stop(Duration grace) {
    return Mono.defer(
        () -> {
          stopping.begin();
          server.dispose();
          return Mono.when(server.onDispose(), drained())
              .take(grace)
              .then(FutureMono.deferFuture(connections::close))
              .then(threads.disposeLater(Duration.ZERO, THREADS_END));
        });
  }

  /**
   * Completes when no connection has a request under way. Those that come meanwhile on connections
   * that are open are answered with the word that the connection will be closed, so this ends.
   */
  private Mono<Void> drained() {
    return Mono.defer(
        () -> {
          List<Mono<Void>> underWay = connections.stream().flatMap(Gateway::underWay).toList();
          return underWay.isEmpty() ? Mono.empty() : Mono.when(underWay).then(drained());
        });
  }

  private static Stream<Mono<Void>> underWay(Channel channel) {
    RequestFilter filter = channel.pipeline().get(RequestFilter.class);
    return Stream.concat(
        Stream.ofNullable(ChannelOperations.get(channel)).map(ChannelOperations::onTerminate),
        Stream.ofNullable(filter)
            .map(RequestFilter::turn)
            .flatMap(Stream::ofNullable)
            .map(WholeTurn::whenOver));
  }

  private static HttpServer secured(HttpServer server, GatewayOptions options) {
    SslContext tls = options.tls();
    return tls == null ? server : server.secure(spec -> spec.sslContext(tls));
  }

  private static HttpServer limited(
      HttpServer server,
      HttpMetrics metrics,
      Timeouts timeouts,
      ConnectionLimit limit,
      WholeLane lane) {
    return server
        .childOption(ChannelOption.SO_SNDBUF, RequestLimits.SEND_BUFFER_BYTES)
        .httpRequestDecoder(
            spec ->
                spec.maxInitialLineLength(RequestLimits.MAX_URI_BYTES)
                    .maxHeaderSize(RequestLimits.MAX_HEADER_BYTES))
        .doOnChannelInit(
            (observer, channel, remote) -> {
              channel.pipeline().addFirst(CONNECTION_LIMIT, limit);
              guard(channel, metrics, timeouts, lane);
            });
  }

  /** All that stands around the codec of one connection. */
  private static void guard(
      Channel channel, HttpMetrics metrics, Timeouts timeouts, WholeLane lane) {
    RequestClock clock =
        RequestClock.start(channel, timeouts, channel.eventLoop().ticker().nanoTime());
    RequestFilter filter =
        new RequestFilter(clock, lane, refusal -> metrics.refused(refusal.status().code()));
    channel
        .pipeline()
        .addBefore(NettyPipeline.HttpCodec, DEADLINES, new Deadlines(clock, timeouts))
        .addBefore(NettyPipeline.HttpCodec, FILTER, filter)
        .addAfter(NettyPipeline.HttpCodec, ANSWER_WATCH, new AnswerWatch(filter));
  }
}
