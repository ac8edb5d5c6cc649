package io.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.DroppedSignals;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class AwaitedTest {
  private final CompletableFuture<String> future = new CompletableFuture<>();

  @Test
  void givesTheValue() {
    future.complete("here");

    StepVerifier.create(Awaited.call(() -> future)).expectNext("here").verifyComplete();
  }

  @Test
  void completesWithoutAValueWhereThereIsNone() {
    StepVerifier.create(Awaited.call(() -> CompletableFuture.completedFuture(null)))
        .verifyComplete();
  }

  @Test
  void givesTheErrorThatAFurtherStageWrapped() {
    IllegalStateException failure = new IllegalStateException("refused");
    future.completeExceptionally(failure);

    StepVerifier.create(Awaited.call(() -> future.thenApply(value -> value)))
        .verifyErrorSatisfies(error -> assertThat(error).isSameAs(failure));
  }

  @Test
  void whatItsSupplierThrowsIsAnError() {
    StepVerifier.create(
            Awaited.call(
                () -> {
                  throw new IllegalStateException("nothing to ask");
                }))
        .verifyErrorMessage("nothing to ask");
  }

  @Test
  void nothingIsAskedForBeforeThereIsDemand() {
    AtomicInteger asked = new AtomicInteger();
    Mono<String> call =
        Awaited.call(
            () -> {
              asked.incrementAndGet();
              return CompletableFuture.completedFuture("here");
            });

    StepVerifier.create(call, 0)
        .then(() -> assertThat(asked).hasValue(0))
        .thenRequest(1)
        .expectNext("here")
        .verifyComplete();
    assertThat(asked).hasValue(1);
  }

  @Test
  void aCallIsCancelledWithItsSubscriber() {
    Awaited.call(() -> future).subscribe().dispose();

    assertThat(future).isCancelled();
  }

  @Test
  void whatIsSharedGoesOnWithoutItsSubscriber() {
    Awaited.shared(() -> future).subscribe().dispose();

    assertThat(future).isNotDone();
  }

  @Test
  void anErrorThatComesWhenItsSubscriberHasLeftIsLetGo() {
    Disposable waiting = Awaited.shared(() -> future).subscribe();
    waiting.dispose();

    future.completeExceptionally(new IllegalStateException("too late"));

    assertThat(DroppedSignals.taken()).isEmpty();
  }

  @Test
  void aGuardedStepLetsGoWhatComesTooLateToo() {
    TestPublisher<String> source =
        TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
    Guarded.step(source::mono).subscribe().dispose();

    source.error(new IllegalStateException("too late"));

    assertThat(DroppedSignals.taken()).isEmpty();
  }
}
