package io.sluice.store.flow;

import java.util.List;

/**
 * Where a task stands among those that follow each other.
 *
 * @param depth how many tasks went before it
 * @param next what is enqueued when it has succeeded
 */
public record Flow(int depth, List<Next> next) {
  /** Of a task that follows none and that none follows. */
  public static final Flow NONE = new Flow(0, List.of());

  public Flow {
    next = List.copyOf(next);
  }

  /** How many bytes of payload its follow-ups carry, and theirs. */
  public int bytes() {
    return Next.bytes(next);
  }
}
