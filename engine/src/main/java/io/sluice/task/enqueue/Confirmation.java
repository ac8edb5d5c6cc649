package io.sluice.task.enqueue;

/**
 * How safe a task was when its enqueue was answered.
 *
 * @param asked the level that the enqueue waited for
 * @param reached whether it was reached in time; when not, the task is in its queue all the same,
 *     and may reach the level later
 */
public record Confirmation(Durability asked, boolean reached) {
  /** Of an enqueue that waits for nothing but the answer of Redis. */
  public static final Confirmation MEMORY = new Confirmation(Durability.MEMORY, true);
}
