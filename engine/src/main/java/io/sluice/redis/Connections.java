package io.sluice.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.TimeoutOptions.TimeoutSource;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.task.RedisUnavailableException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How this engine talks to Redis; the one place with Lettuce's settings, each of which was
 * measured.
 *
 * <p>Reconnect, but never replay: by default Lettuce sends again what was in flight when a
 * connection broke, and with 50 lost replies 50 INCRs became 99. With {@code REJECT_COMMANDS} what
 * was in flight fails, and the lanes above send again under the same number. {@code replayFilter}
 * does not help and hangs.
 */
public final class Connections {
  /** A script call is near a millisecond; past this the connection or the server is in trouble. */
  static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

  /** How long a BLMOVE may block on the server, and how long its reply is waited for. */
  static final Duration BLOCK = Duration.ofSeconds(2);

  private static final Duration BLOCK_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than a BLMOVE blocks; no connection is that silent while its server lives. */
  static final Duration SILENCE = Duration.ofSeconds(3);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** A Sentinel that does not answer is passed over for the next. */
  private static final Duration SENTINEL_TIMEOUT = Duration.ofSeconds(1);

  private static final Duration RECONNECT_MIN = Duration.ofMillis(20);
  private static final Duration RECONNECT_MAX = Duration.ofSeconds(1);
  private static final Duration TCP_USER_TIMEOUT = Duration.ofSeconds(10);

  /** Calls that are made in one turn of the thread of the connections go out in one write. */
  private static final int MOST_CALLS_A_WRITE = 64;

  private static final int REQUEST_QUEUE = 8192;

  /**
   * All connections of an engine are served by one thread. Scripts go over one connection, so there
   * is no work for a second; and a claim that follows a BLMOVE need not wake another thread first.
   */
  private static final int IO_THREADS = 1;

  private final EventLoopGroupProvider threads = new DefaultEventLoopGroupProvider(IO_THREADS);
  private final ClientResources resources;
  private final RedisClient client;
  private final RedisURI uri;
  private final Reporter reporter;
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private volatile @Nullable String endedBy;

  Connections(String redisUri, EngineListener listener) {
    this(redisUri, null, listener, CommandLatencyRecorder.disabled());
  }

  Connections(
      String redisUri,
      @Nullable Path ca,
      EngineListener listener,
      CommandLatencyRecorder latencies) {
    uri = Address.of(redisUri);
    uri.setTimeout(COMMAND_TIMEOUT);
    uri.getSentinels().forEach(each -> each.setTimeout(SENTINEL_TIMEOUT));
    resources =
        DefaultClientResources.builder()
            .eventLoopGroupProvider(threads)
            .commandLatencyRecorder(latencies)
            .nettyCustomizer(watching())
            .reconnectDelay(
                Delay.fullJitter(
                    RECONNECT_MIN, RECONNECT_MAX, RECONNECT_MIN.toMillis(), TimeUnit.MILLISECONDS))
            .build();
    client = RedisClient.create(resources, uri);
    client.setOptions(
        uri.isSsl() ? options().mutate().sslOptions(sslOptions(ca)).build() : options());
    reporter = new Reporter(listener);
    resources
        .eventBus()
        .get()
        .ofType(ReconnectFailedEvent.class)
        .subscribe(failed -> reporter.lastFailure = failed.getCause(), ended -> {});
  }

  /** The connection that scripts go over; what becomes of it is told to the listener. */
  public Mono<StatefulRedisConnection<byte[], byte[]>> openReported() {
    return open().doOnNext(connection -> connection.addListener(reporter));
  }

  /** A connection of its own. */
  Mono<StatefulRedisConnection<byte[], byte[]>> open() {
    return connected(() -> client.connectAsync(ByteArrayCodec.INSTANCE, uri))
        .onErrorMap(error -> Errors.notConnected(address(), uri.isSsl(), error));
  }

  /** A connection for subscriptions; it subscribes again by itself when it comes back. */
  Mono<StatefulRedisPubSubConnection<byte[], byte[]>> openPubSub() {
    return connected(() -> client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri))
        .onErrorMap(error -> Errors.notConnected(address(), uri.isSsl(), error));
  }

  /** Closes all connections; each comes back, to where the address leads now. */
  void connectAnew() {
    ChannelGroupFuture unused = channels.close();
  }

  /** The one place that asks for the reactive commands: from Lettuce 7.8 the accessor changes. */
  public static RedisReactiveCommands<byte[], byte[]> commands(
      StatefulRedisConnection<byte[], byte[]> connection) {
    return connection.reactive();
  }

  public Mono<Void> shutdown() {
    return Mono.fromRunnable(() -> reporter.closing = true)
        .then(Mono.fromCompletionStage(() -> client.shutdownAsync(0, 2, TimeUnit.SECONDS)))
        .then(ended(() -> resources.shutdown(0, 2, TimeUnit.SECONDS)))
        .then(ended(() -> threads.shutdown(0, 2, TimeUnit.SECONDS)));
  }

  /** What a failed call says; of one that found no connection, why there is none. */
  public Throwable explained(String what, Throwable error) {
    Throwable failure = reporter.lastFailure;
    return failure == null
        ? Errors.translate(what, error)
        : new RedisUnavailableException("not connected: " + Reason.of(failure), error);
  }

  /** Errors also with what the other side would not be asked. */
  private <T> Mono<T> connected(Supplier<CompletionStage<T>> connecting) {
    return Mono.defer(
            () -> {
              endedBy = null;
              return Mono.fromCompletionStage(connecting);
            })
        .onErrorMap(error -> Introduction.explained(address(), endedBy, error));
  }

  private static Mono<Void> ended(Supplier<Future<Boolean>> shutdown) {
    return Mono.create(sink -> shutdown.get().addListener(done -> sink.success()));
  }

  /** For messages, without user and password. */
  String address() {
    return uri.getSentinels().isEmpty()
        ? uri.getHost() + ":" + uri.getPort()
        : "the master '"
            + uri.getSentinelMasterId()
            + "' by the Sentinels "
            + uri.getSentinels().stream()
                .map(each -> each.getHost() + ":" + each.getPort())
                .collect(Collectors.joining(", "));
  }

  private static ClientOptions options() {
    return ClientOptions.builder()
        .autoReconnect(true)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .protocolVersion(ProtocolVersion.RESP2)
        .requestQueueSize(REQUEST_QUEUE)
        .socketOptions(socketOptions())
        .timeoutOptions(TimeoutOptions.builder().timeoutSource(new ByCommand()).build())
        .build();
  }

  /** The name in the URI is looked for in the certificate, as Lettuce does unless told not to. */
  private static SslOptions sslOptions(@Nullable Path ca) {
    return SslOptions.builder()
        .jdkSslProvider()
        .protocols("TLSv1.3", "TLSv1.2")
        .trustManager(Trust.in(ca))
        .build();
  }

  private NettyCustomizer watching() {
    return new NettyCustomizer() {
      @Override
      public void afterChannelInitialized(Channel channel) {
        channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_CALLS_A_WRITE, true));
        channels.add(channel);
        Silence.watch(channel, SILENCE);
        Introduction.watch(channel, command -> endedBy = command);
      }
    };
  }

  private static SocketOptions socketOptions() {
    SocketOptions.Builder options = SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT);
    KeepAlive.applyTo(options);
    if (EpollProvider.isAvailable()) { // only the native transport can set it
      options.tcpUserTimeout(
          TcpUserTimeoutOptions.builder().enable().tcpUserTimeout(TCP_USER_TIMEOUT).build());
    }
    return options.build();
  }

  /** A blocking command is given the time that it blocks, and some more. */
  private static final class ByCommand extends TimeoutSource {
    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
      Duration timeout = command.getType() == CommandType.BLMOVE ? BLOCK_TIMEOUT : COMMAND_TIMEOUT;
      return timeout.toMillis();
    }

    @Override
    public TimeUnit getTimeUnit() {
      return TimeUnit.MILLISECONDS;
    }
  }

  private static final class Reporter implements RedisConnectionStateListener {
    private final EngineListener listener;
    private volatile boolean closing;
    private volatile @Nullable Throwable lastFailure;

    private Reporter(EngineListener listener) {
      this.listener = listener;
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
      lastFailure = null;
      listener.on(new EngineEvent.ConnectionChanged(true));
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
      if (!closing) {
        listener.on(new EngineEvent.ConnectionChanged(false));
      }
    }
  }
}
