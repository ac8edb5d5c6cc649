package io.sluice.lane;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The group commits that hold something whose time may be up; those that hold nothing, of which a
 * process may have many thousands, cost nothing. Thread-safe.
 */
public final class Overdue {
  private final Set<GroupCommit<?, ?>> busy = ConcurrentHashMap.newKeySet();

  /** Items fail when they have not been answered after this time. */
  public Expiry after(Duration timeout) {
    return new Expiry(timeout, this);
  }

  /** Fails what has waited too long. To be called now and then, not per item. */
  public void look() {
    busy.forEach(GroupCommit::expire);
  }

  /** How many hold something, or did when it was looked last. */
  int busy() {
    return busy.size();
  }

  void add(GroupCommit<?, ?> commit) {
    busy.add(commit);
  }

  void remove(GroupCommit<?, ?> commit) {
    busy.remove(commit);
  }
}
