package io.sluice.script;

import org.jspecify.annotations.Nullable;

/**
 * The words that one worker hears, for its waits, one at a time. A word that comes between two of
 * them ends the next: the claim before it may have been too early. Any thread may call.
 */
public final class Words {
  private @Nullable Runnable waiting;
  private boolean told;

  /** Begins a wait, which a word ends; false when one was kept for it, so that it is over. */
  public synchronized boolean await(Runnable end) {
    boolean waits = !told;
    told = false;
    waiting = waits ? end : null;
    return waits;
  }

  /** Ends a wait without a word; a word from now on is for the next wait. */
  public synchronized void leave(Runnable end) {
    if (end.equals(waiting)) {
      waiting = null;
    }
  }

  /** Ends the wait, or the next one. */
  public void heard() {
    Runnable ended = ended();
    if (ended != null) {
      ended.run();
    }
  }

  private synchronized @Nullable Runnable ended() {
    Runnable ended = waiting;
    waiting = null;
    told = ended == null;
    return ended;
  }
}
