package io.sluice.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.redis.ClusterView.Place;
import io.sluice.redis.link.Address;
import io.sluice.redis.link.Connections;
import io.sluice.redis.link.Errors;
import io.sluice.redis.link.ServerKind;
import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The nodes of a Cluster that an engine is connected to: its masters. Each is opened before it is
 * needed, by host and port, and left when it has no slot any more, so that what waits for its
 * answers waits no longer.
 */
final class ClusterNodes {
  /** A frozen node is passed over. */
  private static final Duration LOOK_TIMEOUT = Duration.ofMillis(500);

  /** So many nodes are asked at once, and the first answers of so many are put together. */
  private static final int ASKED = 4;

  private static final int ANSWERS = 2;

  /** For so long a node that could not be connected to is not tried again. */
  private static final Duration REFUSED = Duration.ofMillis(200);

  private static final int CONNECTING = 16;

  private final SluiceConfig config;
  private final Connections connections;
  private final List<RedisURI> seeds;
  private final Seats seats;
  private final Map<Place, Node> nodes = new ConcurrentHashMap<>();
  private volatile @Nullable ClusterMap map;

  /** One node, once it is connected. */
  private final class Node {
    private final Connections to;
    private final Mono<RedisServer> connected;
    private volatile @Nullable RedisServer server;
    private volatile boolean left;

    private Node(Place place) {
      to = connections.at(place.host(), place.port());
      connected =
          Once.kept(
              RedisServer.connectNode(config, to, seats, new NodeSearch(place))
                  .doOnError(error -> met(error, place))
                  .flatMap(this::arrived),
              REFUSED);
    }

    private Mono<RedisServer> connected() {
      RedisServer there = server;
      return there == null ? connected : Mono.just(there);
    }

    /** One of which the last slot went while it was connected to is left at once. */
    private Mono<RedisServer> arrived(RedisServer there) {
      server = there;
      return left
          ? there
              .leave()
              .then(Mono.error(new RedisUnavailableException("the node has no slots", null)))
          : Mono.just(there);
    }

    private Mono<Void> leave() {
      left = true;
      RedisServer there = server;
      return there == null ? to.close() : there.leave();
    }
  }

  /** What a node says of its slots concerns them all. */
  private final class NodeSearch implements Search {
    private final Place place;

    private NodeSearch(Place place) {
      this.place = place;
    }

    @Override
    public void met(Throwable error) {
      ClusterNodes.this.met(error, place);
    }

    @Override
    public Mono<Void> whileUnderWay() {
      return Mono.empty();
    }

    @Override
    public void stop() {}
  }

  ClusterNodes(SluiceConfig config, EngineListener listener, CommandLatencyRecorder latencies) {
    this.config = config;
    this.seeds = Address.ofCluster(config.redisUri());
    this.connections = new Connections(seeds.get(0), config, listener, latencies);
    this.seats = new Seats(config.waiting().blockingConnections());
  }

  /** What is met from now on is told to the map. */
  void errorsTo(ClusterMap value) {
    map = value;
  }

  private void met(Throwable error, Place place) {
    ClusterMap told = map;
    if (told != null) {
      told.met(error, place);
    }
  }

  /** The server at a place, connected to when it is not yet. */
  Mono<RedisServer> at(Place place) {
    return nodes.computeIfAbsent(place, Node::new).connected();
  }

  /** Null when it is not connected. */
  @Nullable RedisServer known(@Nullable Place place) {
    Node node = place == null ? null : nodes.get(place);
    return node == null ? null : node.server;
  }

  /** One that was connected to; there is one, since an engine begins with one. */
  RedisServer any() {
    return nodes.values().stream()
        .map(node -> node.server)
        .filter(server -> server != null)
        .findAny()
        .orElseThrow(() -> new RedisUnavailableException("no node of the Cluster answers", null));
  }

  /** Connects to the masters; errors when none of them can be connected to. */
  Mono<Void> connectAll(ClusterView view) {
    AtomicReference<Throwable> met = new AtomicReference<>();
    return Flux.fromIterable(view.masters())
        .flatMap(place -> at(place).doOnError(met::set).onErrorComplete(), CONNECTING)
        .collectList()
        .flatMap(some -> some.isEmpty() ? Mono.error(met::get) : Mono.empty());
  }

  /** Opens the masters of the map that are new, and leaves the nodes that have no slots. */
  Mono<Void> follow(ClusterMap now) {
    return Flux.fromIterable(now.view().masters())
        .flatMap(place -> at(place).then().onErrorComplete(), CONNECTING)
        .thenMany(Flux.fromIterable(Set.copyOf(nodes.keySet())))
        .filter(place -> !now.isInUse(place))
        .flatMap(this::leave)
        .then();
  }

  /** But the last that is connected, by whose clock time goes on. */
  private Mono<Void> leave(Place place) {
    boolean last = connected().stream().allMatch(place::equals);
    Node gone = last ? null : nodes.remove(place);
    return gone == null ? Mono.empty() : gone.leave();
  }

  /** What the first of the named nodes says that answers; else errors with what one of them met. */
  Mono<ClusterView> firstView() {
    AtomicReference<Throwable> met = new AtomicReference<>();
    return Flux.fromIterable(named())
        .flatMap(place -> asked(place).doOnError(met::set).onErrorComplete(), ASKED)
        .next()
        .switchIfEmpty(Mono.error(met::get));
  }

  /** What some nodes say now: of those that are connected, else of any that is known. */
  Mono<ClusterView> look() {
    return Flux.defer(() -> Flux.fromIterable(shuffled(connected())))
        .flatMap(this::askedConnected, ASKED)
        .take(ANSWERS)
        .reduce(ClusterView::and)
        .switchIfEmpty(
            Flux.defer(() -> Flux.fromIterable(shuffled(places())))
                .flatMap(place -> asked(place).onErrorComplete(), ASKED)
                .next());
  }

  private Set<Place> connected() {
    Set<Place> places = new LinkedHashSet<>();
    nodes.forEach(
        (place, node) -> {
          if (node.server != null) {
            places.add(place);
          }
        });
    return places;
  }

  private Set<Place> named() {
    Set<Place> places = new LinkedHashSet<>();
    seeds.forEach(seed -> places.add(new Place(seed.getHost(), seed.getPort())));
    return places;
  }

  private Set<Place> places() {
    Set<Place> places = named();
    ClusterMap known = map;
    if (known != null) {
      places.addAll(known.view().places());
    }
    return places;
  }

  private static List<Place> shuffled(Collection<Place> places) {
    List<Place> shuffled = new ArrayList<>(places);
    Collections.shuffle(shuffled);
    return shuffled;
  }

  private Mono<ClusterView> askedConnected(Place place) {
    return Guarded.step(
            () -> {
              RedisServer server = known(place);
              return server == null ? Mono.<String>empty() : server.clusterNodes();
            })
        .map(said -> read(said, place))
        .timeout(LOOK_TIMEOUT, Timers.scheduler())
        .onErrorComplete();
  }

  /** Over a connection of its own. */
  private Mono<ClusterView> asked(Place place) {
    Connections there = connections.at(place.host(), place.port());
    return Mono.usingWhen(
        there.open(),
        connection ->
            ServerKind.requireClusterNode(connection, place.toString())
                .then(Guarded.step(() -> Connections.commands(connection).clusterNodes()))
                .map(said -> read(said, place))
                .onErrorMap(error -> Errors.translate("cluster nodes", error)),
        there::close);
  }

  private ClusterView read(String said, Place asked) {
    return ClusterView.read(said, asked, seeds.get(0).isSsl());
  }

  Mono<Void> shutdown() {
    return Flux.defer(() -> Flux.fromIterable(nodes.values()))
        .flatMap(node -> node.leave().onErrorComplete())
        .then(connections.shutdown());
  }
}
