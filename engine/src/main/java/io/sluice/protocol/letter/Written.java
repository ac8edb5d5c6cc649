package io.sluice.protocol.letter;

import io.sluice.task.QueueName;
import java.util.function.Consumer;

/**
 * Tells who carries letters that some were written just now, so that they need not wait for the
 * next look. Thread-safe.
 */
public final class Written {
  private volatile Consumer<QueueName> carrier = queue -> {};

  /** Tells this one from now on. It is called on the threads of the engine and must not block. */
  public void tell(Consumer<QueueName> carrier) {
    this.carrier = carrier;
  }

  /** Something wrote letters in this queue. */
  public void in(QueueName source) {
    carrier.accept(source);
  }
}
