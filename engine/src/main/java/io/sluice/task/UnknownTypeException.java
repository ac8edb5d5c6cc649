package io.sluice.task;

import io.sluice.grammar.Quoted;

/**
 * A worker was given a task of a type for which it has no handler. No failure of the task, which is
 * put off: another worker may know the type, now or after its next deployment.
 */
public final class UnknownTypeException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public UnknownTypeException(String type) {
    super(Code.INTERNAL, "no handler for type " + Quoted.of(type) + " in this worker", null);
  }
}
