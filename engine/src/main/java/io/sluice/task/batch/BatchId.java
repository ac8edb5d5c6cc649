package io.sluice.task.batch;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;

/**
 * The identity of a batch.
 *
 * @param id as a task id; made by Sluice
 * @param home the queue in which the batch was opened
 */
public record BatchId(String id, QueueName home) {
  private static final char AT = '@';

  /** By it each queue that has members knows that the batch gathers. */
  private static final String GATHERS = "g-";

  /**
   * @throws InvalidTaskException with pointer {@code /batch} when the id breaks the grammar
   */
  public BatchId {
    if (!Grammar.isId(id)) {
      throw new InvalidTaskException(
          "/batch", "batch id " + Quoted.of(id) + " must " + Grammar.wrongIn(id));
    }
  }

  /** The identity of a batch that gathers: see {@link #gathers}. */
  public static BatchId gathering(String id, QueueName home) {
    return new BatchId(GATHERS + id, home);
  }

  /**
   * Whether the batch keeps how its members end, and gives it to readers. It is told by the id,
   * which begins with {@code g-} then.
   */
  public boolean gathers() {
    return id.startsWith(GATHERS);
  }

  /**
   * Reads {@code id@home}.
   *
   * @throws InvalidTaskException with pointer {@code /batch} when the text is none
   */
  public static BatchId parse(String text) {
    int at = text.indexOf(AT);
    if (at < 0) {
      throw new InvalidTaskException(
          "/batch", "batch " + Quoted.of(text) + " must be an id, @ and the queue of the batch");
    }
    return new BatchId(text.substring(0, at), home(text.substring(at + 1)));
  }

  private static QueueName home(String name) {
    if (!Grammar.isName(name)) {
      throw new InvalidTaskException(
          "/batch", "the queue of a batch, " + Quoted.of(name) + ", must match " + Grammar.NAME);
    }
    return QueueName.of(name);
  }

  /** {@code id@home}. */
  @Override
  public String toString() {
    return id + AT + home;
  }
}
