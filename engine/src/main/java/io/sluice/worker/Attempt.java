package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.claim.Ended;
import io.sluice.claim.HeldSlot;
import io.sluice.claim.Interruption;
import io.sluice.guard.Caught;
import io.sluice.guard.Guarded;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One attempt of a task: subscribes to its handler, and settles what comes first, a result, an
 * error, or an interruption. It ends when the outcome is recorded, or the claim is lost.
 *
 * <p>Why no pipeline: of the operators that do the same, each costs two objects for every task, and
 * together they cost more than all the rest of a short run.
 */
final class Attempt extends AtomicBoolean // whether the handler is over
    implements CoreSubscriber<Object> {
  private static final long serialVersionUID = 1L;

  private final transient TaskRun run;
  private final transient Claim claim;
  private final transient HeldSlot slot;
  private transient volatile @Nullable Subscription handler;

  /**
   * @param slot is left once, when the attempt has ended
   */
  Attempt(TaskRun run, Claim claim, HeldSlot slot) {
    this.run = run;
    this.claim = claim;
    this.slot = slot;
  }

  /** Calls the handler, unless the claim was interrupted before. Never throws. */
  void begin() {
    try {
      claim.onInterruption(this::interrupted);
      if (!get()) {
        run.handle(claim).subscribe(this);
      }
    } catch (Throwable thrown) {
      onError(thrown);
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    handler = subscription;
    if (get()) {
      Guarded.run(subscription::cancel);
      return;
    }
    try {
      subscription.request(Long.MAX_VALUE);
    } catch (Throwable thrown) {
      onError(thrown);
    }
  }

  @Override
  public void onNext(Object result) {
    if (isFirst()) {
      succeed(result);
    } else {
      Operators.onDiscard(result, Context.empty());
    }
  }

  @Override
  public void onComplete() {
    if (isFirst()) {
      succeed(null);
    }
  }

  @Override
  public void onError(Throwable error) {
    if (isFirst()) {
      fail(Caught.signalOf(error));
    } else {
      Guarded.drop(error);
    }
  }

  private void interrupted(Interruption why) {
    if (isFirst()) {
      Subscription running = handler;
      if (running != null) {
        Guarded.run(running::cancel);
      }
      fail(why.asError());
    }
  }

  private boolean isFirst() {
    return compareAndSet(false, true);
  }

  private void succeed(@Nullable Object result) {
    Ended ended;
    try {
      ended = run.succeeded(claim, result);
    } catch (Throwable thrown) {
      fail(Caught.signalOf(thrown));
      return;
    }
    settle(ended);
  }

  private void fail(Throwable error) {
    Ended ended;
    try {
      ended = run.failed(claim, error);
    } catch (Throwable thrown) {
      end(thrown);
      return;
    }
    if (ended == null) {
      end(null);
    } else {
      settle(ended);
    }
  }

  private void settle(Ended ended) {
    try {
      run.settle(claim, ended).subscribe(new Recorded());
    } catch (Throwable thrown) {
      end(thrown);
    }
  }

  /**
   * @param error why the outcome was not recorded; null where nothing went wrong
   */
  private void end(@Nullable Throwable error) {
    try {
      if (error != null) {
        run.unsettled(claim, error);
      }
      claim.letGo();
    } finally {
      slot.leave();
    }
  }

  /** Hears whether the outcome was recorded. */
  private final class Recorded implements CoreSubscriber<Boolean> {
    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(1);
    }

    @Override
    public void onNext(Boolean accepted) {
      // A claim that was lost has ended as well.
    }

    @Override
    public void onError(Throwable error) {
      end(error);
    }

    @Override
    public void onComplete() {
      end(null);
    }
  }
}
