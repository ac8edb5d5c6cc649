package io.sluice.lane;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** The answer to an item that is handed in with each subscription. */
final class Submitted<I, A> extends Mono<A> {
  private final I item;
  private final int bytes;
  private final long timeoutNanos;
  private final GroupCommit<I, A> commit;

  Submitted(I item, int bytes, long timeoutNanos, GroupCommit<I, A> commit) {
    this.item = item;
    this.bytes = bytes;
    this.timeoutNanos = timeoutNanos;
    this.commit = commit;
  }

  @Override
  public void subscribe(CoreSubscriber<? super A> caller) {
    Entry<I, A> entry = new Entry<>(item, bytes, System.nanoTime() + timeoutNanos, caller);
    caller.onSubscribe(entry);
    commit.handIn(entry);
  }
}
