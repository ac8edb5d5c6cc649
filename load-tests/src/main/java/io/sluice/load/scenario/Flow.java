package io.sluice.load.scenario;

import io.sluice.load.http.Reply;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.pace.Feed;
import io.sluice.load.pace.PaceWatch;
import io.sluice.load.traffic.Journey;
import io.sluice.load.traffic.MeantToFail;
import io.sluice.load.traffic.Stall;
import io.sluice.load.traffic.Traffic;
import io.sluice.task.TaskId;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Sends tasks and follows them to their end. One for a run, whose passes come one after the other;
 * all of them go into the same log, since the ledger knows nothing of passes.
 */
final class Flow {
  /** A plan starts this long after it is taken up, so that its first send is not late. */
  private static final Duration LEAD = Duration.ofMillis(20);

  /** Sends of a backlog that may be unanswered at once. */
  private static final int FILLING = 1_024;

  private final Sender sender;
  private final Traffic traffic;
  private final Scheduler timer;
  private final TaskLog log = new TaskLog();
  private final SendBook sends = new SendBook(log);
  private final Ends ends = new Ends();
  private volatile Journey journey = Journey.NONE;
  private volatile int next;

  /** One thread of its own, so that nothing else makes a send late. */
  static Scheduler timer() {
    return Schedulers.newSingle("load-pace", true);
  }

  /**
   * @param timer one thread of its own, so that nothing else delays the sends
   */
  Flow(Sender sender, Traffic traffic, Scheduler timer) {
    this.sender = sender;
    this.traffic = traffic;
    this.timer = timer;
    this.next = traffic.backlog();
  }

  TaskLog log() {
    return log;
  }

  SendBook sends() {
    return sends;
  }

  /** A pass to come, after all that were sent so far. */
  Journey journey(Feed feed, Journey.Stops stops) {
    return new Journey(next, feed, traffic, stops, true);
  }

  /** A pass to come that only the ledger counts. */
  Journey warmUp(Feed feed, Journey.Stops stops) {
    return new Journey(next, feed, traffic, stops, false);
  }

  /** Puts in the backlog of the traffic; completes when each send is answered or given up. */
  Mono<Void> fill() {
    return Flux.range(0, traffic.backlog())
        .flatMap(this::queued, FILLING, 1)
        .takeUntilOther(Stall.of(sends::answered))
        .then();
  }

  private Mono<Void> queued(int sequence) {
    return Mono.defer(
            () -> {
              sends.sent(sequence);
              return sender.send(sequence);
            })
        .doOnNext(reply -> sends.accepted(sequence, TaskId.of(reply.id())))
        .onErrorResume(
            error -> {
              sends.failed(sequence, error);
              return Mono.empty();
            })
        .then();
  }

  /** What runs from now on belongs to a pass, also before its first send. */
  void follow(Journey way) {
    journey = way;
  }

  /** Sends all of a pass; completes when each send is answered or given up. */
  Mono<Journey> send(Journey way, PaceWatch watch) {
    return send(way, watch, Mono.never());
  }

  /**
   * @param stop ends it early
   */
  Mono<Journey> send(Journey way, PaceWatch watch, Mono<?> stop) {
    return Mono.defer(
        () -> {
          Feed feed = way.feed();
          way.begin(System.nanoTime() + LEAD.toNanos());
          journey = way;
          return Abreast.each(
                  feed.sends(timer, way.start()).takeUntilOther(stop),
                  feed.atOnce(),
                  index -> one(way, way.sequence(index), watch))
              .takeUntilOther(
                  Mono.delay(feed.length())
                      .then(Stall.of(() -> sends.answered() + way.completed())))
              .then(Mono.just(way));
        });
  }

  /** What runs from now on belongs to no pass. */
  void rest() {
    journey = Journey.NONE;
  }

  private Mono<Void> one(Journey way, int sequence, PaceWatch watch) {
    return Mono.defer(
        () -> {
          next = sequence + 1;
          long now = System.nanoTime();
          way.sent(sequence, now);
          watch.sent(way.plannedAt(sequence), now);
          sends.sent(sequence);
          Mono<Void> end = endOf(way, sequence);
          return sender
              .send(sequence)
              .doOnNext(reply -> answered(way, sequence, reply))
              .then(end)
              .onErrorResume(error -> failed(way, sequence, error));
        });
  }

  /** In a closed loop a task makes room when it ends, if its end is heard of in another way. */
  private Mono<Void> endOf(Journey way, int sequence) {
    return way.endMakesRoom() && !sender.tellsEnd() ? ends.of(sequence) : Mono.empty();
  }

  private void answered(Journey way, int sequence, Reply reply) {
    long now = System.nanoTime();
    way.acknowledged(sequence, sender.stage(), now);
    sends.accepted(sequence, TaskId.of(reply.id()));
    traffic.accepted(way, sequence);
    if (reply.ended()) {
      way.ended(sequence, now);
    }
  }

  private Mono<Void> failed(Journey way, int sequence, Throwable error) {
    sends.failed(sequence, error);
    way.failed(sequence);
    ends.ended(sequence);
    return Mono.empty();
  }

  /** The handler of every task. */
  Publisher<byte[]> handle(byte[] payload) {
    long started = System.nanoTime();
    int sequence = Payloads.sequence(payload);
    int run = log.executed(sequence);
    Journey way = journey;
    boolean covered = way.covers(sequence);
    if (covered && run == 1) {
      way.started(sequence, started);
    }
    if (run == 1) {
      traffic.started(way, sequence, started);
    }
    if (run > 0 && run <= traffic.failures(sequence)) {
      return Mono.error(new MeantToFail());
    }
    Mono<Void> work = traffic.work(way, sequence);
    if (run == 1 && sequence < traffic.backlog()) {
      return work.then(Mono.fromRunnable(() -> way.endedOfCarried(System.nanoTime())));
    }
    return covered && run == 1 + traffic.failures(sequence)
        ? work.then(Mono.fromRunnable(() -> ended(way, sequence, started)))
        : work.then(Mono.empty());
  }

  private void ended(Journey way, int sequence, long started) {
    long now = System.nanoTime();
    way.ran(sequence, started, now);
    if (!sender.tellsEnd()) {
      way.ended(sequence, now);
    }
    ends.ended(sequence);
  }
}
