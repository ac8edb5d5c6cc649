package io.sluice.claim;

import io.sluice.task.Outcome;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The answer to an outcome, which is reported and lets go of the claim before anybody else hears of
 * it. One subscriber a task in place of two operators, which cost two each.
 */
final class Settled extends Mono<Boolean> {
  private final Mono<Boolean> answer;
  private final WorkerSession session;
  private final Claim claim;
  private final Outcome outcome;

  Settled(Mono<Boolean> answer, WorkerSession session, Claim claim, Outcome outcome) {
    this.answer = answer;
    this.session = session;
    this.claim = claim;
    this.outcome = outcome;
  }

  @Override
  public void subscribe(CoreSubscriber<? super Boolean> actual) {
    answer.subscribe(new Hearer(actual));
  }

  private final class Hearer implements CoreSubscriber<Boolean>, Subscription {
    private final CoreSubscriber<? super Boolean> actual;
    private Subscription upstream = Operators.emptySubscription();

    private Hearer(CoreSubscriber<? super Boolean> actual) {
      this.actual = actual;
    }

    @Override
    public Context currentContext() {
      return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      upstream = subscription;
      actual.onSubscribe(this);
    }

    @Override
    public void onNext(Boolean accepted) {
      session.settled(claim, outcome, accepted);
      actual.onNext(accepted);
    }

    @Override
    public void onError(Throwable error) {
      claim.letGo();
      actual.onError(error);
    }

    @Override
    public void onComplete() {
      claim.letGo();
      actual.onComplete();
    }

    @Override
    public void request(long n) {
      upstream.request(n);
    }

    @Override
    public void cancel() {
      upstream.cancel();
      claim.letGo();
    }
  }
}
