package io.sluice.gateway.api.tasks;

import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.Durability;
import org.jspecify.annotations.Nullable;

/** What the answer to an enqueue says about how safe the task is. */
final class Confirmed {
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;

  /** The task is in its queue, and may not be as safe as was asked. */
  private static final String NOT = "unconfirmed";

  /** The status of a task that was taken in. */
  static int status(Confirmation confirmation) {
    return isAsked(confirmation) && confirmation.reached() ? CREATED : ACCEPTED;
  }

  /** The value of the field {@code durability}; null where nothing was asked. */
  static @Nullable String durability(Confirmation confirmation) {
    if (!isAsked(confirmation)) {
      return null;
    }
    return confirmation.reached() ? confirmation.asked().wireName() : NOT;
  }

  /** Whether more was asked for than Redis has of itself. */
  static boolean isAsked(Confirmation confirmation) {
    return confirmation.asked() != Durability.MEMORY;
  }

  private Confirmed() {}
}
