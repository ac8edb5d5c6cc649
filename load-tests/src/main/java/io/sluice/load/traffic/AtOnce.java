package io.sluice.load.traffic;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAccumulator;
import reactor.core.publisher.Mono;

/**
 * How many tasks of one group ran at once, as their handlers saw it: a task has its slot of the
 * group before its handler starts and until after it ends, so this is never more than the limit.
 */
final class AtOnce {
  private final AtomicIntegerArray running;
  private final LongAccumulator most = new LongAccumulator(Math::max, 0);

  AtOnce(int groups) {
    running = new AtomicIntegerArray(groups);
  }

  Mono<Void> counted(int group, Mono<Void> work) {
    return Mono.using(
        () -> running.incrementAndGet(group),
        now -> {
          most.accumulate(now);
          return work;
        },
        now -> running.decrementAndGet(group));
  }

  /** Of whichever group it was. */
  long most() {
    return most.get();
  }
}
