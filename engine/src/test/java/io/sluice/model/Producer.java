package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.fair.Spot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Enqueues, on lanes of its own: ids that nobody else has, and ids that anybody may offer again.
 */
final class Producer {
  private static final int LANES = 2;
  private static final int MOST_UNFINISHED = 120;
  private static final int MOST_OFFERED = 8;
  private static final double WITH_CONDITIONS = 0.4;

  private final World world;
  private final String name;
  private final List<Lane> lanes = new ArrayList<>();
  private final Offers offers;
  private final OnceOffers onceOffers;

  Producer(World world, String name) {
    this.world = world;
    this.name = name;
    this.offers = new Offers(world, name);
    this.onceOffers = new OnceOffers(world, offers);
    for (int i = 0; i < LANES; i++) {
      lanes.add(new Lane(name, "e" + i));
    }
  }

  void turn() {
    Lane lane = world.dice().oneOf(lanes);
    if (lane.idle()) {
      if (world.model().unfinished() > MOST_UNFINISHED) {
        return;
      }
      if (world.dice().chance(WITH_CONDITIONS)) {
        onceOffers.begin(lane);
      } else {
        begin(lane);
      }
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

  /** Fresh ones first, as they are sent, by their priorities; but for those with a group. */
  private void begin(Lane lane) {
    Map<String, List<String>> fresh = new LinkedHashMap<>();
    Map<Integer, Map<String, List<String>>> leveled = new TreeMap<>();
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (int n = world.dice().between(1, MOST_OFFERED); n > 0; n--) {
      offers.next();
      if (world.dice().chance(0.5)) {
        String id = offers.freshId("f");
        String content = offers.content(id);
        String spot = Spot.in(content);
        if (spot.isEmpty()) {
          fresh.put(id, List.of(id, content));
        } else if (!Spot.isNumbered(spot)) {
          leveled
              .computeIfAbsent(Spot.urgency(spot), same -> new LinkedHashMap<>())
              .put(id, List.of(id, content));
        } else {
          given.put(id, List.of(id, content, ""));
        }
      } else {
        String id = offers.givenId();
        given.put(id, List.of(id, offers.content(id), offers.due()));
      }
    }
    List<String> args = new ArrayList<>();
    StringBuilder counts = new StringBuilder();
    leveled.forEach(
        (urgency, items) -> {
          fresh.putAll(items);
          counts.append(" ").append(urgency).append(" ").append(items.size());
        });
    args.addAll(List.of("" + world.conditions().maxBacklog(), fresh.size() + counts.toString()));
    fresh.values().forEach(args::addAll);
    given.values().forEach(args::addAll);
    lane.begin("enqueue", 0, args);
  }

  private void hear(Lane lane) {
    Answer answer = lane.send(world.wire(), false);
    if (answer != null && answer.is("old")) {
      throw world.history().violation("producer " + name + " was told old");
    }
  }
}
