package io.sluice.load.chaos;

import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.load.fault.Fault;
import io.sluice.load.fault.OwnRedis;
import io.sluice.load.fault.OwnServers;
import io.sluice.load.fault.RedisFaults;
import io.sluice.load.fault.Topology;
import io.sluice.load.fault.TopologyFaults;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.target.NamespaceSweep;
import io.sluice.load.target.RedisLink;
import io.sluice.load.target.Target;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Sends tasks to workers in processes of their own while faults happen, waits until all is done,
 * and lets the judge decide, stage by stage. It blocks: it is all about processes.
 */
public final class ChaosRun {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration SWEEP_LIMIT = Duration.ofMinutes(1);
  private static final int SPARE_RETENTION = 1_000;
  private static final double NANOS = 1e9;

  private final ChaosPlan plan;
  private final Target target;
  private final File workerLog;
  private final String namespace =
      "chaos-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  private final long origin = System.currentTimeMillis();
  private final Sends sends;
  private final BitSet poison = new BitSet();
  private final FaultLog faults;
  private final Readiness readiness = new Readiness();
  private final List<History> histories;

  /**
   * @param workerLog what workers say on standard error goes there
   * @throws IllegalArgumentException when faults of Redis are asked for and it is not the run's own
   */
  public ChaosRun(ChaosPlan plan, Target target, File workerLog) {
    if (plan.hits(Fault.Where.REDIS) && !(target instanceof OwnRedis)) {
      throw new IllegalArgumentException(
          "faults of Redis happen to one of the run's own only: leave --target out");
    }
    if (plan.hits(Fault.Where.TOPOLOGY) && !(target instanceof OwnServers)) {
      throw new IllegalArgumentException(
          "failovers happen to servers of the run's own only: give --topology sentinel or cluster");
    }
    this.plan = plan;
    this.target = target;
    this.workerLog = workerLog;
    this.faults = new FaultLog(target instanceof OwnServers own ? own.topology() : Topology.SINGLE);
    this.sends = new Sends(plan.tasks(), origin);
    this.histories =
        IntStream.range(0, plan.stages())
            .mapToObj(stage -> new History(stage, plan.tasks(), origin))
            .toList();
    SplittableRandom random = new SplittableRandom(plan.seed());
    while (poison.cardinality() < plan.poison()) {
      poison.set(random.nextInt(plan.tasks()));
    }
  }

  String namespace() {
    return namespace;
  }

  /** Runs it, and removes all that it left in Redis. */
  public ChaosResult run() throws InterruptedException {
    try (Wire wire = plan.hits(Fault.Where.WIRE) ? Wire.to(target.redisUri(), plan.seed()) : null;
        Crew crew = crew(wire);
        Sluice sluice = connected()) {
      Disposable health = watchHealth(sluice);
      crew.start(plan.crew().workers());
      try {
        return run(sluice, crew, wire);
      } finally {
        health.dispose();
      }
    } finally {
      removeAll();
    }
  }

  private Crew crew(@Nullable Wire wire) {
    String uri = wire == null ? target.redisUri() : wire.redisUri();
    return new Crew(
        orders(uri), workerLog, new Crew.Books(histories, readiness, faults), plan.seed());
  }

  private WorkerMain.Orders orders(String redisUri) {
    return new WorkerMain.Orders(
        redisUri,
        namespace,
        plan.queues(),
        plan.crew().session(),
        plan.crew().concurrency(),
        plan.crew().runTime(),
        plan.tasks() + SPARE_RETENTION);
  }

  private Sluice connected() {
    return Sluice.builder(orders(target.redisUri()).config().withMaintainAllQueues(true))
        .listener(event -> {})
        .connect();
  }

  private Disposable watchHealth(Sluice sluice) {
    return Flux.interval(LOOK)
        .onBackpressureDrop()
        .concatMap(tick -> sluice.health(), 0)
        .map(Health::ready)
        .distinctUntilChanged()
        .subscribe(this::tellHealth, error -> readiness.unready(Readiness.PARENT, now()));
  }

  private void tellHealth(boolean ready) {
    if (ready) {
      readiness.ready(Readiness.PARENT, now());
    } else {
      readiness.unready(Readiness.PARENT, now());
    }
  }

  private ChaosResult run(Sluice sluice, Crew crew, @Nullable Wire wire)
      throws InterruptedException {
    long begin = System.nanoTime();
    Drivers drivers = Drivers.begin(plan, faults, places(crew, wire), begin);
    new Producer(sluice, firstQueue(), plan, poison, sends).sendAll().block();
    double sending = (System.nanoTime() - begin) / NANOS;
    drivers.finish();
    List<Aftermath> queues =
        plan.queues().stream().map(queue -> new Aftermath(sluice, namespace, queue)).toList();
    for (Aftermath queue : queues) {
      queue.drain();
    }
    double working = (System.nanoTime() - begin) / NANOS;
    List<String> problems = stillUnready();
    crew.finish();
    problems.addAll(crew.problems());
    problems.addAll(drivers.problems());
    return result(stages(queues), crew, problems, sending, working);
  }

  private Stages stages(List<Aftermath> queues) throws InterruptedException {
    List<Stages.Stage> stages = new ArrayList<>();
    try (RedisLink redis = RedisLink.connect(target.redisUri())) {
      Aftermath first = queues.get(0);
      Evidence evidence = evidence(first, 0, sends, first.fates(sends), poison, redis);
      stages.add(new Stages.Stage(first.queue(), evidence));
      for (Aftermath next : queues.subList(1, queues.size())) {
        Inventory there = next.inventory(plan.tasks());
        Sends given = Stages.sent(evidence, there);
        evidence = evidence(next, stages.size(), given, there.fates(), new BitSet(), redis);
        stages.add(new Stages.Stage(next.queue(), evidence));
      }
    }
    return new Stages(stages);
  }

  private Evidence evidence(
      Aftermath queue, int stage, Sends given, Fates fates, BitSet poisonous, RedisLink redis)
      throws InterruptedException {
    List<String> orphans = queue.orphans(redis);
    return new Evidence(
        given,
        histories.get(stage),
        fates,
        queue.audit(),
        orphans,
        queue.letters(redis),
        faults,
        poisonous);
  }

  private Map<Fault.Where, FaultDriver.Place> places(Crew crew, @Nullable Wire wire) {
    Map<Fault.Where, FaultDriver.Place> places = new EnumMap<>(Fault.Where.class);
    places.put(Fault.Where.WORKER, crew::happen);
    if (target instanceof OwnRedis redis && plan.hits(Fault.Where.REDIS)) {
      places.put(Fault.Where.REDIS, new RedisFaults(redis, plan.seed())::happen);
    }
    if (target instanceof OwnServers own && plan.hits(Fault.Where.TOPOLOGY)) {
      places.put(Fault.Where.TOPOLOGY, failing(new TopologyFaults(own, firstQueue(), plan.seed())));
    }
    if (wire != null) {
      places.put(Fault.Where.WIRE, wire::happen);
    }
    return places;
  }

  private static FaultDriver.Place failing(TopologyFaults harm) {
    return new FaultDriver.Place() {
      @Override
      public void happen(Fault fault) throws InterruptedException {
        harm.happen(fault);
      }

      @Override
      public void mend() throws InterruptedException {
        harm.mend();
      }
    };
  }

  private String firstQueue() {
    return plan.queues().get(0);
  }

  /** Engines that had their time since the last fault, and are not ready yet. */
  private List<String> stillUnready() throws InterruptedException {
    long end = System.nanoTime() + Musts.RECOVERY.toNanos();
    while (!readiness.unready().isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
    List<String> problems = new ArrayList<>();
    readiness
        .unready()
        .forEach(engine -> problems.add("engine " + engine + " was not ready in the end"));
    return problems;
  }

  private ChaosResult result(
      Stages stages, Crew crew, List<String> problems, double sending, double working) {
    List<Readiness.Recovery> recoveries = readiness.recoveries(faults.all());
    List<String> broken =
        Musts.broken(
            plan.faults(),
            stages.redelivery(),
            stages.counts().reaped(),
            recoveries,
            plan.crew().session());
    Figures figures =
        new Figures(faults, stages)
            .withStages(stages)
            .withRecoveries(recoveries)
            .with("outageMs", Outages.of(sends, faults.all()))
            .withDurability(plan.durability(), sends, stages.counts())
            .with("workers", crew.pids().size())
            .with("poisoned", crew.poisoned());
    return new ChaosResult(
        with(stages.verdict(), broken),
        faults.counts(),
        problems,
        figures.fields(),
        plan.tasks() / sending,
        stages.finished() / working,
        figures.safety(),
        stages.story(crew.pids()));
  }

  private static LedgerVerdict with(LedgerVerdict verdict, List<String> broken) {
    List<String> findings = new ArrayList<>(verdict.findings());
    findings.addAll(broken);
    return new LedgerVerdict(
        verdict.accepted(),
        verdict.succeeded(),
        verdict.dead(),
        verdict.refused(),
        verdict.unknown(),
        verdict.lost(),
        verdict.doubled(),
        findings);
  }

  private void removeAll() {
    if (target instanceof OwnRedis || target instanceof OwnServers) {
      return; // It goes as a whole.
    }
    try (RedisLink redis = RedisLink.connect(target.redisUri())) {
      new NamespaceSweep(redis).remove(namespace).block(SWEEP_LIMIT);
    }
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
