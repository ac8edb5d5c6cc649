package io.sluice.task.batch;

import java.util.Locale;

/** What a batch does when its first member is dead. */
public enum BatchPolicy {
  /** The other members run. */
  CONTINUE,
  /** The batch is cancelled: see {@link BatchState#CANCELLED}. */
  CANCEL_REST;

  /** In lower case, with a dash. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The policy of this wire name; of any other text the first. */
  public static BatchPolicy stored(String wireName) {
    return wireName.equals(CANCEL_REST.wireName()) ? CANCEL_REST : CONTINUE;
  }
}
