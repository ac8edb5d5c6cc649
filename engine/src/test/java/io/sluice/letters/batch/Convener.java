package io.sluice.letters.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.letters.Duty;
import io.sluice.letters.Duty.Kind;
import io.sluice.letters.World;
import io.sluice.letters.batch.Teller.Call;
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
import java.util.TreeMap;

/** Plans batches, and who opens, fills and closes them: any number at once, of any batch. */
final class Convener {
  private static final List<String> CALLBACKS = List.of("complete", "success", "death");
  private static final String OPEN_FOR_MS = "864000000";
  private static final int LATELY = 4;
  private static final int MOST_CALLS = 3;
  private static final int MOST_MEMBERS = 4;

  private final World world;
  private final List<Plan> plans = new ArrayList<>();
  private final List<Call> sent = new ArrayList<>();
  private final boolean followUpsJoin;
  private int members;

  /**
   * A batch that somebody wants to open.
   *
   * @param callbacks the queue of each kind of callback
   */
  record Plan(String id, String home, String policy, Map<String, String> callbacks) {
    String ref() {
      return id + "@" + home;
    }

    boolean hasMember(String task) {
      return task.startsWith(LetterScripts.MEMBER + id + "-");
    }

    String callback(String kind) {
      return LetterScripts.CALLBACK + kind + "-" + id;
    }
  }

  /**
   * @param followUpsJoin whether follow-ups of members may be members
   */
  Convener(World world, boolean followUpsJoin) {
    this.world = world;
    this.followUpsJoin = followUpsJoin;
  }

  List<Plan> plans() {
    return plans;
  }

  Teller opens() {
    Map<String, String> callbacks = new TreeMap<>();
    CALLBACKS.forEach(kind -> callbacks.put(kind, world.anyQueue()));
    Plan plan =
        new Plan(
            "b" + plans.size(),
            world.anyQueue(),
            world.oneIn(5) ? "cancel-rest" : "continue",
            callbacks);
    plans.add(plan);
    List<String> args =
        new ArrayList<>(
            List.of("open", plan.home(), plan.id(), OPEN_FOR_MS, plan.policy(), "-", "-1", "-"));
    callbacks.forEach(
        (kind, queue) -> {
          String id = plan.callback(kind);
          args.addAll(List.of(kind, queue + " " + id + " 0 " + envelope(id, 0, "callback")));
        });
    return new Teller(world, List.of(new Call(plan.home(), "batch", "", args)));
  }

  /** Fills a batch that was planned lately from one lane; now and then with what others sent. */
  Teller fills() {
    if (!sent.isEmpty() && world.oneIn(6)) {
      Call again = sent.get(sent.size() - 1 - world.random.nextInt(Math.min(sent.size(), LATELY)));
      return new Teller(
          world, List.of(new Call(again.queue(), again.script(), lane(), again.args())));
    }
    Plan plan = lately();
    String queue = world.oneIn(2) ? plan.home() : world.anyQueue();
    List<Call> calls = new ArrayList<>();
    if (!queue.equals(plan.home())) {
      calls.add(new Call(plan.home(), "batch", "", List.of("join", plan.home(), plan.id(), queue)));
    }
    String lane = lane();
    int many = 1 + world.random.nextInt(MOST_CALLS);
    for (int i = 1; i <= many; i++) {
      boolean mayComeAgain = i == 1 && world.oneIn(2);
      Call call = new Call(queue, "enroll", lane, enrolling(plan, queue, i, mayComeAgain));
      calls.add(call);
      if (mayComeAgain && queue.equals(plan.home())) {
        sent.add(call);
      }
    }
    return new Teller(world, calls);
  }

  private List<String> enrolling(Plan plan, String queue, int sequence, boolean mayComeAgain) {
    int many = 1 + world.random.nextInt(MOST_MEMBERS);
    String ofHome = followUpsJoin ? Duty.HOME + plan.home() : "";
    List<String> args = new ArrayList<>(List.of("" + sequence, "0", queue, plan.ref()));
    args.addAll(mayComeAgain ? List.of("0", "" + many) : List.of("" + many, "0"));
    for (int i = 0; i < many; i++) {
      String id = LetterScripts.MEMBER + plan.id() + "-" + members++;
      String label = (world.oneIn(5) ? Duty.MORTAL : "" + i) + ofHome;
      int left = world.random.nextInt(followUpsJoin ? 3 : 2);
      args.addAll(List.of(id, envelope(id, left, label)));
      if (mayComeAgain) {
        args.add("0");
      }
    }
    return args;
  }

  private String envelope(String id, int left, String label) {
    Duty duty = new Duty(Kind.SAME, left, 0, 0, label);
    StoredTask task =
        new StoredTask(
            TaskId.stored(id),
            duty.task().type().name(),
            Instant.ofEpochMilli(world.now()),
            TaskOptions.NONE,
            duty.payload(),
            new Flow(0, List.of()));
    return new String(Envelope.encode(task), ISO_8859_1);
  }

  /** Seals a batch, or cancels it. */
  Teller closes() {
    Plan plan = lately();
    return new Teller(world, List.of(closing(plan, world.oneIn(6) ? "cancel" : "seal")));
  }

  static Call closing(Plan plan, String how) {
    return new Call(plan.home(), "seal", "", List.of(how, plan.home(), plan.id()));
  }

  /** Gives a dead member a new life, where there is one. */
  Teller revives() {
    String queue = world.anyQueue();
    List<String> dead =
        ((List<?>) world.say(queue, "ZRANGE", LetterScripts.key(queue, "dead"), "0", "-1"))
            .stream().map(Object::toString).filter(LetterScripts::isOfABatch).toList();
    String id = dead.isEmpty() ? "none" : dead.get(world.random.nextInt(dead.size()));
    return new Teller(world, List.of(new Call(queue, "act", "", List.of("retry", id, "0"))));
  }

  private Plan lately() {
    return plans.get(plans.size() - 1 - world.random.nextInt(Math.min(plans.size(), LATELY)));
  }

  private String lane() {
    return "e" + world.random.nextLong();
  }
}
