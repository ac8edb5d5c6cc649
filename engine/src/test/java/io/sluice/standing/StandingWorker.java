package io.sluice.standing;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the engine's own is: it claims one call after the other, again under its number while
 * it stands; what it is told it takes while no claim is under way; its next claim may ride on the
 * end of a task that goes alone, or be one call with ends.
 */
final class StandingWorker {
  static final int LIFE_MS = 15_000;

  private enum Ride {
    NONE,
    OFFERED,
    TAKEN,
    EXCHANGES
  }

  private final StandingWorld world;
  private final String name;
  private final int slots;
  private int sessions;
  private String session = "";
  private boolean opened;
  private long number;
  private boolean open;
  private Ride ride = Ride.NONE;
  private int keeps;
  private @Nullable Call claim;
  private int claimMax;
  private @Nullable String gift;
  private Held held;
  private long stillUntil;
  private boolean draining;
  private Landed landed;

  StandingWorker(StandingWorld world, String name) {
    this.world = world;
    this.name = name;
    this.slots = 1 + world.dice.nextInt(5);
    this.landed = new Landed(world);
    this.held = new Held(world, session);
  }

  String session() {
    return session;
  }

  void check() {
    if (opened) {
      world.check(session, slots);
    }
  }

  void turn() {
    if (world.server.now() < stillUntil) {
      return;
    }
    if (!opened) {
      open();
    } else if (world.chance(0.15) || draining) {
      extend();
    }
    takeGift();
    landed.await(open && opened);
    if (opened && ride != Ride.EXCHANGES && (draining || world.chance(0.5))) {
      claim();
    }
    takeGift();
    for (EndLane lane : held.lanes()) {
      if (opened && (draining || world.chance(0.4))) {
        settle(lane);
      }
    }
  }

  void drain() {
    draining = true;
    stillUntil = 0;
  }

  void standStill(int ms) {
    stillUntil = world.server.now() + ms;
  }

  void kill() {
    if (opened) {
      world.leave(session);
    }
    opened = false;
    stillUntil = world.server.now() + world.dice.nextInt(3000);
  }

  void listenOrLeave(boolean listens) {
    if (opened && listens) {
      world.listen(this, session);
    } else if (opened) {
      world.leave(session);
    }
  }

  void stop() {
    if (!opened || claim != null || ride == Ride.EXCHANGES) {
      return;
    }
    if (open) {
      Answer answer = null;
      while (answer == null) {
        answer = world.send(claimCall("0"));
      }
      if (answer.is("gone")) {
        kill();
        return;
      }
      open = false;
      held.given(answer, 1);
    }
    if (world.send(new Call("close", null, List.of(session))) != null) {
      kill();
    }
  }

  /** What its channel tells: {@code number at id envelope}. */
  void told(String ofSession, String message) {
    if (ofSession.equals(session)) {
      gift = message;
    }
  }

  private void takeGift() {
    String told = gift;
    if (told == null || !opened || claim != null) {
      return;
    }
    gift = null;
    String[] words = told.split(" ");
    if (!open || Long.parseLong(words[0]) != number) {
      return;
    }
    world.count("taken by message");
    open = false;
    ride = Ride.NONE;
    keeps = 0;
    held.begin(words[2], session + ":" + words[0] + ":" + words[1]);
    offerRide();
  }

  private void open() {
    session = name + "." + ++sessions;
    world.surely("open", session, LIFE_MS);
    opened = true;
    number = 0;
    open = false;
    ride = Ride.NONE;
    keeps = 0;
    claim = null;
    gift = null;
    landed = new Landed(world);
    held = new Held(world, session);
    world.listen(this, session);
  }

  private void extend() {
    if (world.surely("extend", session, LIFE_MS, 0, 100).is("gone")) {
      kill();
    }
  }

  private int free() {
    return slots - held.size() - keeps - (claim == null ? 0 : claimMax);
  }

  private void claim() {
    if (claim == null) {
      boolean again = open;
      if (again && !draining && !world.chance(0.3)) {
        return; // it waits
      }
      if (ride == Ride.OFFERED) {
        ride = Ride.NONE;
      }
      keeps = 0;
      claimMax = free() > 0 ? 1 + world.dice.nextInt(free()) : 0;
      if (claimMax == 0 && !again) {
        return;
      }
      number += again ? 0 : 1;
      claim = claimCall(claimMax == 0 ? "0" : claimMax + " stands");
    }
    Answer answer = world.send(claim);
    if (answer == null) {
      return;
    }
    claim = null;
    landed.answered(answer);
    if (answer.is("gone")) {
      kill();
    } else if (answer.is("old")) {
      throw world.violation(session + " is told old at " + number);
    } else if (answer.is("stands")) {
      open = true;
      ride = Ride.NONE;
      keeps = 1;
    } else {
      open = false;
      ride = Ride.NONE;
      held.given(answer, 1);
      if (!answer.part(2).texts(0).isEmpty()) {
        offerRide();
      }
    }
  }

  private Call claimCall(String max) {
    List<String> args = StandingWorld.texts(session, number, max, 1 << 20, 0);
    args.addAll(landed.adopted(!max.equals("0")));
    return new Call("claim", session + "/c", args);
  }

  private void offerRide() {
    if (free() > 0 && !draining && world.chance(0.8)) {
      ride = Ride.OFFERED;
      keeps = 1;
    }
  }

  private void settle(EndLane lane) {
    if (lane.call == null) {
      begin(lane);
    }
    Call call = lane.call;
    if (call == null) {
      return;
    }
    Answer answer = world.send(call);
    if (answer == null) {
      return;
    }
    if (answer.is("whole")) {
      answered(call, false);
      lane.call = lane.settle();
      return;
    }
    if (call.verb().equals("stand")) {
      answered(call, answer.size() > 1 && "stands".equals(answer.textOrNone(1)));
    }
    lane.call = null;
    held.ended(lane);
    if (call.verb().equals("exchange")) {
      exchanged("exchanged");
      open = false;
      held.given(answer, 3);
    }
  }

  /** The answer to the claim that rode; it may have been made again meanwhile. */
  private void answered(Call call, boolean stands) {
    if (call.verb().equals("exchange")) {
      exchanged("exchanged in vain");
    } else if (ride == Ride.TAKEN && Long.parseLong(call.args().get(3)) == number) {
      ride = Ride.NONE;
      world.count(stands ? "rode" : "rode in vain");
    }
  }

  private void exchanged(String how) {
    world.count(how);
    ride = Ride.NONE;
    keeps = 0;
  }

  private void begin(EndLane lane) {
    List<String> ids = held.running();
    if (ids.isEmpty()) {
      return;
    }
    int most = ride == Ride.OFFERED && world.chance(0.8) ? 1 : 1 + world.dice.nextInt(ids.size());
    boolean succeed = draining || world.chance(0.8);
    lane.begin(world, held.tokens(), ids.subList(0, most), succeed);
    if (ride == Ride.OFFERED && most == 1 && succeed) {
      lane.call = lane.stand(session, rides(Ride.TAKEN));
    } else if (ride == Ride.NONE && !open && claim == null && succeed && world.chance(0.3)) {
      keeps = world.dice.nextInt(1 + Math.max(0, free()));
      lane.call = lane.exchange(session, rides(Ride.EXCHANGES), most + keeps);
    } else {
      lane.call = lane.settle();
    }
  }

  private long rides(Ride next) {
    ride = next;
    open = true;
    return ++number;
  }
}
