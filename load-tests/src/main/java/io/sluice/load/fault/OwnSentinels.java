package io.sluice.load.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A master with two replicas, and three Sentinels that watch them. */
final class OwnSentinels extends OwnServers {
  private static final String NAME = "main";
  private static final int SERVERS = 3;
  private static final int SENTINELS = 3;
  private static final int QUORUM = 2;
  private static final String FAILOVER_MILLIS = "10000";
  private static final String PAUSE_MILLIS = "15000";

  /** What the master has taken before it was paused is at its replicas by then. */
  private static final long REPLICATED_MILLIS = 100;

  private static final Pattern ONLINE = Pattern.compile("slave\\d+:[^\\r]*state=online");

  private final List<OwnNode> servers = new ArrayList<>();
  private final List<OwnNode> sentinels = new ArrayList<>();

  private OwnSentinels(Grounds grounds) {
    super(grounds);
  }

  static OwnSentinels start(Grounds grounds, Duration nodeTimeout) throws InterruptedException {
    OwnSentinels all = new OwnSentinels(grounds);
    for (int i = 1; i <= SERVERS; i++) {
      all.servers.add(server(grounds, "server-" + i));
    }
    OwnNode master = all.servers.get(0);
    master.start();
    for (OwnNode replica : all.servers.subList(1, SERVERS)) {
      replica.start(replicaOf(master));
    }
    for (int i = 1; i <= SENTINELS; i++) {
      OwnNode sentinel = sentinel(grounds, "sentinel-" + i, master, nodeTimeout);
      all.sentinels.add(sentinel);
      sentinel.start();
    }
    await("a master with its replicas and Sentinels", all::isWhole);
    return all;
  }

  private static OwnNode server(Grounds grounds, String name) {
    int port = Grounds.freePort();
    int announced = grounds.wayTo(name, port);
    return grounds.add(
        name,
        port,
        announced,
        "--port",
        String.valueOf(port),
        "--bind",
        HOST,
        "--save",
        "",
        "--repl-diskless-sync-delay",
        "0",
        "--replica-announce-ip",
        HOST,
        "--replica-announce-port",
        String.valueOf(announced));
  }

  private static OwnNode sentinel(
      Grounds grounds, String name, OwnNode master, Duration nodeTimeout) {
    int port = Grounds.freePort();
    Path file = grounds.folderOf(name).resolve("sentinel.conf");
    List<String> lines =
        List.of(
            "port " + port,
            "bind " + HOST,
            "sentinel monitor %s %s %d %d".formatted(NAME, HOST, master.announced(), QUORUM),
            "sentinel down-after-milliseconds %s %d".formatted(NAME, nodeTimeout.toMillis()),
            "sentinel failover-timeout " + NAME + " " + FAILOVER_MILLIS);
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("no settings for the Sentinel " + name, e);
    }
    return grounds.add(name, port, port, file.toString(), "--sentinel");
  }

  private static String[] replicaOf(OwnNode master) {
    return new String[] {"--replicaof", HOST + " " + master.announced()};
  }

  @Override
  public String redisUri() {
    return sentinels.stream()
        .map(sentinel -> HOST + ":" + sentinel.announced())
        .collect(Collectors.joining(",", "redis-sentinel://", "/0#" + NAME));
  }

  @Override
  public Topology topology() {
    return Topology.SENTINEL;
  }

  @Override
  OwnNode masterOf(String queue) {
    return named(sentinels.get(0));
  }

  /** As soon as one Sentinel says so: an engine hears it from any. */
  @Override
  boolean isReplaced(OwnNode master, String queue) {
    return sentinels.stream().map(this::named).anyMatch(now -> now != master);
  }

  private OwnNode named(OwnNode sentinel) {
    List<String> address = sentinel.list("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
    return servers.stream()
        .filter(server -> String.valueOf(server.announced()).equals(address.get(1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a Sentinel names " + address));
  }

  @Override
  void failOver(OwnNode master, boolean paused) throws InterruptedException {
    if (paused) {
      master.order("CLIENT", "PAUSE", PAUSE_MILLIS, "WRITE");
      TimeUnit.MILLISECONDS.sleep(REPLICATED_MILLIS);
    }
    sentinels.get(0).order("SENTINEL", "FAILOVER", NAME);
  }

  @Override
  void moveSlot(String queue) {
    throw new IllegalStateException("there are no slots behind Sentinels");
  }

  /** One Sentinel may not have heard yet that another server is the master by now. */
  @Override
  void startAgain(OwnNode node, String queue) {
    OwnNode master =
        sentinels.stream()
            .map(this::named)
            .filter(now -> now != node)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no Sentinel names another master"));
    node.start(replicaOf(master));
  }

  @Override
  boolean isWhole() {
    OwnNode master = masterOf("");
    return master.isUp()
        && sentinels.stream().allMatch(sentinel -> seesAll(sentinel, master))
        && replicasOf(master) == SERVERS - 1;
  }

  private boolean seesAll(OwnNode sentinel, OwnNode master) {
    String seen = sentinel.ask("INFO", "sentinel");
    return named(sentinel) == master
        && seen.contains("status=ok")
        && seen.contains("slaves=" + (SERVERS - 1) + ",sentinels=" + SENTINELS);
  }

  private static long replicasOf(OwnNode master) {
    return ONLINE.matcher(master.ask("INFO", "replication")).results().count();
  }
}
