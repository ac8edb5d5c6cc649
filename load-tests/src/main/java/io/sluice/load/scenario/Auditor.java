package io.sluice.load.scenario;

import io.sluice.load.measure.TaskLog;
import io.sluice.task.view.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks at the books while a run goes on: a task that is lost in the first hour is told then. */
final class Auditor {
  private final Bench bench;
  private final TaskLog log;
  private final Duration every;
  private final LongAdder audits = new LongAdder();

  Auditor(Bench bench, TaskLog log, Duration every) {
    this.bench = bench;
    this.log = log;
    this.every = every;
  }

  /** How often it has looked. */
  long audits() {
    return audits.sum();
  }

  /** The first thing that is wrong, in a sentence; empty when nothing was until the end came. */
  Mono<String> firstFinding(Mono<?> end) {
    return Flux.interval(every)
        .onBackpressureDrop()
        .concatMap(tick -> finding(), 1)
        .takeUntilOther(end)
        .next();
  }

  private Mono<String> finding() {
    return Mono.defer(
        () -> {
          // Before the look: what is acknowledged meanwhile may not be in the books yet.
          long acknowledged = log.acknowledgedCount();
          return bench
              .audit(1)
              .flatMap(queues -> Mono.justOrEmpty(finding(queues, acknowledged)))
              .doFinally(signal -> audits.increment())
              // A Redis that does not answer now is asked again in its turn.
              .onErrorResume(error -> Mono.empty());
        });
  }

  static @Nullable String finding(List<Ledger> queues, long acknowledged) {
    Ledger books = Books.sum(queues);
    if (!books.balanced()) {
      return "the books did not balance during the run: " + books;
    }
    long accepted = books.totals().accepted();
    return accepted < acknowledged
        ? acknowledged + " tasks were acknowledged and only " + accepted + " accepted: " + books
        : null;
  }
}
