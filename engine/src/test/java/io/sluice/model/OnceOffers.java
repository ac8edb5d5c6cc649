package io.sluice.model;

import java.util.ArrayList;
import java.util.List;

/** Tasks with conditions: to begin before a time, to be there once, to answer a request once. */
final class OnceOffers {
  private static final int MOST_OFFERED = 5;
  private static final int FEW_KEYS = 4;
  private static final int LONG_MS = 3_600_000;
  private static final String NEVER = "";
  private static final String NO_KEY = "";

  private static final String KEEP_LAST = "keep_last";
  private static final String DEBOUNCE = "debounce";
  private static final List<String> NEWEST = List.of(KEEP_LAST, DEBOUNCE);
  private static final List<String> ON_CONFLICT =
      List.of("reject", "keep", "replace", KEEP_LAST, KEEP_LAST, DEBOUNCE);

  private final World world;
  private final Offers offers;

  OnceOffers(World world, Offers offers) {
    this.world = world;
    this.offers = offers;
  }

  void begin(Lane lane) {
    Conditions at = world.conditions();
    List<String> args = new ArrayList<>(List.of("" + at.maxBacklog(), "" + at.cap()));
    for (int n = world.dice().between(1, MOST_OFFERED); n > 0; n--) {
      offers.next();
      args.addAll(offer());
    }
    lane.begin("enqueue_once", 0, args);
  }

  private List<String> offer() {
    Dice dice = world.dice();
    String id = dice.chance(0.6) ? offers.freshId("o") : offers.givenId();
    boolean unique = dice.chance(0.5);
    boolean request = dice.chance(0.3);
    String uniqueKey = unique ? "u" + dice.below(FEW_KEYS) : NO_KEY;
    String onConflict = dice.oneOf(ON_CONFLICT);
    boolean newest = unique && NEWEST.contains(onConflict);
    int uniqueMs = unique && !newest && dice.chance(0.4) ? dice.between(200, 3000) : 0;
    boolean debounced = newest && onConflict.equals(DEBOUNCE);
    return List.of(
        id,
        offers.content(id, uniqueKey, uniqueMs),
        debounced ? "0" : offers.due(),
        String.valueOf(world.now()),
        expiresIn(),
        uniqueKey,
        String.valueOf(uniqueMs),
        debounced ? onConflict + " " + quietAndMost() : onConflict,
        request ? "i" + dice.below(FEW_KEYS) : NO_KEY,
        String.valueOf(request ? dice.between(200, 3000) : 0),
        request ? dice.oneOf(List.of("same", "same", "another one")) : "");
  }

  private String quietAndMost() {
    int quiet = world.dice().between(1, 600);
    return quiet + " " + (world.dice().chance(0.5) ? 0 : quiet + world.dice().between(0, 800));
  }

  private String expiresIn() {
    return switch (world.dice().below(5)) {
      case 0, 1 -> String.valueOf(world.dice().between(1, 800));
      case 2 -> String.valueOf(LONG_MS);
      default -> NEVER;
    };
  }
}
