package io.sluice.model;

import io.sluice.model.SettleLane.Result;
import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the engine's own is: opens a session, claims, parks on landing when the queue ran
 * dry, tells outcomes on two lanes, extends, and opens another session when it is told that this
 * one is gone. It can be killed, stand still, and be cut off, and then goes on with what it knew.
 */
final class ModelWorker {
  private static final int MOST_SETTLED = 6;
  private static final int MOST_NOTED = 3;
  private static final List<Integer> RETENTIONS_MS = List.of(0, 300, 30_000);
  private static final int MOST_RETRY_MS = 1500;

  private static final List<List<String>> TYPES =
      List.of(List.of("A"), List.of("B"), List.of("A", "B"), List.of("none"));

  /** Bytes of a claim: of two tasks or three, and of all. */
  private static final int SMALL = 60;

  private static final int PLENTY = 1 << 20;

  private final World world;
  private final String name;
  private final SessionCalls calls;
  private final Arrivals arrivals;
  private final SecondNet net;
  private final List<SettleLane> orphans = new ArrayList<>();
  private @Nullable Session session;
  private int sessionsSoFar;
  private long standsUntil;
  private long cutOffUntil;
  private int lastMax;
  private int lastBytes;
  private List<String> lastAdopted = List.of();
  private List<String> lastTypes = List.of();
  private boolean draining;

  ModelWorker(World world, String name) {
    this.world = world;
    this.name = name;
    this.calls = new SessionCalls(world);
    this.arrivals = new Arrivals(world);
    this.net = new SecondNet(world, calls);
  }

  /** Does one thing, unless it stands still. */
  void turn() {
    if (world.now() < standsUntil) {
      return;
    }
    Session mine = present();
    if (!mine.isOpen()) {
      open(mine);
    } else if (mine.mustExtend(world.now()) && world.dice().chance(0.6)) {
      extend(mine);
    } else if (!diesOfPoison(mine)) {
      work(mine);
    }
  }

  private void work(Session mine) {
    int die = world.dice().below(100);
    if (die < 35) {
      claim(mine);
    } else if (die < 75) {
      settle(mine, world.dice().oneOf(mine.settles()));
    } else if (die < 90) {
      arrivals.look(isCutOff());
    } else if (die < 93) {
      settleOrphans();
    } else if (die < 97) {
      net.turn(mine);
    } else if (die == 97) {
      stop(mine);
    } else if (mine.heldCount() > 0) {
      calls.note(mine.some(MOST_NOTED), isCutOff());
    }
  }

  /** One turn of everything, in calm weather. */
  void drain() {
    draining = true;
    standsUntil = 0;
    cutOffUntil = 0;
    Session mine = present();
    if (!mine.isOpen()) {
      open(mine);
    }
    extend(mine);
    mine = present();
    if (mine.isOpen()) {
      arrivals.look(false);
      claim(mine);
      net.turn(mine);
      mine.settles().forEach(lane -> settle(present(), lane));
      settleOrphans();
    }
  }

  @Nullable Session session() {
    return session;
  }

  /** Everything that its answered claims gave it and that still runs, it must know. */
  void mustKnowWhatItRuns() {
    Session mine = session;
    if (mine == null || world.conditions().forgetful()) {
      return;
    }
    world
        .model()
        .running()
        .forEach(
            (id, token) -> {
              if (token.startsWith(mine.id() + ":")
                  && !mine.holds(id)
                  && SessionCalls.number(token) <= mine.answeredClaims()) {
                throw world
                    .history()
                    .violation("task " + id + " runs under a session that does not know it", id);
              }
            });
  }

  /** Ends its session, in calm weather and with nothing held. */
  void end() {
    Session mine = session;
    if (mine != null && mine.isOpen()) {
      calls.close(mine.id(), false);
    }
    session = null;
  }

  /** Gone without a word; what it was blocked in ends some time. Another one takes its place. */
  void kill() {
    world.faults().fired(Faults.KILLED);
    arrivals.leaveBehind();
    forgetSession();
    orphans.clear();
    arrivals.taken();
    standsUntil = world.now() + world.dice().below(1000);
    cutOffUntil = 0;
  }

  void standStill(long ms) {
    world.faults().fired(Faults.PAUSED);
    standsUntil = world.now() + ms;
  }

  /** Works on, and nobody hears it. Its blocked call stays on the server's side. */
  void cutOff(long ms) {
    world.faults().fired(Faults.CUT_OFF);
    arrivals.leaveBehind();
    cutOffUntil = world.now() + ms;
  }

  private Session present() {
    if (session == null) {
      session = new Session(world, name + "." + ++sessionsSoFar);
    }
    return session;
  }

  private void open(Session mine) {
    Answer answer = calls.open(mine.id(), isCutOff());
    if (answer != null && answer.is("ok")) {
      mine.opened();
      mine.extendedUntil(world.now() + Conditions.LIFE_MS / 3);
    } else if (answer != null) {
      lose();
    }
  }

  private void extend(Session mine) {
    Answer answer = calls.extend(mine.id(), isCutOff());
    if (answer == null) {
      return;
    }
    if (answer.is("gone")) {
      lose();
      return;
    }
    mine.extendedUntil(world.now() + Conditions.LIFE_MS / 3);
    answer.texts(3).forEach(mine::stop);
  }

  private void claim(Session mine) {
    Lane lane = mine.claims();
    if (!lane.idle() && world.variant().countsOn() && world.dice().chance(0.5)) {
      lane.giveUp();
    }
    if (lane.idle()) {
      int free = world.conditions().slots() - mine.heldCount();
      if (free <= 0 || arrivals.parked()) {
        return;
      }
      beginClaim(mine, world.dice().between(1, free));
    }
    Answer answer = lane.send(world.wire(), isCutOff());
    if (answer == null) {
      askForLess(mine, lane);
    } else if (answer.is(Lane.LARGE)) {
      shrink(mine, lane);
    } else {
      hearClaim(mine, lane.seq(), answer);
    }
  }

  /** As when its answer is too large to come through; never for more than before. */
  private void askForLess(Session mine, Lane lane) {
    if (lastBytes > 1 && world.dice().chance(0.5)) {
      lastBytes = lastBytes > SMALL ? SMALL : 1;
      lane.change("claim", 1, claimArgs(mine));
    }
  }

  private void shrink(Session mine, Lane lane) {
    List<String> args =
        List.of(mine.id(), "" + lane.seq(), "" + lastBytes, "" + world.conditions().cap());
    Answer unused = world.wire().send(new Call("shrink", lane.name(), args), isCutOff());
  }

  private void beginClaim(Session mine, int max) {
    Lane lane = mine.claims();
    lastMax = max;
    lastBytes = world.dice().chance(0.1) ? SMALL : PLENTY;
    lastAdopted = List.copyOf(arrivals.adopted());
    boolean any = draining || world.conditions().anyType() || world.dice().chance(0.6);
    lastTypes = any ? List.of() : world.dice().oneOf(TYPES);
    lane.begin("claim", 1, claimArgs(mine));
  }

  private List<String> claimArgs(Session mine) {
    List<String> terms = List.of(mine.id(), "" + lastMax, "" + lastBytes, "" + lastTypes.size());
    return Stream.of(terms, lastTypes, lastAdopted).flatMap(List::stream).toList();
  }

  private void hearClaim(Session mine, long seq, Answer answer) {
    if (answer.is("gone")) {
      lose();
      return;
    }
    if (answer.is("old")) {
      throw world.history().violation("worker " + name + " was told old");
    }
    arrivals.taken();
    List<String> ids = answer.part(2).texts(0);
    mine.claimed(seq, answer.text(1), ids);
    if (!draining
        && !answer.is("paused")
        && !answer.is("limited")
        && !answer.is("more")
        && ids.size() < lastMax) {
      arrivals.park();
    }
    if (world.conditions().forgetful() && !ids.isEmpty() && world.dice().chance(0.05)) {
      world.faults().fired(Faults.FORGOT);
      mine.forget(ids.get(ids.size() - 1));
    }
  }

  private void settle(Session mine, SettleLane lane) {
    if (lane.idle()) {
      List<Result> results = outcomes(mine);
      if (results.isEmpty()) {
        return;
      }
      lane.begin(results);
    }
    lane.send(isCutOff()).forEach(result -> mine.settled(result.id(), result.token()));
  }

  private List<Result> outcomes(Session mine) {
    List<Result> results = new ArrayList<>();
    int most = draining ? Integer.MAX_VALUE : world.dice().between(1, MOST_SETTLED);
    for (String task : mine.unreported()) {
      if (results.size() < most && (draining || !isPoison(task))) {
        char outcome = draining ? 'S' : outcome(mine.wasStopped(task));
        int delay =
            outcome == 'K' ? world.dice().oneOf(RETENTIONS_MS) : world.dice().below(MOST_RETRY_MS);
        results.add(new Result(task, mine.report(task), outcome, delay));
      }
    }
    return results;
  }

  private char outcome(boolean stopped) {
    int die = world.dice().below(100);
    if (stopped && die < 60) {
      return 'C';
    }
    return "SSSSSSSSTKKZRRRBLLCE".charAt(die / 5);
  }

  private void settleOrphans() {
    orphans.forEach(lane -> lane.send(isCutOff()));
    orphans.removeIf(SettleLane::idle);
  }

  private void stop(Session mine) {
    if (calls.close(mine.id(), isCutOff())) {
      arrivals.leaveBehind();
      forgetSession();
    }
  }

  /** It was told that its session is gone: what it holds belongs to others. */
  private void lose() {
    world.faults().fired(Faults.SESSION_GONE);
    forgetSession();
  }

  private void forgetSession() {
    if (session != null) {
      session.settles().stream().filter(lane -> !lane.idle()).forEach(orphans::add);
    }
    session = null;
    net.forgetLook();
  }

  /** A task that kills who runs it. */
  private boolean diesOfPoison(Session mine) {
    boolean dies =
        !draining
            && mine.heldTasks().stream().anyMatch(ModelWorker::isPoison)
            && world.dice().chance(0.4);
    if (dies) {
      kill();
    }
    return dies;
  }

  private static boolean isPoison(String task) {
    return task.hashCode() % 150 == 0;
  }

  private boolean isCutOff() {
    return world.now() < cutOffUntil;
  }
}
