package io.sluice.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Enqueues, on lanes of its own: ids that nobody else has, and ids that anybody may offer again.
 */
final class Producer {
  private static final int LANES = 2;
  private static final int MOST_UNFINISHED = 120;
  private static final int MOST_OFFERED = 8;

  /** How many of the latest given ids may be offered again. */
  private static final int RECENT = 25;

  private final World world;
  private final String name;
  private final EnqueueJudge judge;
  private final List<Lane> lanes = new ArrayList<>();
  private long offered;

  Producer(World world, String name) {
    this.world = world;
    this.name = name;
    this.judge = new EnqueueJudge(world);
    for (int i = 0; i < LANES; i++) {
      lanes.add(new Lane(name, "e" + i));
    }
  }

  void turn() {
    Lane lane = world.dice().oneOf(lanes);
    if (lane.idle()) {
      if (world.truth().unfinished() > MOST_UNFINISHED) {
        return;
      }
      begin(lane);
    }
    hear(lane);
  }

  /** Sends until all is answered. */
  void finish() {
    for (Lane lane : lanes) {
      while (!lane.idle()) {
        hear(lane);
      }
    }
  }

  private void begin(Lane lane) {
    List<EnqueueJudge.Offer> offers = offers();
    lane.begin(
        seq ->
            new Call(
                "enqueue",
                lane.name(),
                args(seq, offers),
                answer -> judge.judge(lane.name(), seq, offers, answer)));
  }

  private void hear(Lane lane) {
    Answer answer = lane.send(world.wire(), false);
    if (answer != null && answer.is("old")) {
      throw world.history().violation("producer " + name + " was told old");
    }
  }

  /** Fresh ones first, as they are sent. */
  private List<EnqueueJudge.Offer> offers() {
    Map<String, EnqueueJudge.Offer> fresh = new LinkedHashMap<>();
    Map<String, EnqueueJudge.Offer> given = new LinkedHashMap<>();
    for (int n = world.dice().between(1, MOST_OFFERED); n > 0; n--) {
      offered++;
      if (world.dice().chance(0.5)) {
        String id = "f" + offered + "-" + name;
        fresh.put(id, new EnqueueJudge.Offer(id, id + "#" + offered, ""));
      } else {
        String id = givenId();
        given.put(id, new EnqueueJudge.Offer(id, id + "#" + name + offered, due()));
      }
    }
    List<EnqueueJudge.Offer> all = new ArrayList<>(fresh.values());
    all.addAll(given.values());
    return all;
  }

  private String givenId() {
    List<String> cancelled = world.truth().cancelledLately();
    return !cancelled.isEmpty() && world.dice().chance(0.1)
        ? world.dice().oneOf(cancelled)
        : "g" + Math.max(0, offered - world.dice().below(RECENT));
  }

  private String due() {
    Dice dice = world.dice();
    return switch (dice.below(4)) {
      case 0 -> String.valueOf(dice.between(1, 2000));
      case 1 -> "@" + (world.now() + dice.between(-500, 2000));
      default -> "0";
    };
  }

  private List<String> args(long seq, List<EnqueueJudge.Offer> offers) {
    long fresh = offers.stream().filter(EnqueueJudge.Offer::fresh).count();
    List<String> args = new ArrayList<>();
    args.add(String.valueOf(seq));
    args.add(String.valueOf(world.conditions().maxBacklog()));
    args.add(String.valueOf(fresh));
    for (EnqueueJudge.Offer offer : offers) {
      args.add(offer.id());
      args.add(offer.envelope());
      if (!offer.fresh()) {
        args.add(offer.due());
      }
    }
    return args;
  }
}
