package io.sluice.task;

import io.sluice.grammar.Quoted;

/** No such session: never opened, or over. What it held runs again elsewhere. */
public final class UnknownSessionException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public UnknownSessionException(QueueName queue, String session) {
    super(
        Code.UNKNOWN_SESSION,
        "no session " + Quoted.of(session) + " in queue " + queue + "; claim without one",
        null);
  }
}
