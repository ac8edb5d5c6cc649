package io.sluice.letters.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.letters.Deliverer;
import io.sluice.letters.Duty;
import io.sluice.letters.Duty.Kind;
import io.sluice.letters.Ending;
import io.sluice.letters.Failover;
import io.sluice.letters.Habit;
import io.sluice.letters.Ledger;
import io.sluice.letters.Misfortune;
import io.sluice.letters.Mishap;
import io.sluice.letters.Runner;
import io.sluice.letters.Site;
import io.sluice.letters.Site.Past;
import io.sluice.letters.Upkeep;
import io.sluice.letters.World;
import io.sluice.protocol.record.Envelope;
import io.sluice.script.LetterScripts;
import io.sluice.store.StoredTask;
import io.sluice.store.flow.Flow;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A batch with a member in the queue of its home and one in another, whose callback goes to the
 * other. One call goes wrong, and servers fail over, as is told; then all comes to its end.
 */
final class Gathering {
  /** Those that it takes when nothing goes wrong. */
  static final int CALLS = 20;

  private static final String HOME = "a";
  private static final String OTHER = "b";
  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final String CALLBACK = "callback";
  private static final int MOST_CALLS = 26;
  private static final int MOST_TURNS = 60;
  private static final int MOST_ENDINGS = 8;
  private static final int CAP = 1_000_000;
  private static final long SESSION_OVER_MS = 20_500;
  private static final long BETWEEN_CALLS_MS = 1_000;
  private static final Ending.Pace TO_THE_END = new Ending.Pace(3, 25_000);

  /** Queue by queue, what is done when both members have ended: J judges, D delivers. */
  private static final List<String> ROUND =
      List.of("Jb", "Db", "Db", "Db", "Da", "Da", "Da", "Ja", "Da", "Da", "Da", "Db", "Ja");

  private final World world;
  private final Ledger ledger;
  private final Misfortune network;
  private final Failover failover;
  private final List<List<Past>> pasts = new ArrayList<>();
  private Map<String, Deliverer> deliverers = Map.of();
  private Map<String, Runner> workers = Map.of();
  private int told;
  private int tellers;
  private int inRound;

  Gathering(List<Site> sites, LetterScripts scripts, int wrong, Mishap mishap, Failover failover) {
    this.failover = failover;
    network = new Misfortune(wrong, mishap);
    world = new World(sites, scripts, 1, false, Ledger.ACCEPTED, this::see, network);
    ledger = new Ledger(world);
  }

  private @Nullable Object see(
      String queue, String script, List<String> args, Supplier<@Nullable Object> call) {
    Object answer = ledger.see(queue, script, args, call);
    if (failover.sites().isEmpty()
        && callbacks() > 0
        && !(hasEnded(HOME, FIRST) && hasEnded(OTHER, SECOND))) {
      ledger.violated("the callback was given before the last member had ended");
    }
    return answer;
  }

  /** What was found wrong. */
  List<String> run() {
    Object unused =
        world.execute(
            HOME,
            "batch",
            "",
            List.of(
                "open",
                HOME,
                "B",
                "86400000",
                "continue",
                "-",
                "-1",
                "-",
                "complete",
                OTHER + " " + CALLBACK + " 0 " + envelope(CALLBACK)));
    unused = world.execute(HOME, "batch", "", List.of("join", HOME, "B", OTHER));
    begin();
    keepPasts();
    for (int turn = 0; turn < MOST_TURNS && network.calls() < MOST_CALLS; turn++) {
      int before = network.calls();
      next();
      if (network.dies()) {
        begin();
        world.advance(SESSION_OVER_MS);
        reap();
      }
      world.advance(BETWEEN_CALLS_MS);
      if (network.calls() > before) {
        failOver(network.calls());
      }
    }
    end();
    network.calm(world);
    end();
    judge();
    return ledger.violations();
  }

  private void begin() {
    tellers++;
    workers = Map.of(HOME, worker(HOME), OTHER, worker(OTHER));
    deliverers = Map.of(HOME, new Deliverer(world, HOME), OTHER, new Deliverer(world, OTHER));
  }

  private Runner worker(String queue) {
    return new Runner(world, ledger, Habit.AS_IT_IS, queue, CAP, true);
  }

  private void next() {
    if (told < 3) {
      told += tell() ? 1 : 0;
    } else if (isWaiting(HOME, FIRST)) {
      workers.get(HOME).step();
    } else if (isWaiting(OTHER, SECOND)) {
      workers.get(OTHER).step();
    } else {
      String step = ROUND.get(inRound++ % ROUND.size());
      String queue = step.substring(1);
      if (step.startsWith("J")) {
        Object unused = world.send(queue, "judge", "", judging(queue));
      } else {
        deliverers.get(queue).step();
      }
    }
  }

  private boolean tell() {
    Object answer =
        switch (told) {
          case 0 -> enroll(HOME, FIRST);
          case 1 -> enroll(OTHER, SECOND);
          default -> world.send(HOME, "seal", "", List.of("seal", HOME, "B"));
        };
    return answer != null;
  }

  private @Nullable Object enroll(String queue, String id) {
    List<String> args = List.of("1", "0", queue, "B@" + HOME, "1", id, envelope(id), "0");
    return world.send(queue, "enroll", "teller" + tellers, args);
  }

  private String envelope(String id) {
    Duty leaf = new Duty(Kind.SAME, 0, 1, 0, id);
    StoredTask task =
        new StoredTask(
            TaskId.stored(id),
            leaf.task().type().name(),
            Instant.ofEpochMilli(world.now()),
            TaskOptions.NONE,
            leaf.payload(),
            new Flow(0, List.of()));
    return new String(Envelope.encode(task), ISO_8859_1);
  }

  private static List<String> judging(String queue) {
    return List.of(queue, "3600000000", "100");
  }

  private boolean isWaiting(String queue, String id) {
    return world.all(queue, "tasks").containsKey(id) && !hasEnded(queue, id);
  }

  private boolean hasEnded(String queue, String id) {
    return world.all(queue, "results").containsKey(id);
  }

  private int callbacks() {
    return Integer.parseInt(world.all(OTHER, Ledger.ENTERED).getOrDefault(CALLBACK, "0"));
  }

  private void reap() {
    for (String queue : List.of(HOME, OTHER)) {
      Object unused = world.execute(queue, "reap", "", new Upkeep(world, "" + CAP).reaping());
    }
  }

  private void keepPasts() {
    if (!failover.sites().isEmpty()) {
      pasts.add(List.of(world.past(0), world.past(1)));
    }
  }

  private void failOver(int calls) {
    keepPasts();
    if (!failover.sites().isEmpty() && failover.happensAfter(calls)) {
      int times = failover.again() == 0 ? 2 : 1;
      for (int i = 0; i < times; i++) {
        failover.sites().stream()
            .sorted()
            .forEach(site -> world.setBack(site, pasts.get(failover.to()).get(site)));
      }
    }
  }

  /** A batch whose seal was taken back is sealed again. */
  private void end() {
    int after = 0;
    for (int i = 0; i < MOST_ENDINGS && after < 1; i++) {
      after += callbacks() > 0 ? 1 : 0;
      Object unused = world.execute(HOME, "seal", "", List.of("seal", HOME, "B"));
      for (String queue : List.of(OTHER, HOME)) {
        unused = world.execute(queue, "judge", "", judging(queue));
      }
      new Ending(world, ledger, Habit.AS_IT_IS, CAP, List.of(HOME, OTHER), TO_THE_END).run();
    }
  }

  private void judge() {
    if (callbacks() != 1) {
      ledger.violated("the callback was given " + callbacks() + " times");
    }
    String ofOther = count(OTHER, SECOND);
    String unused = count(HOME, FIRST);
    String told = world.all(HOME, "batches").getOrDefault("B @" + OTHER, "");
    if (!told.contains(ofOther)) {
      ledger.violated("the home was told " + told + ", and there is " + ofOther);
    }
  }

  /** What the part of a queue counts must be what is there. */
  private String count(String queue, String member) {
    String counts = "0 " + (hasEnded(queue, member) ? 1 : 0) + " 0 0 0";
    Map<String, String> tally = world.all(queue, "tally");
    String part = tally.getOrDefault(tally.getOrDefault("B@" + HOME, ""), "B@a 0 0 0 0 0 ");
    if (!part.startsWith("B@" + HOME + " " + counts)) {
      ledger.violated(queue + " counts " + part + " and has " + counts);
    }
    if (!world.all(queue, "membership").isEmpty()) {
      ledger.violated(queue + " keeps members: " + world.all(queue, "membership"));
    }
    return counts;
  }
}
