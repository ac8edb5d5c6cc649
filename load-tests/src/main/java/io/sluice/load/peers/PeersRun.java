package io.sluice.load.peers;

import io.sluice.load.report.peers.Load;
import io.sluice.load.report.peers.Peer;
import io.sluice.load.report.peers.Turn;
import io.sluice.load.target.NamespaceSweep;
import io.sluice.load.target.RedisLink;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All peers in turns, round after round. A turn that fails is told and the rest goes on. Blocks: it
 * waits for processes.
 */
public final class PeersRun {
  static final int IN_FLIGHT = 1_024;

  /** The class of the program that this is a command of, which each turn of Sluice's starts. */
  private static final String PROGRAM = "io.sluice.load.LoadMain";

  private static final Duration SWEEP_LIMIT = Duration.ofMinutes(1);

  /** Loads whose best setting is sought; the others take that of the first. */
  private static final List<Load> TRIED = List.of(Load.CLOSED, Load.DRAIN);

  private final Plan plan;
  private final @Nullable BullMq bullMq;
  private final Consumer<String> people;
  private final Map<Load, BullMq.Setting> settings = new EnumMap<>(Load.class);

  /**
   * What to do.
   *
   * @param target as the command line says it; the embedded Redis is a new one for each turn
   * @param folder for the results of all turns
   * @param trials whether the best setting of BullMQ is sought first
   */
  public record Plan(
      String target,
      Path folder,
      int rounds,
      List<Load> loads,
      Size size,
      boolean trials,
      int payloadBytes) {
    public Plan {
      loads = List.copyOf(loads);
    }
  }

  /**
   * @param bullMq null to go without it
   * @param people is told how it goes, a line at a time
   */
  public PeersRun(Plan plan, @Nullable BullMq bullMq, Consumer<String> people) {
    this.plan = plan;
    this.bullMq = bullMq;
    this.people = people;
  }

  /** Does all of it. */
  public List<Turn> turns() {
    chooseSettings();
    List<Turn> turns = new ArrayList<>();
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Load load : plan.loads()) {
        for (Peer peer : order(round)) {
          Turn turn = turn(peer, load, round);
          people.accept("round " + round + " of " + plan.rounds() + ": " + turn.told());
          turns.add(turn);
        }
      }
    }
    return turns;
  }

  /** The settings of BullMQ that were taken, by load. */
  public Map<Load, BullMq.Setting> settings() {
    return Collections.unmodifiableMap(settings);
  }

  /** Another one begins in each round. */
  private List<Peer> order(int round) {
    List<Peer> peers = new ArrayList<>(Arrays.asList(Peer.values()));
    if (bullMq == null) {
      peers.remove(Peer.BULLMQ);
    }
    Collections.rotate(peers, 1 - round);
    return peers;
  }

  private void chooseSettings() {
    if (bullMq == null) {
      return;
    }
    for (Load load : plan.loads()) {
      settings.put(load, settings.getOrDefault(Load.CLOSED, BullMq.SETTINGS.get(0)));
      if (plan.trials() && TRIED.contains(load)) {
        settings.put(load, best(bullMq, load));
      }
    }
  }

  private BullMq.Setting best(BullMq peer, Load load) {
    BullMq.Setting best = BullMq.SETTINGS.get(0);
    double most = 0;
    for (BullMq.Setting setting : BullMq.SETTINGS) {
      Turn trial = bullMq(peer, load, 0, setting, Size.TRIAL, folder("trial", load, setting));
      people.accept("trial, " + setting + ": " + trial.told());
      if (trial.perSecond() > most) {
        most = trial.perSecond();
        best = setting;
      }
    }
    return best;
  }

  private Turn turn(Peer peer, Load load, int round) {
    Path folder = folder("round-" + round, load, peer.title());
    return peer == Peer.BULLMQ && bullMq != null
        ? bullMq(
            bullMq,
            load,
            round,
            settings.getOrDefault(load, BullMq.SETTINGS.get(0)),
            plan.size(),
            folder)
        : sluice(peer, load, round, folder);
  }

  private Path folder(String round, Load load, Object who) {
    String name = load.wireName() + "-" + who.toString().replaceAll("\\W+", "-");
    return plan.folder().resolve(round).resolve(name);
  }

  private Turn sluice(Peer peer, Load load, int round, Path folder) {
    try (Target target = fresh()) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  PROGRAM));
      command.addAll(words(load));
      command.addAll(
          List.of(
              "--payload",
              plan.payloadBytes() + "B",
              "--seed",
              String.valueOf(round),
              "--target",
              target.redisUri(),
              "--out",
              folder.toString()));
      if (peer == Peer.BARE) {
        command.add("--bare");
      }
      return ran(peer, load, round, command, Map.of(), folder, plan.size());
    }
  }

  private List<String> words(Load load) {
    String seconds = plan.size().seconds() + "s";
    String warmup = plan.size().warmupSeconds() + "s";
    List<String> span = List.of("--duration", seconds, "--warmup", warmup);
    String tasks = String.valueOf(plan.size().tasks());
    return switch (load) {
      case CLOSED -> with(span, "run", "e2e", "--closed", String.valueOf(IN_FLIGHT));
      case DRAIN -> List.of("drain", "-n", tasks, "--warmup", tasks);
      case RATE_100 -> with(span, "run", "e2e", "--rate", "100/s", "--warmup-rate", "4k/s");
      case RATE_5K -> with(span, "run", "e2e", "--rate", "5k/s");
    };
  }

  private static List<String> with(List<String> last, String... first) {
    List<String> all = new ArrayList<>(Arrays.asList(first));
    all.addAll(last);
    return all;
  }

  private Turn bullMq(
      BullMq peer, Load load, int round, BullMq.Setting setting, Size size, Path folder) {
    String prefix = "peers-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path result = result(folder);
    try (Target target = fresh();
        RedisLink redis = RedisLink.connect(target.redisUri())) {
      List<String> command = peer.command(load, size, setting, prefix, plan.payloadBytes(), result);
      Map<String, String> environment = BullMq.environment(target.redisUri());
      Turn turn = ran(Peer.BULLMQ, load, round, command, environment, folder, size);
      new NamespaceSweep(redis).remove(prefix).block(SWEEP_LIMIT);
      return turn;
    }
  }

  /** A new one where it is ours to start; where it is not, at least nobody's scripts. */
  private Target fresh() {
    Target target = Targets.open(plan.target());
    try (RedisLink redis = RedisLink.connect(target.redisUri())) {
      redis.forgetScripts().block(SWEEP_LIMIT);
      return target;
    } catch (RuntimeException e) {
      target.close();
      throw e;
    }
  }

  private static Turn ran(
      Peer peer,
      Load load,
      int round,
      List<String> command,
      Map<String, String> environment,
      Path folder,
      Size size) {
    Path log = folder.resolve("log");
    try {
      // A result of an earlier run must not be taken for one of this.
      Files.deleteIfExists(result(folder));
      int code = Child.run(command, environment, log, size.limit());
      return Files.exists(result(folder))
          ? Turn.read(peer, load, round, result(folder))
          : Turn.failed(peer, load, round, "it ended with " + code + ": " + Child.lastWords(log));
    } catch (IOException e) {
      return Turn.failed(peer, load, round, e.getMessage() + "; " + Child.lastWords(log));
    }
  }

  private static Path result(Path folder) {
    return folder.resolve("result.json");
  }
}
