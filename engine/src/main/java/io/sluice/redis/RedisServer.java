package io.sluice.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.guard.Guarded;
import io.sluice.redis.link.Address;
import io.sluice.redis.link.CommandMeters;
import io.sluice.redis.link.Connections;
import io.sluice.redis.link.ServerKind;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Landing;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.ServerFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One Redis: a connection for scripts, one for subscriptions, and some that block. */
public final class RedisServer implements ScriptServer {
  private final String namespace;
  private final Connections connections;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final Scripts scripts;
  private final Channel channel;
  private final Seats seats;
  private final Wakes wakes;
  private final RedisClock clock;
  private final Search search;
  private final Disposable clockLoop;
  private final ConfirmedCalls replicated;
  private final ConfirmedCalls synced;
  private final Disposable masterWatch;

  private RedisServer(
      SluiceConfig config,
      Connections connections,
      StatefulRedisConnection<byte[], byte[]> connection,
      RedisClock clock,
      Seats seats,
      Search search) {
    this.namespace = config.namespace();
    this.connections = connections;
    this.connection = connection;
    this.clock = clock;
    this.search = search;
    this.scripts = new Scripts(connection, search::met);
    this.channel = new Channel(connections);
    this.seats = seats;
    this.wakes = new Wakes(connection, channel, config.waiting().poll());
    this.clockLoop = clock.keepLooking();
    this.replicated = confirmed(Durability.REPLICA);
    this.synced = confirmed(Durability.FSYNC);
    this.masterWatch = connections.watchMaster();
  }

  /**
   * Connects, to one Redis or to a Cluster, as the address says; errors with {@link
   * io.sluice.task.RedisUnavailableException}. The caller's thread reads the scripts from their
   * files, so that it may block.
   *
   * @throws IllegalStateException when a library is too old
   */
  public static Mono<ScriptServer> connect(SluiceConfig config, EngineListener listener) {
    return connect(config, listener, CommandLatencyRecorder.disabled());
  }

  /** Connects, and measures in this registry how long each kind of command takes. */
  public static Mono<ScriptServer> connectMeasured(
      SluiceConfig config, EngineListener listener, MeterRegistry registry) {
    return connect(config, listener, CommandMeters.in(registry));
  }

  private static Mono<ScriptServer> connect(
      SluiceConfig config, EngineListener listener, CommandLatencyRecorder latencies) {
    EngineEvent starts = Connections.requireLibraries();
    Script.readAll();
    Mono<ScriptServer> connecting =
        Address.isCluster(config.redisUri())
            ? ClusterServer.connect(config, listener, latencies)
            : connectAlone(config, listener, latencies);
    return connecting.doOnNext(server -> listener.on(starts));
  }

  private static Mono<ScriptServer> connectAlone(
      SluiceConfig config, EngineListener listener, CommandLatencyRecorder latencies) {
    return Mono.defer(
        () -> {
          Connections connections = new Connections(config, listener, latencies);
          Seats seats = new Seats(config.waiting().blockingConnections());
          return connections
              .openReported()
              .flatMap(
                  connection ->
                      ServerKind.requireMaster(connection, connections.address())
                          .then(
                              begun(
                                  config,
                                  connections,
                                  connection,
                                  seats,
                                  new MasterSearch(connections, connection))))
              .<ScriptServer>map(server -> server)
              .onErrorResume(error -> connections.shutdown().then(Mono.error(error)));
        });
  }

  /**
   * Connects to one node of a Cluster.
   *
   * @param seats shared with the other nodes
   * @param search hears when another node is the right one
   */
  static Mono<RedisServer> connectNode(
      SluiceConfig config, Connections connections, Seats seats, Search search) {
    return connections
        .openReported()
        .flatMap(connection -> begun(config, connections, connection, seats, search))
        .onErrorResume(error -> connections.close().then(Mono.error(error)));
  }

  private static Mono<RedisServer> begun(
      SluiceConfig config,
      Connections connections,
      StatefulRedisConnection<byte[], byte[]> connection,
      Seats seats,
      Search search) {
    RedisClock clock = new RedisClock(connection);
    return clock
        .look()
        // One that every queue needs, so that a user without the rights is told here.
        .then(new Scripts(connection).check(Script.ENQUEUE_STRAIGHT))
        .then(
            Mono.fromSupplier(
                () -> new RedisServer(config, connections, connection, clock, seats, search)));
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    return scripts.run(script, slot, call, args);
  }

  @Override
  public Mono<Reply> runConfirmed(
      Durability level, Script script, Slot slot, @Nullable Call call, Args args) {
    return (level == Durability.REPLICA ? replicated : synced).run(script, slot, call, args);
  }

  private ConfirmedCalls confirmed(Durability level) {
    return new ConfirmedCalls(level, connections.open(), search::met);
  }

  @Override
  public Flux<String> hints(String name) {
    return channel.hints(name);
  }

  @Override
  public Flux<byte[]> messages(String name) {
    return channel.messages(name);
  }

  @Override
  public Landing landing(Slot slot) {
    return new RedisLanding(connections, connection, search, slot, seats, wakes);
  }

  @Override
  public Instant now(Slot slot) {
    return clock.now();
  }

  @Override
  public Mono<ServerFacts> facts() {
    return Mono.defer(() -> new ServerLook(connection, namespace).facts());
  }

  /** What the node knows of its Cluster, as CLUSTER NODES tells it. */
  Mono<String> clusterNodes() {
    return Guarded.step(() -> Connections.commands(connection).clusterNodes());
  }

  @Override
  public Mono<Void> ping() {
    return search
        .whileUnderWay()
        .then(
            Guarded.step(
                () ->
                    Connections.commands(connection)
                        .ping()
                        .onErrorMap(error -> connections.explained("ping", error))
                        .then()));
  }

  @Override
  public Mono<Void> close() {
    return stop().then(connections.shutdown());
  }

  /** Closes what belongs to this server alone. */
  Mono<Void> leave() {
    return stop().then(connections.close());
  }

  private Mono<Void> stop() {
    return Mono.fromRunnable(
        () -> {
          clockLoop.dispose();
          masterWatch.dispose();
          search.stop();
          wakes.stop();
          channel.stop();
        });
  }
}
