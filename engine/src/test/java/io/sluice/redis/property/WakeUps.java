package io.sluice.redis.property;

import io.sluice.redis.property.FairCalls.Offer;
import io.sluice.redis.property.ParkedWorker.State;
import io.sluice.spec.Answer;
import io.sluice.spec.QueueModel;
import io.sluice.spec.Server;
import io.sluice.spec.fair.Pace;
import io.sluice.spec.fair.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * An episode by a seed: workers wait in real BLMOVEs, things happen that let tasks run, and each
 * task that may run is begun by a worker that was woken. The clock of the scripts stands still
 * meanwhile, so what is not begun now never would be.
 */
final class WakeUps implements AutoCloseable {
  private static final int WORKERS = 6;
  private static final int RECENT = 12;
  private static final int EVENTS = 20;
  private static final List<String> GROUPS = List.of("", "a", "b", "c");
  private static final long PLENTY = 1_000_000;
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private final Server server;
  private final QueueModel model;
  private final FairCalls calls;
  private final SplittableRandom random;
  private final List<ParkedWorker> workers = new ArrayList<>();
  private final Map<String, Rule> rules = new TreeMap<>();
  private int tasks;
  private boolean paused;
  private long wakes;
  private long emptyWakes;

  /** On a Redis that is empty. */
  WakeUps(Server server, int port, long seed) {
    this.server = server;
    this.model = new QueueModel(server);
    this.calls = new FairCalls(server, model);
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < WORKERS; i++) {
      workers.add(new ParkedWorker("w" + i, port));
    }
  }

  String latest() {
    return calls.latest();
  }

  long wakes() {
    return wakes;
  }

  long emptyWakes() {
    return emptyWakes;
  }

  void run() {
    GROUPS.forEach(group -> rules.put(group, rule()));
    calls.rules(rules);
    workers.forEach(worker -> calls.open(worker.session()));
    for (int event = 0; event < EVENTS; event++) {
      come();
      happen();
      pump();
      model.check();
    }
  }

  private Rule rule() {
    Pace.Limit pace = random.nextInt(3) == 0 ? new Pace.Limit(1, 50, random.nextInt(1, 3)) : null;
    return new Rule(1, random.nextInt(3) == 0 ? 0 : random.nextInt(1, 3), pace, 0);
  }

  /** A worker that comes claims first, and waits when there is nothing. */
  private void come() {
    workers.stream()
        .filter(worker -> worker.is(State.ABSENT))
        .forEach(one -> claim(one, List.of()));
  }

  private void happen() {
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> enqueue();
      case 3, 4, 5 -> settle("SSSRLTZ".charAt(random.nextInt(7)));
      case 6, 7 -> pass();
      case 8 -> {
        paused = !paused;
        calls.pause(paused);
      }
      case 9 -> {
        rules.put(GROUPS.get(random.nextInt(GROUPS.size())), rule());
        calls.rules(rules);
      }
      case 10 -> crash();
      case 11 -> {
        String id = "t" + (tasks - 1 - random.nextInt(Math.max(1, Math.min(tasks, RECENT))));
        String what = List.of("run_now", "prioritize", "delete").get(random.nextInt(3));
        calls.act(what, id, random.nextInt(10));
      }
      default -> calls.limit((long) random.nextInt(1, WORKERS), null, 0);
    }
  }

  private void enqueue() {
    List<Offer> offers = new ArrayList<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      String group = GROUPS.get(random.nextInt(GROUPS.size()));
      String due = random.nextInt(5) == 0 ? "40" : "0";
      int cost = tasks % 3 == 0 ? 2 : 1;
      offers.add(new Offer("t" + tasks++, group, group.isEmpty() ? 7 : 4, due, cost));
    }
    calls.enqueue(offers);
  }

  /** The worker goes away with that, so that others have to be woken; or claims the next. */
  private void settle(char outcome) {
    Optional<Map.Entry<String, String>> one =
        model.running().entrySet().stream().min(Comparator.comparing(Map.Entry::getKey));
    if (one.isEmpty()) {
      return;
    }
    calls.settle(List.of(one.get().getKey()), one.get().getValue(), outcome, 30);
    ParkedWorker worker = runner(one.get().getValue());
    worker.becomes(State.ABSENT);
    if (random.nextBoolean()) {
      claim(worker, List.of());
    }
  }

  private void crash() {
    model.running().entrySet().stream()
        .min(Comparator.comparing(Map.Entry::getKey))
        .map(entry -> runner(entry.getValue()))
        .ifPresent(
            worker -> {
              calls.crash(worker.session());
              calls.reap();
              calls.reap();
              calls.open(worker.session());
              worker.becomes(State.ABSENT);
            });
  }

  private ParkedWorker runner(String token) {
    return workers.stream()
        .filter(worker -> token.startsWith(worker.session() + ":"))
        .findFirst()
        .orElseThrow();
  }

  /** As maintenance does when something is due. */
  private void pass() {
    server.advance(random.nextInt(1, 120));
    calls.promote();
  }

  /** Until everybody has what he was woken for. */
  private void pump() {
    long since = System.nanoTime();
    while (true) {
      Optional<ParkedWorker> woken = workers.stream().filter(ParkedWorker::isWoken).findFirst();
      if (woken.isPresent()) {
        wakes++;
        claim(woken.get(), List.of(woken.get().arrival()));
        since = System.nanoTime();
      } else if (model.claimable() == 0) {
        return;
      } else if (workers.stream().noneMatch(worker -> worker.is(State.PARKED))) {
        // Those that were told that the queue rests ask again by themselves.
        List<ParkedWorker> resting =
            workers.stream().filter(worker -> worker.is(State.RESTS)).toList();
        if (resting.isEmpty()) {
          return;
        }
        claim(resting.get(0), List.of());
      } else if (System.nanoTime() - since > PATIENCE_NANOS) {
        throw new AssertionError("tasks may run, workers wait, and none is woken");
      }
    }
  }

  private void claim(ParkedWorker worker, List<String> adopted) {
    Answer answer = calls.claim(worker.session(), 1, PLENTY, List.of(), adopted);
    if (answer.is("paused") || answer.is("limited")) {
      worker.becomes(State.RESTS);
    } else if (answer.part(2).size() > 0) {
      worker.becomes(State.RUNS);
    } else {
      emptyWakes += adopted.size();
      worker.park();
    }
  }

  @Override
  public void close() {
    workers.forEach(ParkedWorker::close);
  }
}
