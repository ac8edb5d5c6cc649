package io.sluice.load.scenario;

import io.sluice.load.measure.Progress;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.measure.Sampled;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.measure.Usage;
import io.sluice.load.pace.Feed;
import io.sluice.load.traffic.Traffic;
import io.sluice.task.view.QueueSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Where a run takes place. Closing it removes what the run left there. */
interface Site extends AutoCloseable {
  /** The version and the persistence of the Redis below, as far as they can be seen. */
  Mono<RedisFacts> redisFacts();

  /** Errors when a ledger could not be judged there, or nobody would run the tasks. */
  Mono<Void> ready();

  /** What has been used by now. */
  Mono<Usage> usage();

  /** Does the work and keeps a timeline of it. */
  <T> Mono<Sampled<T>> sampled(Progress progress, Mono<T> work);

  /** Opens a way in while the work lasts. */
  <T> Mono<T> withSender(
      Entrance entrance, Traffic traffic, Payloads payloads, Function<Sender, Mono<T>> work);

  /** Opens a way in, with a timer for what goes through it, while the work lasts. */
  default <T> Mono<T> withFlow(
      Entrance entrance, Traffic traffic, Payloads payloads, Function<Flow, Mono<T>> work) {
    return Mono.using(
        Flow::timer,
        timer ->
            ready()
                .then(
                    withSender(
                        entrance,
                        traffic,
                        payloads,
                        sender -> work.apply(new Flow(sender, traffic, timer)))),
        Scheduler::dispose);
  }

  /** Gives the queue of the run these settings; the queue must be there. */
  Mono<Void> configure(QueueSettings settings);

  /** Figures of something else, measured beside the run; empty where there is nothing such. */
  default Mono<Map<String, ?>> compared(
      Flow flow, Feed measured, Payloads payloads, Entrance entrance) {
    return Mono.empty();
  }

  /**
   * Runs a worker for each queue while the work lasts, if that is the harness's part there.
   *
   * @param handler is given the payload of each task
   */
  <T> Mono<T> withWorkers(
      List<Integer> slots, Function<byte[], Publisher<byte[]>> handler, Supplier<Mono<T>> work);

  /**
   * The instant at which so many tasks had ended since the run began, or at which waiting for that
   * was given up.
   */
  Mono<Long> reach(long count);

  /**
   * Completes once every accepted task is finished, or has had its time to be. Tasks that were
   * accepted without an answer count for {@link #reach} as well as those that are waited for, so
   * that it may be over before all of these have ended.
   */
  Mono<Void> finished(int queues);

  /** Judges the ledger, once every task is finished or has had its time to be. */
  Mono<Judgement> judge(TaskLog log, int queues);

  @Override
  void close();
}
