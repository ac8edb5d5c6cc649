package io.sluice.letters;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.protocol.HandOnCall;
import io.sluice.protocol.record.Envelope;
import io.sluice.store.Settlement;
import io.sluice.store.Settlement.HandedOn;
import io.sluice.store.StoredTask;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker of one queue: opens a session, claims, runs, and tells outcomes on three lanes, as the
 * engine does; sends each call again until it is answered.
 */
public final class Runner implements Actor {
  private static final String LIFE_MS = "20000";
  private static final int MOST_CLAIMED = 5;
  private static final int MOST_RETRY_MS = 1_500;
  private static final String OF_ANY_SIZE = "1000000";

  private final World world;
  private final Ledger ledger;
  private final Habit habit;
  private final String queue;
  private final int cap;
  private final boolean isCalm;
  private final List<Pending> pending = new ArrayList<>();
  private final Map<String, Integer> sequences = new HashMap<>();
  private String session = "";
  private boolean isOpen;
  private @Nullable List<String> claim;

  private record Pending(String script, String lane, List<String> args) {}

  /**
   * @param isCalm runs until nothing is ready, and fails nothing
   */
  public Runner(World world, Ledger ledger, Habit habit, String queue, int cap, boolean isCalm) {
    this.world = world;
    this.ledger = ledger;
    this.habit = habit;
    this.queue = queue;
    this.cap = cap;
    this.isCalm = isCalm;
    begin();
  }

  private void begin() {
    session = "s" + Long.toHexString(world.random.nextLong());
    sequences.clear();
    isOpen = false;
    claim = null;
  }

  @Override
  public boolean step() {
    if (!pending.isEmpty()) {
      tell(pending.get(0));
      return true;
    }
    if (!isOpen) {
      open();
      return true;
    }
    if (!isCalm && claim == null && world.oneIn(15)) {
      world.send(queue, "close", "", List.of(session));
      return false;
    }
    return claims();
  }

  private void open() {
    Object answer = world.send(queue, "open", "", List.of(session, LIFE_MS));
    if ("gone".equals(answer)) {
      begin();
    } else if (answer != null) {
      isOpen = true;
    }
  }

  private void tell(Pending call) {
    Object answer = world.send(queue, call.script(), call.lane(), call.args());
    if (answer != null) {
      pending.remove(0);
      if (answer instanceof List<?> reply && "old".equals(reply.get(0))) {
        ledger.violated("a worker of " + queue + " was told old on " + call.lane());
      }
    }
  }

  /** Answers whether there is more to do. */
  private boolean claims() {
    if (claim == null) {
      int most = 1 + world.random.nextInt(MOST_CLAIMED);
      claim = List.of(session, next("c"), "" + most, OF_ANY_SIZE, "0");
    }
    Object answer = world.send(queue, "claim", session + "/c", claim);
    if (!(answer instanceof List<?> reply)) {
      return true;
    }
    String status = reply.get(0).toString();
    if (status.equals("gone")) {
      begin();
      return true;
    }
    claim = null;
    if (status.equals("old")) {
      ledger.violated("a worker of " + queue + " was told old of its claim");
      return false;
    }
    List<?> ids = (List<?>) reply.get(2);
    List<?> envelopes = (List<?>) reply.get(3);
    List<StoredTask> tasks = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      TaskId id = TaskId.stored(ids.get(i).toString());
      tasks.add(Envelope.decode(id, envelopes.get(i).toString().getBytes(ISO_8859_1)));
    }
    run(reply.get(1).toString(), tasks);
    return !isCalm || !tasks.isEmpty() || status.equals("more");
  }

  /** One call for each kind of outcome, in any order. */
  private void run(String token, List<StoredTask> tasks) {
    List<Settlement> chained = new ArrayList<>();
    List<Settlement> fanned = new ArrayList<>();
    List<String> done = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (StoredTask task : tasks) {
      ledger.begins(queue, task);
      String failed = Duty.of(task.payload()).isMortal() && world.oneIn(2) ? "B" : failure();
      if (failed.equals("B")) {
        ledger.mayDie(queue, task);
      }
      List<HandedOn> followUps = failed.isEmpty() ? followUps(task, token) : List.of();
      if (!failed.isEmpty()) {
        String delay = failed.equals("R") ? "" + world.random.nextInt(MOST_RETRY_MS) : "0";
        others.addAll(List.of(task.id().value(), token, failed, delay, "E\nfailed"));
      } else if (followUps == null) {
        ledger.buried(queue, task);
        others.addAll(List.of(task.id().value(), token, "B", "0", "E\ntoo deep"));
      } else if (followUps.isEmpty()) {
        done.add(task.id().value());
      } else {
        Outcome outcome = new Outcome.Succeed(Duty.of(task.payload()).result());
        ledger.plans(queue, task, token, followUps);
        (followUps.size() > 1 ? fanned : chained)
            .add(new Settlement(task.id(), token, outcome, null, followUps));
      }
    }
    handOn("h", chained);
    handOn("f", fanned);
    settle(token, done, others);
    Collections.shuffle(pending, world.random);
  }

  /** How a run ends that does not succeed, or nothing. */
  private String failure() {
    return isCalm ? "" : world.oneIn(12) ? "R" : world.oneIn(25) ? "L" : "";
  }

  private @Nullable List<HandedOn> followUps(StoredTask task, String token) {
    Duty duty = Duty.of(task.payload());
    StoredTask known = habit.sees(task);
    try {
      return habit.hands(
          world.random,
          Sower.FOLLOW_UPS.of(
              QueueName.of(queue),
              known,
              duty.result(),
              duty.followUps(queue, task.id(), token),
              Instant.ofEpochMilli(world.now())));
    } catch (InvalidTaskException tooDeep) {
      return null;
    }
  }

  /** Now and then a task is told twice in one call. */
  private void handOn(String lane, List<Settlement> items) {
    if (!items.isEmpty()) {
      if (world.oneIn(12)) {
        items.add(items.get(0));
      }
      int sequence = Integer.parseInt(next(lane));
      List<String> args = HandOnCall.args(QueueName.of(queue), sequence, cap, items);
      pending.add(new Pending(HandOnCall.script(items), session + "/" + lane, args));
    }
  }

  private void settle(String token, List<String> done, List<String> others) {
    if (done.isEmpty() && others.isEmpty()) {
      return;
    }
    List<String> args = new ArrayList<>(List.of(next("s"), "" + cap, done.isEmpty() ? "0" : "1"));
    if (!done.isEmpty()) {
      args.addAll(List.of(token, "" + done.size()));
      args.addAll(done);
      done.forEach(id -> args.add("result of " + id));
    }
    args.addAll(others);
    pending.add(new Pending("settle", session + "/s", args));
  }

  private String next(String lane) {
    return String.valueOf(sequences.merge(lane, 1, Integer::sum));
  }
}
