package io.sluice.client;

import io.sluice.guard.Caught;
import io.sluice.guard.Guarded;
import io.sluice.guard.Hearing;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.Scattered;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * One subscription of a scatter. It requests as many parts as the window has, and one more for each
 * result that its subscriber takes; in order, for each result that is next in order.
 *
 * <p>In place of {@code flatMap}, which looks at all parts of the window whenever one of them ends:
 * with the default window that took a fifth of the time of the process. Here a part that ends goes
 * into a queue; in order, all parts are in the queue and its head is given when it has ended. A
 * drain gives results as they are asked for, by one thread at a time.
 */
final class Scattering<C, R> implements CoreSubscriber<Part<C, R>>, Subscription {
  private final CoreSubscriber<? super Scattered<C, R>> actual;
  private final Scatter.Place place;
  private final Queue<PartRun<C, R>> runs =
      Queues.<PartRun<C, R>>unboundedMultiproducer().get(); // bounded by the window
  private final AtomicLong requested = new AtomicLong();
  private final AtomicLong notTaken = new AtomicLong();
  private final AtomicInteger drains = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
  private final AtomicReference<@Nullable Subscription> source = new AtomicReference<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Disposable.Composite watching = Disposables.composite();
  private volatile boolean sourceEnded;
  private long parts;

  Scattering(CoreSubscriber<? super Scattered<C, R>> actual, Scatter.Place place) {
    this.actual = actual;
    this.place = place;
  }

  void begin(Publisher<? extends Part<C, R>> from) {
    watching.add(place.client().listen(place.outstanding()));
    actual.onSubscribe(this);
    from.subscribe(this);
  }

  @Override
  public Context currentContext() {
    return actual.currentContext();
  }

  @Override
  public void onSubscribe(Subscription given) {
    if (!source.compareAndSet(null, given) || over.get()) {
      given.cancel();
      return;
    }
    given.request(place.options().window());
  }

  @Override
  public void onNext(Part<C, R> part) {
    if (over.get()) {
      return;
    }
    notTaken.incrementAndGet();
    try {
      PartRun<C, R> run = new PartRun<>(this, place, parts++, part.correlation());
      if (place.options().ordered()) {
        runs.add(run);
      }
      run.start(part, currentContext());
    } catch (Throwable thrown) {
      fail(Caught.signalOf(thrown));
    }
  }

  @Override
  public void onError(Throwable failed) {
    sourceEnded = true;
    fail(failed);
  }

  @Override
  public void onComplete() {
    sourceEnded = true;
    drain();
  }

  @Override
  public void request(long n) {
    if (Operators.validate(n)) {
      requested.accumulateAndGet(n, Operators::addCap);
      drain();
    }
  }

  @Override
  public void cancel() {
    end();
  }

  /** A part has ended, or is left out. */
  void ended(PartRun<C, R> run) {
    if (!place.options().ordered()) {
      runs.add(run);
    }
    drain();
  }

  /** The scatter ends with an error, the first one that came. */
  void fail(Throwable failed) {
    error.compareAndSet(null, failed);
    drain();
  }

  /** Waits for something as long as the scatter goes on. */
  void awaits(Mono<Void> end) {
    Disposable.Swap wait = Disposables.swap();
    watching.add(wait);
    wait.update(Hearing.ofNothing(end.doFinally(signal -> watching.remove(wait))));
  }

  private void drain() {
    if (drains.getAndIncrement() != 0) {
      return;
    }
    int notes = 1;
    do {
      giveWhatIsAsked();
      notes = drains.addAndGet(-notes);
    } while (notes != 0);
  }

  private void giveWhatIsAsked() {
    long asked = requested.get();
    long given = 0;
    int taken = 0;
    for (PartRun<C, R> run = next(); run != null; run = next()) {
      Scattered<C, R> outcome = run.outcome();
      if (outcome != null && given == asked) {
        break;
      }
      runs.remove();
      notTaken.decrementAndGet();
      taken++;
      if (outcome != null) {
        given++;
        run.taken();
        give(outcome);
      }
    }
    if (given > 0 && asked != Long.MAX_VALUE) {
      requested.addAndGet(-given);
    }
    requestMore(taken);
  }

  /** The next part whose outcome can be given; ends the scatter when there will be none. */
  private @Nullable PartRun<C, R> next() {
    if (over.get()) {
      return null;
    }
    Throwable failed = error.get();
    if (failed != null) {
      end();
      actual.onError(failed);
      return null;
    }
    boolean last = sourceEnded; // before the count, which does not grow after that
    PartRun<C, R> head = runs.peek();
    if (head == null) {
      if (last && notTaken.get() == 0) {
        end();
        actual.onComplete();
      }
      return null;
    }
    return head.hasEnded() ? head : null;
  }

  /** A subscriber that throws hears of it, if it can. */
  private void give(Scattered<C, R> outcome) {
    try {
      actual.onNext(outcome);
    } catch (Throwable thrown) {
      end();
      Guarded.run(() -> actual.onError(Caught.signalOf(thrown)));
    }
  }

  private void requestMore(int taken) {
    Subscription given = source.get();
    if (taken > 0 && given != null && !over.get()) {
      given.request(taken);
    }
  }

  private void end() {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    Subscription given = source.getAndSet(Operators.cancelledSubscription());
    if (given != null && !sourceEnded) {
      given.cancel();
    }
    watching.dispose();
    place.outstanding().end();
  }
}
