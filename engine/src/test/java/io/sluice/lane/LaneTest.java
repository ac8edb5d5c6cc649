package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.EngineEvent;
import io.sluice.script.Call;
import io.sluice.task.QueueName;
import io.sluice.task.RedisOutOfMemoryException;
import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LaneTest {
  private static final QueueName QUEUE = QueueName.of("q");
  private final Throwable unanswered = new RedisUnavailableException("no answer", null);
  private final List<Call> sent = new ArrayList<>();
  private final List<EngineEvent> events = new ArrayList<>();
  private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
  private final Lane lane = new Lane(QUEUE, "client", "s0", events::add, clock);

  @Test
  void callsOfALaneAreNumberedOneAfterTheOther() {
    for (int i = 0; i < 3; i++) {
      StepVerifier.create(lane.call("settle", answering(0), () -> true))
          .expectNext("ok")
          .verifyComplete();
    }

    assertThat(sent)
        .containsExactly(
            new Call("client", "s0", 1), new Call("client", "s0", 2), new Call("client", "s0", 3));
  }

  @Test
  void aCallThatIsNotSubscribedToTakesNoNumber() {
    Mono<String> unused = lane.call("settle", answering(0), () -> true);

    StepVerifier.create(lane.call("settle", answering(0), () -> true))
        .expectNext("ok")
        .verifyComplete();
    assertThat(sent).containsExactly(new Call("client", "s0", 1));
  }

  @Test
  void anUnansweredCallIsSentAgainUnderTheSameNumberAndToldOf() {
    StepVerifier.withVirtualTime(
            () -> lane.call("settle", answering(3), () -> true), () -> clock, Long.MAX_VALUE)
        .thenAwait(Duration.ofSeconds(10))
        .expectNext("ok")
        .verifyComplete();

    assertThat(sent).hasSize(4).containsOnly(new Call("client", "s0", 1));
    assertThat(events)
        .containsExactly(
            new EngineEvent.CallResent("settle", QUEUE, 1, unanswered),
            new EngineEvent.CallResent("settle", QUEUE, 2, unanswered),
            new EngineEvent.CallResent("settle", QUEUE, 3, unanswered));
  }

  @Test
  void theNextCallHasTheNextNumberHoweverOftenTheLastWasSent() {
    StepVerifier.withVirtualTime(
            () ->
                lane.call("settle", answering(2), () -> true)
                    .then(lane.call("settle", answering(0), () -> true)),
            () -> clock,
            Long.MAX_VALUE)
        .thenAwait(Duration.ofSeconds(10))
        .expectNext("ok")
        .verifyComplete();

    assertThat(sent).extracting(Call::seq).containsExactly(1L, 1L, 1L, 2L);
  }

  @Test
  void itIsSentAgainForAsLongAsItTakesAtLeastTwiceASecond() {
    StepVerifier.withVirtualTime(
            () -> lane.call("settle", answering(Integer.MAX_VALUE), () -> true),
            () -> clock,
            Long.MAX_VALUE)
        .expectSubscription()
        .expectNoEvent(Duration.ofMinutes(10))
        .then(() -> assertThat(sent).hasSizeGreaterThan(10 * 60))
        .thenCancel()
        .verify();

    assertThat(sent).containsOnly(new Call("client", "s0", 1));
  }

  @Test
  void onlyAMissingAnswerIsAReasonToSendAgain() {
    for (Throwable error :
        List.of(
            new RedisOutOfMemoryException("full", new IllegalStateException()),
            new IllegalStateException("broken"))) {
      sent.clear();
      StepVerifier.create(lane.call("settle", failing(error), () -> true))
          .expectErrorMatches(error::equals)
          .verify();
      assertThat(sent).hasSize(1);
    }
    assertThat(events).isEmpty();
  }

  @Test
  void whatNobodyWantsAnyMoreIsNotSentAgain() {
    StepVerifier.withVirtualTime(
            () -> lane.call("settle", failing(unanswered), () -> sent.size() < 3),
            () -> clock,
            Long.MAX_VALUE)
        .thenAwait(Duration.ofSeconds(10))
        .expectErrorMatches(unanswered::equals)
        .verify();

    assertThat(sent).hasSize(3);
  }

  private Function<Call, Mono<String>> answering(int afterFailures) {
    return call -> {
      sent.add(call);
      long failures = sent.stream().filter(call::equals).count() - 1;
      return failures < afterFailures ? Mono.error(unanswered) : Mono.just("ok");
    };
  }

  private Function<Call, Mono<String>> failing(Throwable error) {
    return call -> {
      sent.add(call);
      return Mono.error(error);
    };
  }
}
