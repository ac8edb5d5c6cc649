package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.QueueName;
import io.sluice.task.SessionLostException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.Delivery;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ReceiveTest {
  @RegisterExtension
  static final TestEngine ENGINE =
      TestEngine.with(config -> config.withSessionLife(Duration.ofSeconds(1)));

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final Receiving receiving = new Receiving();

  /** Asks for nothing by itself. */
  private static final class Receiving extends BaseSubscriber<Delivery<String, String>> {
    private final List<Delivery<String, String>> got = new CopyOnWriteArrayList<>();

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      // request(n) is the test's.
    }

    @Override
    protected void hookOnNext(Delivery<String, String> delivery) {
      got.add(delivery);
    }

    Delivery<String, String> first() {
      Eventually.eventually(() -> !got.isEmpty());
      return got.get(0);
    }
  }

  @AfterEach
  void stopReceiving() {
    receiving.cancel();
  }

  @Test
  void noMoreIsClaimedThanWasRequested() {
    enqueue(20);
    sluice.receive(queue, ECHO).subscribe(receiving);

    assertThat(running()).isZero();
    receiving.request(3);
    Eventually.eventually(() -> receiving.got.size() == 3);
    assertThat(running()).isEqualTo(3);
    receiving.got.get(0).succeed("ok").block(SOON);
    assertThat(running()).isEqualTo(2);
    receiving.request(2);
    Eventually.eventually(() -> receiving.got.size() == 5);
    assertThat(running()).isEqualTo(4);
    assertThat(stats().counts().ready()).isEqualTo(15);
  }

  @Test
  void aDeliveryIsSettledEachWay() {
    enqueue(7);
    List<Delivery<String, String>> all = take(7);

    all.get(0).succeed("done").block(SOON);
    all.get(1).succeed(null).block(SOON);
    all.get(2).retry(new IllegalStateException("again")).block(SOON);
    all.get(3).retry(new IllegalStateException("later"), Duration.ofHours(2)).block(SOON);
    all.get(4).bury("never").block(SOON);

    assertThat(find(all.get(0)).result()).asString().isEqualTo("\"done\"");
    assertThat(find(all.get(1)).result()).isEmpty();
    assertThat(find(all.get(2)).state()).isEqualTo(TaskState.RETRYING);
    assertThat(find(all.get(2)).failure().message()).isEqualTo("again");
    assertThat(find(all.get(3)).failure().type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(find(all.get(3)).failure().message()).isEqualTo("later");
    assertThat(find(all.get(3)).runAt()).isAfter(all.get(3).startedAt().plusSeconds(119 * 60));
    assertThat(find(all.get(4)).state()).isEqualTo(TaskState.DEAD);
    all.get(5).release().block(SOON);
    assertThat(stats().totals().released()).isEqualTo(1);
    all.get(6).snooze(Duration.ofHours(1)).block(SOON);
    assertThat(find(all.get(6)).state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(find(all.get(6)).attempt()).isZero();
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aResultThatWillNotDoIsAnErrorOfItsOwnAndTheDeliveryCanBeSettledOtherwise() {
    enqueue(2);
    List<Delivery<String, String>> both = take(2);
    String large = "x".repeat(sluice.config().maxPayloadBytes());

    Mono<Void> tooLarge = both.get(0).succeed(large);
    Mono<Void> companion = both.get(1).succeed("small");

    assertThatThrownBy(() -> tooLarge.block(SOON)).isInstanceOf(PayloadTooLargeException.class);
    companion.block(SOON);
    both.get(0).bury("too large").block(SOON);
    assertThat(find(both.get(0)).state()).isEqualTo(TaskState.DEAD);
    assertThat(find(both.get(1)).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void theLastAttemptThatFailsIsDead() {
    sluice
        .enqueue(queue, ECHO.with("x").id("x").retry(RetryPolicy.fixed(1, Duration.ofHours(1))))
        .block(SOON);

    take(1).get(0).retry(new IllegalStateException("no"), Duration.ofSeconds(1)).block(SOON);

    assertThat(ENGINE.find(queue, "x").state()).isEqualTo(TaskState.DEAD);
  }

  @Test
  void theFirstSettlingCountsAndLaterOnesGetItsAnswer() {
    enqueue(1);
    Delivery<String, String> delivery = take(1).get(0);
    Mono<Void> unsubscribed = delivery.bury("not yet");

    delivery.succeed("first").block(SOON);
    delivery.succeed("second").block(SOON);
    unsubscribed.block(SOON);

    assertThat(find(delivery).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(find(delivery).result()).asString().isEqualTo("\"first\"");
    assertThat(stats().totals().succeeded()).isEqualTo(1);
  }

  @Test
  void settlingAfterTheSessionIsLostIsAnError() {
    enqueue(1);
    receive(1);
    Delivery<String, String> delivery = receiving.first();
    fence(find(delivery).worker());
    Eventually.eventually(
        ENGINE.store().find(QueueName.of(queue), List.of(delivery.id())),
        found -> found.get(0).orElseThrow().state() == TaskState.READY);

    assertThatThrownBy(() -> delivery.succeed("late").block(SOON))
        .isInstanceOf(SessionLostException.class);
    assertThatThrownBy(() -> delivery.release().block(SOON))
        .isInstanceOf(SessionLostException.class);
    assertThat(stats().totals().succeeded()).isZero();
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aReceiverGoesOnInANewSession() {
    enqueue(1);
    receive(1);
    Delivery<String, String> lost = receiving.first();
    fence(find(lost).worker());

    receiving.request(1);
    Eventually.eventually(() -> receiving.got.size() == 2);

    Delivery<String, String> again = receiving.got.get(1);
    assertThat(again.id()).isEqualTo(lost.id());
    assertThat(again.token()).isNotEqualTo(lost.token());
    again.succeed("ok").block(SOON);
    assertThat(find(again).crashes()).isEqualTo(1);
  }

  @Test
  void cancellingGivesBackWhatWasNotDelivered() {
    enqueue(100);
    List<Delivery<String, String>> got = new ArrayList<>();
    // Asks for all, and stops at the third: whatever was claimed beside goes back.
    Flux<Delivery<String, String>> three =
        sluice.receive(queue, ECHO).doOnNext(got::add).takeUntil(any -> got.size() == 3);
    three.blockLast(SOON);

    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().running() == 3);
    assertThat(stats().counts().ready()).isEqualTo(97);
    got.forEach(delivery -> delivery.succeed("ok").block(SOON));
    assertThat(stats().totals().succeeded()).isEqualTo(3);
    assertThat(stats().totals().reaped()).isZero();
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void receiversThatComeAndGoLeaveNothingBehind() {
    enqueue(300);
    List<Delivery<String, String>> got = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 30; i++) {
      Disposable receiver = sluice.receive(queue, ECHO).subscribe(got::add);
      int some = got.size() + i % 7;
      Eventually.eventually(() -> got.size() >= some);
      receiver.dispose();
      Flux.fromIterable(got).flatMap(Delivery::release, 64).then().block(SOON);
    }

    // What was on its way to a receiver when it left is its own as well.
    Eventually.eventually(
        () -> {
          Flux.fromIterable(got).flatMap(Delivery::release, 64).then().block(SOON);
          return stats().workers() == 0;
        });
    assertThat(stats().counts().ready()).isEqualTo(300);
    assertThat(stats().totals().reaped()).isZero();
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aReceiverThatIsGoneEndsItsSessionWhenItsLastDeliveryIsSettled() {
    enqueue(1);
    Delivery<String, String> delivery = take(1).get(0);
    assertThat(stats().workers()).isEqualTo(1);

    delivery.succeed("ok").block(SOON);

    Eventually.eventually(ENGINE.stats(queue), view -> view.workers() == 0);
  }

  @Test
  void aReceiverThatIsGoneIsNotAskedForItsHealthAnyMore() {
    enqueue(1);
    take(1).get(0).succeed("ok").block(SOON);

    Eventually.eventually(
        sluice.health(),
        health -> health.loops().stream().noneMatch(loop -> loop.name().equals("claim " + queue)));
  }

  @Test
  void aDeliveryThatIsNotSettledInTimeIsAFailedAttempt() {
    sluice
        .enqueue(
            queue,
            ECHO.with("x")
                .id("x")
                .timeout(Duration.ofMillis(100))
                .retry(RetryPolicy.fixed(5, Duration.ofHours(1))))
        .block(SOON);
    receive(1);
    Delivery<String, String> delivery = receiving.first();

    TaskView put =
        Eventually.eventually(
            sluice.tasks().find(queue, "x"), task -> task.state() == TaskState.RETRYING);

    assertThat(put.failure().type()).isEqualTo("io.sluice.AttemptTimeout");
    assertThatCode(() -> delivery.succeed("late").block(SOON)).doesNotThrowAnyException();
    assertThat(find(delivery).state()).isEqualTo(TaskState.RETRYING);
  }

  @Test
  void aTaskOfAnotherTypeIsLeftAlone() {
    sluice.enqueue(queue, TaskType.raw("other").with(new byte[0]).id("other")).block(SOON);
    enqueue(1);

    assertThat(take(1)).hasSize(1);

    TaskView left = sluice.tasks().find(queue, "other").block(SOON);
    assertThat(left.state()).isEqualTo(TaskState.READY);
    assertThat(left.attempt()).isZero();
    assertThat(stats().totals().snoozed()).isZero();
    assertThat(stats().totals().released()).isZero();
  }

  @Test
  void whoWaitsForATypeIsToldOfItHoweverManyOthersCome() {
    receive(1);
    sluice
        .enqueueAll(queue, Flux.range(0, 500).map(i -> TaskType.raw("other").with(new byte[0])))
        .blockLast(SOON);

    enqueue(1);

    Eventually.eventually(() -> receiving.got.size() == 1);
    assertThat(stats().counts().ready()).isEqualTo(500);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  private void enqueue(int count) {
    sluice.enqueueAll(queue, Flux.range(0, count).map(i -> ECHO.with("t" + i))).blockLast(SOON);
  }

  /** Delivers so many, and stops receiving. */
  private List<Delivery<String, String>> take(int count) {
    return sluice.receive(queue, ECHO).take(count).collectList().block(SOON);
  }

  private void receive(int count) {
    sluice.receive(queue, ECHO).subscribe(receiving);
    receiving.request(count);
  }

  private void fence(String session) {
    ENGINE.store().sessions().close(QueueName.of(queue), session).block(SOON);
  }

  private TaskView find(Delivery<?, ?> delivery) {
    return ENGINE.find(queue, delivery.id().value());
  }

  private QueueView stats() {
    return ENGINE.stats(queue).block(SOON);
  }

  private long running() {
    return stats().counts().running();
  }
}
