package io.sluice.redis.link;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.guard.Awaited;
import io.sluice.guard.Guarded;
import io.sluice.task.RedisUnavailableException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The connections of an engine to one address. */
public final class Connections {
  /** A script call is near a millisecond; past this the connection or the server is in trouble. */
  public static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

  /** How long a BLMOVE may block on the server. */
  public static final Duration BLOCK = Duration.ofSeconds(2);

  /** Longer than a BLMOVE blocks; no connection is that silent while its server lives. */
  public static final Duration SILENCE = Duration.ofSeconds(3);

  private final Client client;
  private final RedisURI uri;
  private final Reporter reporter;
  private final Set<StatefulConnection<byte[], byte[]>> opened = ConcurrentHashMap.newKeySet();

  /**
   * Which libraries there are. Reads files, so that it may block.
   *
   * @throws IllegalStateException when one of them is too old
   */
  public static EngineEvent requireLibraries() {
    Libraries found = Libraries.found();
    found.require();
    return new EngineEvent.EngineStarts(found.shown());
  }

  /** To an address, without certificates of one's own. */
  public Connections(String redisUri, EngineListener listener) {
    this(SluiceConfig.of(redisUri), listener, CommandLatencyRecorder.disabled());
  }

  /**
   * To the address of an engine.
   *
   * @throws IllegalArgumentException when that is no address
   */
  public Connections(
      SluiceConfig config, EngineListener listener, CommandLatencyRecorder latencies) {
    this(Address.of(config.redisUri()), config, listener, latencies);
  }

  /** To one of the addresses of an engine, which was read before. */
  public Connections(
      RedisURI uri,
      SluiceConfig config,
      EngineListener listener,
      CommandLatencyRecorder latencies) {
    this(new Client(Client.timed(uri), config, latencies), uri, new Reporter(listener));
    client.onReconnectFailed(failure -> reporter.lastFailure = failure);
  }

  private Connections(Client client, RedisURI uri, Reporter reporter) {
    this.client = client;
    this.uri = Client.timed(uri);
    this.reporter = reporter;
  }

  /** Those to another server with the same login, over the same thread. */
  public Connections at(String host, int port) {
    RedisURI there = RedisURI.builder(uri).withHost(host).withPort(port).build();
    return new Connections(client, there, reporter);
  }

  /** The connection that scripts go over; what becomes of it is told to the listener. */
  public Mono<StatefulRedisConnection<byte[], byte[]>> openReported() {
    return open().doOnNext(connection -> connection.addListener(reporter));
  }

  /** A connection of its own. */
  public Mono<StatefulRedisConnection<byte[], byte[]>> open() {
    return client
        .connected(address(), to -> to.connectAsync(ByteArrayCodec.INSTANCE, uri))
        .onErrorMap(error -> Errors.notConnected(address(), uri.isSsl(), error))
        .doOnNext(opened::add);
  }

  /** A connection for subscriptions; it subscribes again by itself when it comes back. */
  public Mono<StatefulRedisPubSubConnection<byte[], byte[]>> openPubSub() {
    return client
        .connected(address(), to -> to.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri))
        .onErrorMap(error -> Errors.notConnected(address(), uri.isSsl(), error))
        .doOnNext(opened::add);
  }

  /** Closes a connection to this address for good, unless somebody does already. */
  public Mono<Void> close(StatefulConnection<byte[], byte[]> connection) {
    return Guarded.step(
            () -> {
              if (!opened.remove(connection)) {
                return Mono.<Void>empty();
              }
              reporter.leave(connection);
              return Awaited.shared(connection::closeAsync);
            })
        .onErrorComplete();
  }

  /** Closes all connections to this address for good. */
  public Mono<Void> close() {
    return Flux.defer(() -> Flux.fromIterable(Set.copyOf(opened))).flatMap(this::close).then();
  }

  /** Closes all connections of the engine; each comes back, to where its address leads now. */
  public void connectAnew() {
    client.connectAnew();
  }

  /** Leaves a master at once when its Sentinels name another one, until disposed of. */
  public Disposable watchMaster() {
    return client.watchMaster();
  }

  /** The one place that asks for the reactive commands: from Lettuce 7.8 the accessor changes. */
  public static RedisReactiveCommands<byte[], byte[]> commands(
      StatefulRedisConnection<byte[], byte[]> connection) {
    return connection.reactive();
  }

  /** Closes all connections of the engine, and ends its thread. */
  public Mono<Void> shutdown() {
    return Mono.fromRunnable(() -> reporter.closing = true).then(client.shutdown());
  }

  /** What a failed call says; of one that found no connection, why there is none. */
  public Throwable explained(String what, Throwable error) {
    Throwable failure = reporter.lastFailure;
    return failure == null
        ? Errors.translate(what, error)
        : new RedisUnavailableException("not connected: " + Reason.of(failure), error);
  }

  /** For messages, without user and password. */
  public String address() {
    return Address.shown(uri);
  }

  /** Tells that the engine is connected while no connection of those that it hears of is gone. */
  private static final class Reporter implements RedisConnectionStateListener {
    private final EngineListener listener;
    private final Set<Object> gone = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;
    private volatile @Nullable Throwable lastFailure;

    private Reporter(EngineListener listener) {
      this.listener = listener;
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
      lastFailure = null;
      back(connection);
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
      if (!closing) {
        gone.add(connection);
        listener.on(new EngineEvent.ConnectionChanged(false));
      }
    }

    private void back(Object connection) {
      gone.remove(connection);
      if (gone.isEmpty()) {
        listener.on(new EngineEvent.ConnectionChanged(true));
      }
    }

    /** Of a connection that will not be there any more. */
    private void leave(StatefulConnection<byte[], byte[]> connection) {
      connection.removeListener(this);
      if (gone.contains(connection)) {
        back(connection);
      }
    }
  }
}
