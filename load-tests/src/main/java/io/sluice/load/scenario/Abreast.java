package io.sluice.load.scenario;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;

/**
 * Does a step for each number of a source, a bounded number of steps at once. {@code flatMap} does
 * the same, but looks at all steps that are in progress whenever one ends: with 1,024 of them that
 * costs more than what is measured.
 */
final class Abreast extends BaseSubscriber<Integer> {
  private final int atOnce;
  private final IntFunction<Mono<Void>> step;
  private final MonoSink<Void> end;
  private final Set<Step> steps = ConcurrentHashMap.newKeySet();

  /** The steps in progress, and the source until it is complete. */
  private final AtomicInteger open = new AtomicInteger(1);

  private Abreast(int atOnce, IntFunction<Mono<Void>> step, MonoSink<Void> end) {
    this.atOnce = atOnce;
    this.step = step;
    this.end = end;
  }

  /** Completes when the source and all steps have; errors with the first of them that does. */
  static Mono<Void> each(Flux<Integer> numbers, int atOnce, IntFunction<Mono<Void>> step) {
    return Mono.create(
        end -> {
          Abreast all = new Abreast(atOnce, step, end);
          end.onCancel(all::stop);
          numbers.subscribe(all);
        });
  }

  @Override
  protected void hookOnSubscribe(Subscription subscription) {
    subscription.request(atOnce);
  }

  @Override
  protected void hookOnNext(Integer number) {
    Step next = new Step();
    open.incrementAndGet();
    steps.add(next);
    step.apply(number).subscribe(next);
  }

  @Override
  protected void hookOnComplete() {
    closeOne();
  }

  @Override
  protected void hookOnError(Throwable error) {
    stop();
    end.error(error);
  }

  private boolean closeOne() {
    boolean last = open.decrementAndGet() == 0;
    if (last) {
      end.success();
    }
    return last;
  }

  private void stop() {
    cancel();
    steps.forEach(Step::cancel);
  }

  /** One step in progress; no two are equal. */
  private final class Step implements CoreSubscriber<Void> {
    private volatile Subscription subscription = Operators.emptySubscription();

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      if (isDisposed()) {
        given.cancel();
      } else {
        given.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(Void nothing) {
      // It gives none.
    }

    @Override
    public void onError(Throwable error) {
      steps.remove(this);
      hookOnError(error);
    }

    @Override
    public void onComplete() {
      steps.remove(this);
      if (!closeOne()) {
        request(1);
      }
    }

    private void cancel() {
      subscription.cancel();
    }
  }
}
