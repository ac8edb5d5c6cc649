package io.sluice.letters.batch;

import io.sluice.letters.Actor;
import io.sluice.letters.World;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks after the batches of a queue, and cancels the members of those that are stopped. */
final class Judge implements Actor {
  private static final String FOR_EVER_MS = "8640000000";
  private static final String MOST = "100";
  private static final String FEW = "3";

  private final World world;
  private final String queue;
  private final String cap;
  private final Deque<String> stopping = new ArrayDeque<>();

  Judge(World world, String queue, String cap) {
    this.world = world;
    this.queue = queue;
    this.cap = cap;
  }

  @Override
  public boolean step() {
    if (stopping.isEmpty()) {
      judges();
    } else if (stops() instanceof List<?> reply && reply.get(0).equals(0L)) {
      stopping.remove();
    }
    return true;
  }

  private void judges() {
    Object answer = world.send(queue, "judge", "", List.of(queue, FOR_EVER_MS, MOST));
    if (answer instanceof List<?> reply) {
      reply.stream().skip(2).forEach(number -> stopping.add(number.toString()));
    }
  }

  private @Nullable Object stops() {
    return world.send(queue, "stop", "", List.of(stopping.element(), FEW, cap));
  }

  /** A pass: what it had begun to stop, then a look, and what that finds. */
  void pass() {
    stopAll();
    judges();
    stopAll();
  }

  private void stopAll() {
    while (!stopping.isEmpty()) {
      step();
    }
  }
}
