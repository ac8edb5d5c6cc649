package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.claim.Ended;
import io.sluice.claim.Interruption.Interrupted;
import io.sluice.encoding.Payloads;
import io.sluice.task.BuryTaskException;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.RetryTaskException;
import io.sluice.task.SessionLostException;
import io.sluice.task.SnoozeTaskException;
import io.sluice.task.ThrottleGroupException;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.TypeRef;
import io.sluice.task.handler.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A delivery: its first settling counts, and so does what interrupts it before. */
final class ReceivedTask<T, R> extends ClaimContext<T> implements Delivery<T, R> {
  private final Claim claim;
  private final TypeRef<R> resultType;
  private final Payloads payloads;
  private final AtomicReference<@Nullable Mono<Void>> settled = new AtomicReference<>();

  ReceivedTask(Claim claim, @Nullable T payload, TypeRef<R> resultType, Payloads payloads) {
    super(claim, payload);
    this.claim = claim;
    this.resultType = resultType;
    this.payloads = payloads;
    claim.begin();
    claim.interrupted().subscribe(nothing -> {}, this::onInterruption);
  }

  @Override
  public Mono<Void> succeed(@Nullable R result) {
    return succeed(result, List.of());
  }

  @Override
  public Mono<Void> succeed(@Nullable R result, List<FollowUp> followUps) {
    Objects.requireNonNull(followUps, "followUps must not be null");
    return settleWith(() -> claim.succeed(encoded(result), followUps));
  }

  /** Too large a result would hold up those that go out with it. */
  private byte[] encoded(@Nullable R result) {
    return payloads.result(result, resultType, claim.queue(), claim.id());
  }

  @Override
  public Mono<Void> retry(Throwable cause) {
    Objects.requireNonNull(cause, "cause must not be null");
    return settle(() -> Outcomes.afterFailure(claim, cause));
  }

  @Override
  public Mono<Void> retry(Throwable cause, Duration delay) {
    Objects.requireNonNull(cause, "cause must not be null");
    return retry(new RetryTaskException(delay, Failure.of(cause).message(), cause));
  }

  @Override
  public Mono<Void> bury(String reason) {
    return settle(() -> Outcomes.afterFailure(claim, new BuryTaskException(reason)));
  }

  @Override
  public Mono<Void> snooze(Duration delay) {
    return settle(() -> Outcomes.afterFailure(claim, new SnoozeTaskException(delay)));
  }

  @Override
  public Mono<Void> throttle(Duration time) {
    return settle(() -> Outcomes.afterFailure(claim, new ThrottleGroupException(time)));
  }

  @Override
  public Mono<Void> release() {
    return settle(() -> Outcome.RELEASE);
  }

  private Mono<Void> settle(Supplier<Outcome> outcome) {
    return settleWith(() -> Ended.with(outcome.get()));
  }

  private Mono<Void> settleWith(Supplier<Ended> ended) {
    return Mono.defer(
        () -> {
          Mono<Void> earlier = settled.get();
          if (earlier != null) {
            return earlier;
          }
          Mono<Void> mine = report(ended.get());
          Mono<Void> first = settled.compareAndExchange(null, mine);
          return first == null ? mine : first;
        });
  }

  /** Kept, so that whoever settles again gets the same answer. */
  private Mono<Void> report(Ended ended) {
    return claim
        .settle(ended)
        .flatMap(accepted -> accepted ? Mono.<Void>empty() : Mono.error(this::lost))
        .cache();
  }

  private void onInterruption(Throwable error) {
    if (error instanceof Interrupted interrupted) {
      Outcomes.afterInterruption(claim, interrupted.why())
          .ifPresent(outcome -> settle(() -> outcome).subscribe(nothing -> {}, ignored -> {}));
    }
  }

  private SessionLostException lost() {
    return new SessionLostException(
        "task " + id() + " of queue " + queue() + " is not ours any more: token " + token());
  }
}
