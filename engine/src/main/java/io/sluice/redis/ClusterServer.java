package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.redis.ClusterView.Place;
import io.sluice.redis.link.Errors;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Key;
import io.sluice.script.Landing;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.ClusterFacts;
import io.sluice.task.view.ServerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * A Redis Cluster: each of its masters is one Redis as any other, and each call goes to the one
 * that has the slot of its queue. A queue is one slot, so nothing here is atomic over two.
 */
final class ClusterServer implements ScriptServer {
  /** A call is sent on after MOVED, which did nothing; more than so often is a disagreement. */
  private static final int MOST_HOPS = 3;

  private static final int AT_ONCE = 16;

  private static final Duration SUBSCRIBE_AGAIN = Duration.ofMillis(500);

  /** A master that is silent is named before who asks for all of them gives up. */
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private static final Duration FACTS_WITHIN = Duration.ofSeconds(2);

  private final ClusterNodes nodes;
  private final ClusterMap map;
  private final Disposable following;

  private ClusterServer(ClusterNodes nodes, ClusterMap map) {
    this.nodes = nodes;
    this.map = map;
    this.following =
        map.changes()
            .onBackpressureLatest()
            .concatMap(change -> nodes.follow(map).onErrorComplete(), 0)
            .subscribe(done -> {}, error -> {});
  }

  static Mono<ScriptServer> connect(
      SluiceConfig config, EngineListener listener, CommandLatencyRecorder latencies) {
    return Mono.defer(
        () -> {
          ClusterNodes nodes = new ClusterNodes(config, listener, latencies);
          return nodes
              .firstView()
              .flatMap(
                  view -> {
                    ClusterMap map = new ClusterMap(view, nodes.look());
                    nodes.errorsTo(map);
                    return nodes
                        .connectAll(view)
                        .then(Mono.<ScriptServer>fromSupplier(() -> new ClusterServer(nodes, map)))
                        .doOnError(error -> map.dispose());
                  })
              .onErrorResume(error -> nodes.shutdown().then(Mono.error(error)));
        });
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    int number = ClusterMap.slotOf(slot.key(script.keys().get(0), call));
    return atOwner(number, slot, owner -> owner.run(script, slot, call, args), MOST_HOPS);
  }

  @Override
  public Mono<Reply> runConfirmed(
      Durability level, Script script, Slot slot, @Nullable Call call, Args args) {
    int number = ClusterMap.slotOf(slot.key(script.keys().get(0), call));
    return atOwner(
        number, slot, owner -> owner.runConfirmed(level, script, slot, call, args), MOST_HOPS);
  }

  private Mono<Reply> atOwner(
      int number, Slot slot, Function<RedisServer, Mono<Reply>> sent, int hops) {
    return ownerOf(number, slot)
        .flatMap(sent)
        .onErrorResume(
            Errors::wasMoved,
            moved -> hops > 0 ? atOwner(number, slot, sent, hops - 1) : Mono.error(moved))
        .onErrorMap(Errors::wasOnItsWay, error -> waitsForItsSlot(slot, error));
  }

  private static Throwable waitsForItsSlot(Slot slot, Throwable error) {
    return new RedisUnavailableException(
        "the queue of the keys "
            + slot
            + " waits for its slot, which is on its way to another node of the Cluster",
        error);
  }

  private Mono<RedisServer> ownerOf(int number, Object what) {
    return Mono.defer(
        () -> {
          Place owner = map.ownerOf(number);
          return owner == null
              ? Mono.error(
                  new RedisUnavailableException(
                      "no node of the Cluster has slot "
                          + number
                          + ", in which the keys of "
                          + what
                          + " lie",
                      null))
              : nodes.at(owner);
        });
  }

  @Override
  public Flux<String> hints(String channel) {
    return messages(channel).map(message -> new String(message, UTF_8));
  }

  /**
   * At the node that has the queue, since who publishes there asks only there who listens. Once it
   * was in force, it is again as soon as can be.
   */
  @Override
  public Flux<byte[]> messages(String channel) {
    int number = ClusterMap.slotOf(channel.getBytes(UTF_8));
    return Flux.defer(
        () -> {
          AtomicBoolean wasInForce = new AtomicBoolean();
          return map.ownersOf(number)
              .switchMap(
                  owner ->
                      nodes
                          .at(owner)
                          .flatMapMany(server -> server.messages(channel))
                          .doOnNext(message -> wasInForce.set(true))
                          .retryWhen(
                              Retry.fixedDelay(Long.MAX_VALUE, SUBSCRIBE_AGAIN)
                                  .scheduler(Timers.scheduler())
                                  .filter(error -> wasInForce.get())));
        });
  }

  @Override
  public Landing landing(Slot slot) {
    int number = ClusterMap.slotOf(slot.key(Key.READY));
    return new ClusterLanding(
        ownerOf(number, slot).map(owner -> new ClusterLanding.Seat(owner, owner.landing(slot))),
        () -> nodes.known(map.ownerOf(number)));
  }

  /** By the clock of the owner; while that is not connected, by that of any. */
  @Override
  public Instant now(Slot slot) {
    int number = ClusterMap.slotOf(slot.toString().getBytes(UTF_8));
    RedisServer owner = nodes.known(map.ownerOf(number));
    return (owner == null ? nodes.any() : owner).now(slot);
  }

  @Override
  public Mono<ServerFacts> facts() {
    return Mono.defer(
        () -> {
          ClusterView view = map.view();
          return Flux.fromStream(
                  view.masters().stream().sorted(Comparator.comparing(Place::toString)))
              .flatMapSequential(master -> facts(master, view), AT_ONCE)
              .collectList()
              .flatMap(
                  masters -> {
                    ClusterFacts all = new ClusterFacts(masters, view.orphans());
                    return nodes.any().facts().map(one -> one.in(all));
                  });
        });
  }

  private Mono<ClusterFacts.Master> facts(Place master, ClusterView view) {
    ClusterFacts.Master silent =
        new ClusterFacts.Master(master.toString(), view.slotsOf(master), null);
    return nodes
        .at(master)
        .flatMap(RedisServer::facts)
        .map(told -> new ClusterFacts.Master(silent.place(), silent.slots(), told))
        .timeout(FACTS_WITHIN, Timers.scheduler())
        .onErrorReturn(silent);
  }

  /** Errors when a slot has no node, or a node that has slots does not answer. */
  @Override
  public Mono<Void> ping() {
    return Mono.defer(
        () -> {
          int orphans = map.view().orphans();
          return orphans > 0
              ? Mono.error(
                  new RedisUnavailableException(
                      orphans + " slots of the Cluster have no node", null))
              : Flux.fromIterable(map.view().masters()).flatMap(this::ping, AT_ONCE).then();
        });
  }

  private Mono<Void> ping(Place master) {
    return nodes
        .at(master)
        .flatMap(RedisServer::ping)
        .timeout(PATIENCE, Mono.error(ClusterServer::silent), Timers.scheduler())
        .onErrorMap(
            error ->
                new RedisUnavailableException(
                    "the master " + master + " of the Cluster: " + error.getMessage(), error));
  }

  private static RedisUnavailableException silent() {
    return new RedisUnavailableException("no answer within " + PATIENCE.toMillis() + " ms", null);
  }

  @Override
  public Mono<Void> close() {
    return Guarded.step(
        () -> {
          following.dispose();
          map.dispose();
          return nodes.shutdown();
        });
  }
}
