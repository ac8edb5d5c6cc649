package io.sluice.lane;

import static io.sluice.lane.FakeSender.answerTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.guard.Caught;
import io.sluice.lane.GroupCommit.Bounds;
import io.sluice.task.OverloadedException;
import io.sluice.task.QueueName;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class GroupCommitTest {
  private static final Bounds WIDE = new Bounds(100, 1000, 1000, 10_000);
  private static final Duration SOON = Duration.ofSeconds(20);

  private final FakeSender sender = new FakeSender();

  @Test
  void nothingIsSentBeforeSubscription() {
    Mono<String> unused = commit(1, WIDE).submit("a");

    assertThat(sender.batches()).isEmpty();
  }

  @Test
  void aLoneItemGoesAtOnce() {
    Mono<String> a = submit(commit(1, WIDE), "a");

    assertThat(sender.batches()).containsExactly(List.of("a"));
    sender.sent(0).answer();
    assertThat(a.block(SOON)).isEqualTo(answerTo("a"));
  }

  @Test
  void whatArrivesMeanwhileGoesTogetherInTheNextCall() {
    GroupCommit<String, String> commit = commit(2, WIDE);
    submit(commit, "a");
    Mono<String> b = submit(commit, "b");
    Mono<String> c = submit(commit, "c");
    assertThat(sender.batches()).containsExactly(List.of("a"));

    sender.sent(0).answer();

    assertThat(sender.batches()).containsExactly(List.of("a"), List.of("b", "c"));
    sender.sent(1).answer();
    assertThat(b.block(SOON)).isEqualTo(answerTo("b"));
    assertThat(c.block(SOON)).isEqualTo(answerTo("c"));
    assertThat(commit.idle()).isTrue();
  }

  @Test
  void aCallHasAtMostSoManyItems() {
    GroupCommit<String, String> commit = commit(1, new Bounds(3, 1000, 1000, 10_000));
    submit(commit, "a");
    for (String item : List.of("b", "c", "d", "e")) {
      submit(commit, item);
    }

    sender.sent(0).answer();
    sender.sent(1).answer();

    assertThat(sender.batches())
        .containsExactly(List.of("a"), List.of("b", "c", "d"), List.of("e"));
  }

  @Test
  void aCallHasAtMostSoManyBytesButAlwaysOneItem() {
    GroupCommit<String, String> commit = commit(1, new Bounds(100, 5, 1000, 10_000));
    submit(commit, "a");
    for (String item : List.of("bbb", "cc", "d", "eeeeeeeee", "f")) {
      submit(commit, item);
    }

    for (int i = 0; i < 4; i++) {
      sender.sent(i).answer();
    }

    assertThat(sender.batches())
        .containsExactly(
            List.of("a"), List.of("bbb", "cc"), List.of("d"), List.of("eeeeeeeee"), List.of("f"));
  }

  @Test
  void aSecondLaneIsUsedOnlyForAFullBatch() {
    GroupCommit<String, String> commit = commit(2, new Bounds(3, 1000, 1000, 10_000));
    submit(commit, "a");
    submit(commit, "b");
    submit(commit, "c");
    assertThat(sender.batches()).hasSize(1);

    submit(commit, "d");
    submit(commit, "e");

    assertThat(sender.batches()).containsExactly(List.of("a"), List.of("b", "c", "d"));
    assertThat(sender.sent(0).lane()).isNotSameAs(sender.sent(1).lane());
  }

  @Test
  void aSecondLaneIsUsedForAsManyBytesAsFillABatch() {
    GroupCommit<String, String> commit = commit(2, new Bounds(100, 6, 1000, 10_000));
    submit(commit, "a");
    submit(commit, "bbb");
    assertThat(sender.batches()).hasSize(1);

    submit(commit, "ccc");

    assertThat(sender.batches()).containsExactly(List.of("a"), List.of("bbb", "ccc"));
  }

  @Test
  void moreItemsThanMayBeHeldAreRefusedAtOnce() {
    GroupCommit<String, String> commit = commit(1, new Bounds(100, 1000, 2, 10_000));
    submit(commit, "a");
    submit(commit, "b");

    assertThatThrownBy(() -> commit.submit("c").block(SOON))
        .isInstanceOf(OverloadedException.class)
        .hasMessageContaining("test")
        .hasMessageContaining("2");

    sender.sent(0).answer();
    submit(commit, "d");
    sender.sent(1).answer();
    assertThat(sender.batches()).containsExactly(List.of("a"), List.of("b"), List.of("d"));
    sender.sent(2).answer();
    assertThat(commit.idle()).isTrue();
  }

  @Test
  void moreBytesThanMayBeHeldAreRefusedAtOnce() {
    GroupCommit<String, String> commit = commit(1, new Bounds(100, 1000, 100, 10));
    submit(commit, "aaaaaa");

    assertThatThrownBy(() -> commit.submit("bbbbb").block(SOON))
        .isInstanceOf(OverloadedException.class);
    submit(commit, "bbbb");

    sender.sent(0).answer();
    sender.sent(1).answer();
    assertThat(sender.batches()).containsExactly(List.of("aaaaaa"), List.of("bbbb"));
    assertThat(commit.idle()).isTrue();
  }

  @Test
  void whoCancelsBeforeItsCallIsNotSent() {
    GroupCommit<String, String> commit = commit(1, WIDE);
    submit(commit, "a");
    Disposable b = commit.submit("b").subscribe();
    submit(commit, "c");

    b.dispose();
    sender.sent(0).answer();

    assertThat(sender.batches()).containsExactly(List.of("a"), List.of("c"));
    sender.sent(1).answer();
    assertThat(commit.idle()).isTrue();
  }

  @Test
  void aCallIsWantedAsLongAsAnyCallerWaits() {
    GroupCommit<String, String> commit = commit(1, WIDE);
    submit(commit, "first");
    Disposable a = commit.submit("a").subscribe();
    Disposable b = commit.submit("b").subscribe();
    sender.sent(0).answer();

    a.dispose();
    assertThat(sender.sent(1).wanted().getAsBoolean()).isTrue();
    b.dispose();
    assertThat(sender.sent(1).wanted().getAsBoolean()).isFalse();
    assertThat(commit.idle()).isFalse();
    sender.sent(1).answer();
    assertThat(commit.idle()).isTrue();
  }

  @Test
  void anErrorReachesEveryCallerOfItsCallAndNobodyElse() {
    GroupCommit<String, String> commit = commit(1, WIDE);
    Mono<String> before = submit(commit, "before");
    Mono<String> a = submit(commit, "a");
    Mono<String> b = submit(commit, "b");
    sender.sent(0).answer();
    Mono<String> after = submit(commit, "after");

    sender.sent(1).fail(new IllegalStateException("broken"));

    assertThatThrownBy(() -> a.block(SOON)).hasMessage("broken");
    assertThatThrownBy(() -> b.block(SOON)).hasMessage("broken");
    assertThat(before.block(SOON)).isEqualTo(answerTo("before"));
    sender.sent(2).answer();
    assertThat(after.block(SOON)).isEqualTo(answerTo("after"));
  }

  @Test
  void lanesComeBackAfterErrors() {
    GroupCommit<String, String> commit = commit(2, WIDE);
    for (int i = 0; i < 10; i++) {
      submit(commit, "x" + i);
      sender.sent(i).fail(new IllegalStateException("broken"));
    }

    assertThat(sender.batches()).hasSize(10);
    assertThat(commit.idle()).isTrue();
  }

  @Test
  void aCallThatIsAnsweredWithNothingIsAnErrorForItsCallers() {
    GroupCommit<String, String> commit = commit(1, WIDE);
    Mono<String> a = submit(commit, "a");

    sender.sent(0).reply().tryEmitEmpty();

    assertThatThrownBy(() -> a.block(SOON)).isInstanceOf(RuntimeException.class);
    assertThat(commit.idle()).isTrue();
  }

  @Test
  void aCallerWhoseAnswerIsMissingIsToldSo() {
    GroupCommit<String, String> commit = commit(1, WIDE);
    submit(commit, "first");
    Mono<String> a = submit(commit, "a");
    Mono<String> b = submit(commit, "b");
    sender.sent(0).answer();

    sender.sent(1).reply().tryEmitValue(List.of("only one"));

    assertThat(a.block(SOON)).isEqualTo("only one");
    assertThatThrownBy(() -> b.block(SOON)).isInstanceOf(RuntimeException.class);
    submit(commit, "c");
    assertThat(sender.batches()).hasSize(3);
  }

  @Test
  void aCallerMaySubmitAgainFromItsAnswer() {
    GroupCommit<String, String> commit = commit(1, WIDE);
    Mono<String> chain = commit.submit("a").flatMap(first -> commit.submit("b")).cache();
    chain.subscribe();

    sender.sent(0).answer();
    sender.sent(1).answer();

    assertThat(chain.block(SOON)).isEqualTo(answerTo("b"));
  }

  @Test
  void manyThreadsGetEachTheirOwnAnswerOnce() {
    int threads = 4;
    int each = 25_000;
    AtomicInteger largest = new AtomicInteger();
    AtomicInteger sentItems = new AtomicInteger();
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger mostUnderWay = new AtomicInteger();
    Scheduler server = Schedulers.newParallel("server", 2);
    GroupCommit<String, String> commit =
        new GroupCommit<>(
            "test",
            lanes(2),
            new Bounds(64, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE),
            String::length,
            Expiry.NEVER,
            (lane, items, wanted) -> {
              largest.accumulateAndGet(items.size(), Math::max);
              mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              sentItems.addAndGet(items.size());
              return Mono.fromSupplier(() -> items.stream().map(FakeSender::answerTo).toList())
                  .subscribeOn(server)
                  .doOnNext(answers -> underWay.decrementAndGet());
            });
    Scheduler clients = Schedulers.newParallel("clients", threads);

    Long right =
        Flux.range(0, threads)
            .flatMap(
                thread ->
                    Flux.range(0, each)
                        .flatMap(i -> ownAnswer(commit, thread + "/" + i), 256)
                        .subscribeOn(clients))
            .filter(own -> own)
            .count()
            .block(SOON);

    assertThat(right).isEqualTo((long) threads * each);
    assertThat(sentItems).hasValue(threads * each);
    assertThat(largest.get()).isBetween(2, 64);
    assertThat(mostUnderWay.get()).isLessThanOrEqualTo(2);
    Eventually.eventually(commit::idle);
    clients.dispose();
    server.dispose();
  }

  @Test
  void anErrorThatReactorLetsThroughEndsTheBatchAndNotTheLane() {
    AtomicInteger sends = new AtomicInteger();
    GroupCommit<String, String> commit =
        new GroupCommit<>(
            "test",
            lanes(1),
            new Bounds(64, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE),
            String::length,
            Expiry.NEVER,
            (lane, items, wanted) ->
                Mono.fromSupplier(
                    () -> {
                      if (sends.incrementAndGet() == 1) {
                        throw new StackOverflowError("on request");
                      }
                      return items.stream().map(FakeSender::answerTo).toList();
                    }));

    StepVerifier.create(commit.submit("a"))
        .expectErrorMatches(error -> Caught.originOf(error) instanceof StackOverflowError)
        .verify(SOON);
    assertThat(commit.idle()).isTrue();
    StepVerifier.create(commit.submit("b")).expectNext(answerTo("b")).expectComplete().verify(SOON);
  }

  private static Mono<Boolean> ownAnswer(GroupCommit<String, String> commit, String item) {
    return commit.submit(item).map(answer -> answer.equals(answerTo(item)));
  }

  private GroupCommit<String, String> commit(int lanes, Bounds bounds) {
    return new GroupCommit<>("test", lanes(lanes), bounds, String::length, Expiry.NEVER, sender);
  }

  private static List<Lane> lanes(int count) {
    List<Lane> lanes = new ArrayList<>();
    IntStream.range(0, count)
        .forEach(i -> lanes.add(new Lane(QueueName.of("q"), "client", "l" + i, event -> {})));
    return lanes;
  }

  /** Hands it in now; the answer can be asked for later. */
  private static Mono<String> submit(GroupCommit<String, String> commit, String item) {
    Mono<String> answer = commit.submit(item).cache();
    answer.subscribe(any -> {}, error -> {});
    return answer;
  }
}
