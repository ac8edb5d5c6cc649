package io.sluice.redis.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.TimeoutOptions.TimeoutSource;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.protocol.RedisCommand;
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
import io.sluice.config.RedisTls;
import io.sluice.config.SluiceConfig;
import io.sluice.guard.Awaited;
import io.sluice.redis.sentinel.SentinelClient;
import io.sluice.redis.sentinel.Sentinels;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Lettuce, as one engine has it: its one thread, and its settings, each of which was measured.
 *
 * <p>Reconnect, but never replay: by default Lettuce sends again what was in flight when a
 * connection broke, and with 50 lost replies 50 INCRs became 99. With {@code REJECT_COMMANDS} what
 * was in flight fails, and the lanes above send again under the same number. {@code replayFilter}
 * does not help and hangs.
 */
final class Client {
  private static final Duration BLOCK_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

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
  private final @Nullable SentinelClient sentinelClient;
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private volatile @Nullable String endedBy;

  /** Of all connections; null before the first. */
  private volatile @Nullable Executor thread;

  /**
   * @param uri any that it will connect to, since all of them want TLS or none
   * @param config has the certificates
   */
  Client(RedisURI uri, SluiceConfig config, CommandLatencyRecorder latencies) {
    resources =
        DefaultClientResources.builder()
            .eventLoopGroupProvider(threads)
            .commandLatencyRecorder(latencies)
            .nettyCustomizer(watching())
            .reconnectDelay(
                Delay.fullJitter(
                    RECONNECT_MIN, RECONNECT_MAX, RECONNECT_MIN.toMillis(), TimeUnit.MILLISECONDS))
            .build();
    sentinelClient = uri.getSentinels().isEmpty() ? null : new SentinelClient(resources, uri);
    client = sentinelClient == null ? RedisClient.create(resources, uri) : sentinelClient;
    client.setOptions(
        uri.isSsl() ? options().mutate().sslOptions(sslOptions(config)).build() : options());
  }

  /** Gives the time limits that every address has. */
  static RedisURI timed(RedisURI uri) {
    uri.setTimeout(Connections.COMMAND_TIMEOUT);
    uri.getSentinels().forEach(each -> each.setTimeout(Sentinels.ANSWER));
    return uri;
  }

  /** Connects; errors also with what the other side would not be asked. */
  <T> Mono<T> connected(String address, Function<RedisClient, CompletionStage<T>> how) {
    return Mono.defer(
            () -> {
              endedBy = null;
              return Awaited.call(() -> how.apply(client));
            })
        .flatMap(this::begun)
        .onErrorMap(error -> Introduction.explained(address, endedBy, error));
  }

  /**
   * Gives a connection on its own thread, so that it has begun: the answer to a login Lettuce hears
   * on another one, which says that there is a connection before that thread knows of it, and a
   * command that is sent at once would be told that there is none.
   */
  private <T> Mono<T> begun(T connection) {
    Executor own = thread;
    return own == null
        ? Mono.just(connection)
        : Mono.create(sink -> own.execute(() -> sink.success(connection)));
  }

  /** Tells why each attempt failed to bring a connection back. */
  void onReconnectFailed(Consumer<Throwable> hears) {
    resources
        .eventBus()
        .get()
        .ofType(ReconnectFailedEvent.class)
        .subscribe(failed -> hears.accept(failed.getCause()), ended -> {});
  }

  /** Closes all connections; each comes back, to where its address leads now. */
  void connectAnew() {
    ChannelGroupFuture unused = channels.close();
  }

  /** Leaves a master at once when its Sentinels name another one, until disposed of. */
  Disposable watchMaster() {
    return sentinelClient == null ? Disposables.disposed() : sentinelClient.watch(channels);
  }

  Mono<Void> shutdown() {
    return Awaited.shared(() -> client.shutdownAsync(0, 2, TimeUnit.SECONDS))
        .then(ended(() -> resources.shutdown(0, 2, TimeUnit.SECONDS)))
        .then(ended(() -> threads.shutdown(0, 2, TimeUnit.SECONDS)));
  }

  private static Mono<Void> ended(Supplier<Future<Boolean>> shutdown) {
    return Mono.create(sink -> shutdown.get().addListener(done -> sink.success()));
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
  private static SslOptions sslOptions(SluiceConfig config) {
    RedisTls tls = config.redisTls();
    SslOptions.Builder options =
        SslOptions.builder()
            .jdkSslProvider()
            .protocols(tls.protocols().toArray(String[]::new))
            .trustManager(Trust.of(config));
    if (!tls.ciphers().isEmpty()) {
      options.cipherSuites(tls.ciphers().toArray(String[]::new));
    }
    if (tls.keys() != null) {
      options.keyManager(tls.keys());
    }
    return options.build();
  }

  private NettyCustomizer watching() {
    return new NettyCustomizer() {
      @Override
      public void afterChannelInitialized(Channel channel) {
        thread = channel.eventLoop();
        channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_CALLS_A_WRITE, true));
        Silence.watch(channel, Connections.SILENCE);
        if (sentinelClient == null || sentinelClient.isOfMaster(channel)) {
          channels.add(channel);
          Introduction.watch(channel, command -> endedBy = command);
        } else {
          Introduction.watch(channel, command -> {});
        }
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
      Duration timeout =
          command.getType() == CommandType.BLMOVE ? BLOCK_TIMEOUT : Connections.COMMAND_TIMEOUT;
      return timeout.toMillis();
    }

    @Override
    public TimeUnit getTimeUnit() {
      return TimeUnit.MILLISECONDS;
    }
  }
}
