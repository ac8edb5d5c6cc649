package io.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Work whose askers come and go while it is under way. */
class OnceTest {
  private final AtomicInteger begun = new AtomicInteger();
  private final List<MonoSink<Integer>> underWay = new ArrayList<>();
  private final Mono<Integer> work =
      Mono.<Integer>create(underWay::add).doOnSubscribe(begins -> begun.incrementAndGet());

  @Test
  void whoLeavesBeforeItIsThereDoesNotEndIt() {
    Mono<Integer> kept = Once.kept(work);
    Disposable leaves = kept.subscribe();
    leaves.dispose();
    underWay.get(0).success(7);

    assertThat(kept.block()).isEqualTo(7);
    assertThat(begun).hasValue(1);
  }

  @Test
  void afterAnErrorTheNextBeginsAnew() {
    Mono<Integer> kept = Once.kept(work);
    Disposable first = kept.onErrorComplete().subscribe();
    underWay.get(0).error(new IllegalStateException("not yet"));
    List<Integer> given = new ArrayList<>();
    Disposable second = kept.subscribe(given::add);
    underWay.get(1).success(7);

    assertThat(given).containsExactly(7);
    assertThat(first.isDisposed()).isTrue();
    assertThat(second.isDisposed()).isTrue();
  }

  @Test
  void whatIsSharedIsBegunAnewOnceItIsOver() {
    Mono<Integer> shared = Once.shared(work);
    List<Integer> given = new ArrayList<>();
    Disposable first = shared.subscribe(given::add);
    Disposable second = shared.subscribe(given::add);
    underWay.get(0).success(7);
    Disposable third = shared.subscribe(given::add);
    underWay.get(1).success(8);

    assertThat(given).containsExactly(7, 7, 8);
    assertThat(begun).hasValue(2);
    assertThat(List.of(first, second, third)).allMatch(Disposable::isDisposed);
  }
}
