package io.sluice.letters;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.letters.Duty.Kind;
import io.sluice.letters.Site.Past;
import io.sluice.protocol.record.Envelope;
import io.sluice.script.LetterScripts;
import io.sluice.store.StoredTask;
import io.sluice.store.flow.Flow;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One task with a follow-up in its own queue and one in another: a worker that opens, claims and
 * tells its success, then a deliverer that collects, has received and lets forget. One call goes
 * wrong, and servers fail over, as is told; then all comes to its end.
 */
final class Handover {
  /** Those of the worker and of the deliverer when nothing goes wrong. */
  static final int CALLS = 6;

  /** With those of a probe, after which a letter may be dropped. */
  static final int CALLS_WITH_PROBE = 9;

  static final String SOURCE = "a";
  private static final String TASK = "first";
  private static final int MOST_CALLS = 14;
  private static final int MOST_TURNS = 40;
  private static final Ending.Pace TO_THE_END = new Ending.Pace(3, 25_000);

  /** A session that nobody extends has ended by then. */
  private static final long SESSION_OVER_MS = 20_500;

  /** A line that somebody collected is collected again by then, or probed. */
  private static final long COLLECTED_AGAIN_MS = 5_100;

  private final World world;
  private final Ledger ledger;
  private final Misfortune network;
  private final Failover failover;
  private final String target;
  private final boolean remembers;
  private final int cap;
  private final List<List<Past>> pasts = new ArrayList<>();

  /**
   * @param target the queue of the second follow-up
   * @param remembers whether queues know the ids of what has ended
   */
  record Cell(int wrong, Mishap mishap, Failover failover, String target, boolean remembers) {
    @Override
    public String toString() {
      return "call "
          + wrong
          + " "
          + mishap
          + "; "
          + failover
          + "; to "
          + target
          + (remembers ? ", ids kept" : ", ids forgotten");
    }
  }

  Handover(List<Site> sites, LetterScripts scripts, Cell cell) {
    network = new Misfortune(cell.wrong, cell.mishap);
    failover = cell.failover;
    target = cell.target;
    remembers = cell.remembers;
    cap = remembers ? 1_000_000 : 0;
    world = new World(sites, scripts, 1, false, Ledger.ACCEPTED, this::see, network);
    ledger = new Ledger(world);
  }

  private @Nullable Object see(
      String queue, String script, List<String> args, Supplier<@Nullable Object> call) {
    return ledger.see(queue, script, args, call);
  }

  /** What was found wrong. */
  List<String> run() {
    enqueue();
    keepPasts();
    handOver();
    end();
    network.calm(world);
    end();
    if (ledger.violations().isEmpty()) {
      new Survivors(world, ledger, remembers).judge();
    }
    return ledger.violations();
  }

  private void enqueue() {
    Duty leaf = new Duty(Kind.SAME, 0, 1, 0, "leaf");
    List<FollowUp> then =
        leaf.task().then(SOURCE, leaf.task()).then(target, leaf.task()).followUps();
    StoredTask task =
        new StoredTask(
            TaskId.stored(TASK),
            leaf.task().type().name(),
            Instant.ofEpochMilli(world.now()),
            TaskOptions.NONE,
            leaf.payload(),
            new Flow(0, Sower.FOLLOW_UPS.with(then).next()));
    String envelope = new String(Envelope.encode(task), ISO_8859_1);
    Object unused = world.execute(SOURCE, "enqueue", "p", List.of("1", "0", "1", TASK, envelope));
  }

  private void handOver() {
    Actor worker = worker();
    Actor deliverer = new Deliverer(world, SOURCE);
    for (int turn = 0; turn < MOST_TURNS && network.calls() < MOST_CALLS; turn++) {
      int before = network.calls();
      boolean isTold = isTold();
      if (isTold) {
        deliverer.step();
      } else {
        worker.step();
      }
      if (network.dies()) {
        worker = worker();
        deliverer = new Deliverer(world, SOURCE);
        if (!isTold) {
          world.advance(SESSION_OVER_MS);
          reap();
        }
      }
      if (isTold) {
        world.advance(COLLECTED_AGAIN_MS);
      }
      if (network.calls() > before) {
        failOver(network.calls());
      }
    }
  }

  /** Whether the success of the task was accepted. */
  private boolean isTold() {
    return remembers
        ? world.all(SOURCE, "results").containsKey(TASK)
        : !world.all(SOURCE, "tasks").containsKey(TASK);
  }

  private Runner worker() {
    return new Runner(world, ledger, Habit.AS_IT_IS, SOURCE, cap, true);
  }

  /** None of the calls that are counted. */
  private void reap() {
    List<String> args = new Upkeep(world, "" + cap).reaping();
    Object unused = world.execute(SOURCE, "reap", "", args);
  }

  private void keepPasts() {
    if (!failover.sites().isEmpty()) {
      pasts.add(List.of(world.past(0), world.past(1)));
    }
  }

  private void failOver(int calls) {
    keepPasts();
    if (failover.sites().isEmpty() || !failover.happensAfter(calls)) {
      return;
    }
    int times = failover.again() == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
      failover.sites().stream()
          .sorted()
          .forEach(site -> world.setBack(site, pasts.get(failover.to()).get(site)));
    }
  }

  private void end() {
    new Ending(world, ledger, Habit.AS_IT_IS, cap, List.of(SOURCE, target), TO_THE_END).run();
  }
}
