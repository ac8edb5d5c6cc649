package io.sluice.letters;

import java.util.List;

/** Keeps all queues: takes back what dead sessions held, makes due what is due, sweeps. */
public final class Upkeep implements Actor {
  private static final String MANY = "1000000";

  private final World world;
  private final String cap;

  public Upkeep(World world, String cap) {
    this.world = world;
    this.cap = cap;
  }

  @Override
  public boolean step() {
    String queue = world.anyQueue();
    int die = world.random.nextInt(10);
    if (die < 5) {
      reap(queue);
    } else if (die < 9) {
      promote(queue);
    } else {
      world.send(queue, "sweep", "", List.of(cap, "0", MANY, "0", "100"));
    }
    return true;
  }

  void reap(String queue) {
    world.send(queue, "reap", "", reaping());
  }

  /** What a call to reap says. */
  public List<String> reaping() {
    return List.of("100", MANY, "1000", cap, "50", "Poison\ncrashed");
  }

  void promote(String queue) {
    world.send(queue, "promote", "", List.of("100"));
  }
}
