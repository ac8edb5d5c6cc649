package io.sluice.lane;

import static io.sluice.lane.FakeSender.answerTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.lane.GroupCommit.Bounds;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ExpiryTest {
  private static final Bounds WIDE = new Bounds(100, 1000, 1000, 10_000);
  private static final Duration SOON = Duration.ofSeconds(20);

  private final FakeSender sender = new FakeSender();
  private final Overdue overdue = new Overdue();

  @Test
  void whoWaitsTooLongIsToldWhetherItsCallIsUnderWayOrNot() {
    GroupCommit<String, String> commit = commit(Duration.ofMillis(200));
    Mono<String> underWay = submit(commit, "a");
    AtomicBoolean told = new AtomicBoolean();
    Mono<String> waits = submit(commit, "b");
    waits.subscribe(any -> {}, error -> told.set(true));
    overdue.look();
    assertThat(sender.sent(0).wanted().getAsBoolean()).isTrue();

    Eventually.eventually(
        () -> {
          overdue.look();
          return !sender.sent(0).wanted().getAsBoolean() && told.get();
        });

    assertThatThrownBy(() -> underWay.block(SOON)).isInstanceOf(RedisUnavailableException.class);
    assertThatThrownBy(() -> waits.block(SOON)).isInstanceOf(RedisUnavailableException.class);
    sender.sent(0).answer();
    assertThat(sender.batches()).hasSize(1);
    assertThat(commit.idle()).isTrue();
  }

  @Test
  void whoIsLateOnArrivalIsNotSentAtAll() {
    Mono<String> late = submit(commit(Duration.ofNanos(1)), "a");

    assertThatThrownBy(() -> late.block(SOON)).isInstanceOf(RedisUnavailableException.class);
    assertThat(sender.batches()).isEmpty();
  }

  @Test
  void withoutATimeoutNobodyWaitsTooLong() {
    GroupCommit<String, String> commit = commit(Duration.ZERO);
    Mono<String> a = submit(commit, "a");

    overdue.look();

    sender.sent(0).answer();
    assertThat(a.block(SOON)).isEqualTo(answerTo("a"));
  }

  @Test
  void onlyWhatHoldsSomethingIsLookedAt() {
    GroupCommit<String, String> commit = commit(SOON);
    commit(SOON);
    assertThat(overdue.busy()).isZero();

    Mono<String> a = submit(commit, "a");
    overdue.look();
    assertThat(overdue.busy()).isOne();
    sender.sent(0).answer();
    assertThat(a.block(SOON)).isEqualTo(answerTo("a"));
    overdue.look();
    assertThat(overdue.busy()).isZero();

    submit(commit, "b");
    assertThat(overdue.busy()).isOne();
  }

  private GroupCommit<String, String> commit(Duration timeout) {
    Lane lane = new Lane(QueueName.of("q"), "client", "l", event -> {});
    return new GroupCommit<>(
        "test", List.of(lane), WIDE, String::length, overdue.after(timeout), sender);
  }

  private static Mono<String> submit(GroupCommit<String, String> commit, String item) {
    Mono<String> answer = commit.submit(item).cache();
    answer.subscribe(any -> {}, error -> {});
    return answer;
  }
}
