package io.sluice.letters;

import java.util.ArrayList;
import java.util.List;

/** Carries the letters of one queue, in three calls. */
public final class Deliverer implements Actor {
  private static final int FIRST_LETTER = 12;

  private final World world;
  private final String queue;
  private List<?> packet = List.of();
  private List<?> stand = List.of();

  public Deliverer(World world, String queue) {
    this.world = world;
    this.queue = queue;
  }

  @Override
  public boolean step() {
    if (packet.isEmpty()) {
      collect();
    } else if (stand.isEmpty()) {
      receive();
    } else {
      forget();
    }
    return true;
  }

  private void collect() {
    int most = List.of(1, 2, 8).get(world.random.nextInt(3));
    Object answer = world.send(queue, "collect", "", List.of("" + most, "1000"));
    if (answer instanceof List<?> letters && letters.size() > 1) {
      packet = letters;
    } else {
      world.advance(100);
    }
  }

  private void receive() {
    List<String> args = new ArrayList<>(List.of(queue, "0"));
    for (int i = 4; i < packet.size(); i++) {
      if (i != FIRST_LETTER - 1) {
        args.add(text(packet, i));
      }
    }
    Object answer = world.send(text(packet, 1), "receive", "", args);
    stand = answer instanceof List<?> found ? found : List.of();
    if (stand.isEmpty()) {
      packet = List.of();
    }
  }

  private void forget() {
    Object unused =
        world.send(
            queue,
            "forget",
            "",
            List.of(
                text(packet, 1),
                text(packet, 2),
                text(packet, 3),
                "" + (packet.size() - FIRST_LETTER),
                text(stand, 0),
                text(stand, 1),
                text(stand, 2),
                text(stand, 3),
                text(stand, 4)));
    world.did("delivered");
    packet = List.of();
    stand = List.of();
  }

  private static String text(List<?> reply, int index) {
    return reply.get(index).toString();
  }
}
