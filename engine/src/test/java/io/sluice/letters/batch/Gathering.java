package io.sluice.letters.batch;

import static io.sluice.letters.batch.Shape.BATCH;
import static io.sluice.letters.batch.Shape.FIRST;
import static io.sluice.letters.batch.Shape.HOME;
import static io.sluice.letters.batch.Shape.OTHER;
import static io.sluice.letters.batch.Shape.SECOND;
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
import io.sluice.letters.Sower;
import io.sluice.letters.Upkeep;
import io.sluice.letters.World;
import io.sluice.letters.batch.Shape.Member;
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
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A batch with members in the queue of its home and in another, whose callback goes to the other.
 * One call goes wrong, and servers fail over, as is told; then all comes to its end.
 */
final class Gathering {
  private static final String PARENT = "P";
  private static final String CALLBACK = "callback";
  private static final String CALLBACK_OF_PARENT = "callback-of-parent";
  private static final int CALLS_BEYOND = 6;
  private static final int MOST_TURNS = 80;
  private static final int MOST_ENDINGS = 8;
  private static final int CAP = 1_000_000;
  private static final long SESSION_OVER_MS = 20_500;
  private static final long BETWEEN_CALLS_MS = 1_000;
  private static final Ending.Pace TO_THE_END = new Ending.Pace(3, 25_000);

  private final Shape shape;
  private final World world;
  private final Ledger ledger;
  private final Misfortune network;
  private final Failover failover;
  private final List<List<Past>> pasts = new ArrayList<>();
  private Map<String, Deliverer> deliverers = Map.of();
  private Map<String, Runner> workers = Map.of();
  private Map<String, Judge> judges = Map.of();
  private int told;
  private int tellers;
  private int inRound;

  Gathering(
      List<Site> sites,
      LetterScripts scripts,
      Shape shape,
      int wrong,
      Mishap mishap,
      Failover failover) {
    this.shape = shape;
    this.failover = failover;
    network = new Misfortune(wrong, mishap);
    world = new World(sites, scripts, 1, false, Ledger.ACCEPTED, this::see, network);
    ledger = new Ledger(world);
  }

  private @Nullable Object see(
      String queue, String script, List<String> args, Supplier<@Nullable Object> call) {
    Object answer = ledger.see(queue, script, args, call);
    if (failover.sites().isEmpty()
        && callbacks(CALLBACK) > 0
        && !shape.members().stream().allMatch(this::hasEnded)) {
      ledger.violated("the callback was given before the last member had ended");
    }
    return answer;
  }

  /** What was found wrong. */
  List<String> run() {
    if (shape.isNested()) {
      open(PARENT, "-", CALLBACK_OF_PARENT);
    }
    open(BATCH, shape.isNested() ? PARENT + "@" + HOME : "-", CALLBACK);
    Object unused = world.execute(HOME, "batch", "", List.of("join", HOME, BATCH, OTHER));
    begin();
    keepPasts();
    for (int turn = 0;
        turn < MOST_TURNS && network.calls() < shape.calls() + CALLS_BEYOND;
        turn++) {
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

  private void open(String id, String parent, String callback) {
    String given = OTHER + " " + callback + " 0 " + envelope(callback);
    List<String> args = List.of("open", HOME, id, "86400000", "continue", parent, "-1", "-");
    List<String> all = new ArrayList<>(args);
    all.addAll(List.of("complete", given));
    Object unused = world.execute(HOME, "batch", "", all);
  }

  private void begin() {
    tellers++;
    workers = Map.of(HOME, worker(HOME), OTHER, worker(OTHER));
    deliverers = Map.of(HOME, new Deliverer(world, HOME), OTHER, new Deliverer(world, OTHER));
    judges =
        Map.of(HOME, new Judge(world, HOME, "" + CAP), OTHER, new Judge(world, OTHER, "" + CAP));
  }

  private Runner worker(String queue) {
    return new Runner(world, ledger, Habit.AS_IT_IS, queue, CAP, true);
  }

  private void next() {
    Optional<Member> waiting =
        shape.members().stream().filter(member -> shape.runs() && isWaiting(member)).findFirst();
    if (told < (shape.isNested() ? 4 : 3)) {
      told += tell() ? 1 : 0;
    } else if (waiting.isPresent()) {
      workers.get(waiting.get().queue()).step();
    } else {
      String step = shape.round().get(inRound++ % shape.round().size());
      String queue = step.substring(1);
      (step.startsWith("J") ? judges.get(queue) : deliverers.get(queue)).step();
    }
  }

  private boolean tell() {
    Object answer =
        switch (told) {
          case 0 -> enroll(HOME, FIRST);
          case 1 -> enroll(OTHER, SECOND);
          case 2 -> world.send(HOME, "seal", "", List.of(shape.closing(), HOME, BATCH));
          default -> world.send(HOME, "seal", "", List.of("seal", HOME, PARENT));
        };
    return answer != null;
  }

  private @Nullable Object enroll(String queue, String id) {
    List<String> args =
        List.of("1", "0", queue, BATCH + "@" + HOME, "0", "1", id, envelope(id), "0");
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
            new Flow(0, Sower.FOLLOW_UPS.with(shape.then(id)).next()));
    return new String(Envelope.encode(task), ISO_8859_1);
  }

  private boolean isWaiting(Member member) {
    return world.all(member.queue(), "tasks").containsKey(member.id()) && !hasEnded(member);
  }

  private boolean hasEnded(Member member) {
    return world.all(member.queue(), "results").containsKey(member.id());
  }

  private int callbacks(String id) {
    return Integer.parseInt(world.all(OTHER, Ledger.ENTERED).getOrDefault(id, "0"));
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
      after += callbacks(CALLBACK) > 0 && callbacks(lastCallback()) > 0 ? 1 : 0;
      Object unused = world.execute(HOME, "seal", "", List.of(shape.closing(), HOME, BATCH));
      unused = world.execute(HOME, "seal", "", List.of("seal", HOME, PARENT));
      judges.values().forEach(Judge::pass);
      new Ending(world, ledger, Habit.AS_IT_IS, CAP, List.of(HOME, OTHER), TO_THE_END).run();
    }
  }

  private void judge() {
    judgeCallback(CALLBACK);
    judgeCallback(lastCallback());
    if (!shape.runs() && ended(HOME, "S") > 0) {
      ledger.violated("a member of the home ran after the batch was cancelled");
    }
    String ofOther = count(OTHER);
    String unused = count(HOME);
    String told = world.all(HOME, "batches").getOrDefault(BATCH + " @" + OTHER, "");
    if (!told.startsWith(ofOther)) {
      ledger.violated("the home was told " + told + ", and there is " + ofOther);
    }
  }

  private String lastCallback() {
    return shape.isNested() ? CALLBACK_OF_PARENT : CALLBACK;
  }

  private void judgeCallback(String id) {
    if (callbacks(id) != 1) {
      ledger.violated(id + " was given " + callbacks(id) + " times");
    }
  }

  /** What the part of a queue counts must be what is there. */
  private String count(String queue) {
    String counts = "0 " + ended(queue, "S") + " 0 " + ended(queue, "C") + " 0";
    String ref = BATCH + "@" + HOME;
    Map<String, String> tally = world.all(queue, "tally");
    String part = tally.getOrDefault(tally.getOrDefault(ref, ""), ref + " 0 0 0 0 0 ");
    if (!part.startsWith(ref + " " + counts)) {
      ledger.violated(queue + " counts " + part + " and has " + counts);
    }
    if (!world.all(queue, "membership").isEmpty()) {
      ledger.violated(queue + " keeps members: " + world.all(queue, "membership"));
    }
    return counts;
  }

  private long ended(String queue, String letter) {
    Map<String, String> results = world.all(queue, "results");
    return shape.members().stream()
        .filter(member -> member.queue().equals(queue))
        .filter(member -> results.getOrDefault(member.id(), "").contains(" " + letter + " "))
        .count();
  }
}
