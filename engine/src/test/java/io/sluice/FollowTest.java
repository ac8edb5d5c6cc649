package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.KillArgs;
import io.sluice.event.News;
import io.sluice.event.TaskEvent;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

class FollowTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final News BEGUN = new News.Begun();
  private static final News RECONNECTED = new News.Gap(News.Cause.RECONNECTED, null);

  private final Sluice sluice = ENGINE.sluice();
  private final QueueName one = QueueName.of(ENGINE.queue());
  private final QueueName two = QueueName.of(ENGINE.queue() + "b");
  private final List<News> heard = new CopyOnWriteArrayList<>();
  private Disposable following = Disposables.disposed();

  @AfterEach
  void leave() {
    following.dispose();
    Eventually.eventually(() -> !ENGINE.tampering().hears(one.value()));
    Eventually.eventually(() -> !ENGINE.tampering().hears(two.value()));
  }

  @Test
  void beginsOnceItListensToAllQueuesAndTellsWhatHappensInEach() {
    follow(Flux.just(List.of(one, two)));
    Eventually.eventually(() -> heard.contains(BEGUN));
    enqueue(one, "a");
    enqueue(two, "b");
    Eventually.eventually(() -> heard.size() == 3);

    assertThat(heard.get(0)).isEqualTo(BEGUN);
    assertThat(states()).containsExactly("a READY", "b READY");
  }

  @Test
  void beginsAtOnceWhenThereIsNoQueueYet() {
    follow(Flux.just(List.of()));

    Eventually.eventually(() -> heard.contains(BEGUN));
  }

  @Test
  void tellsThatItMayHaveMissedWhatAQueueDidThatIsFoundLater() {
    Sinks.Many<List<QueueName>> queues = Sinks.many().unicast().onBackpressureBuffer();
    queues.tryEmitNext(List.of(one));
    follow(queues.asFlux());
    Eventually.eventually(() -> heard.contains(BEGUN));
    queues.tryEmitNext(List.of(one, two));
    News found = new News.Gap(News.Cause.FOUND, two);
    Eventually.eventually(() -> heard.contains(found));
    enqueue(two, "x");
    Eventually.eventually(() -> states().contains("x READY"));

    assertThat(heard).startsWith(BEGUN, found);
  }

  @Test
  void tellsAGapWhenItsConnectionBreaksAndNoneWhenOthersJoin() {
    follow(Flux.just(List.of(one, two)));
    Eventually.eventually(() -> heard.contains(BEGUN));
    Disposable other = sluice.events(one.value()).subscribe();
    enqueue(one, "before");
    Eventually.eventually(() -> states().contains("before READY"));
    assertThat(heard).doesNotContain(RECONNECTED);
    ENGINE.tampering().commands().clientKill(KillArgs.Builder.typePubsub());
    Eventually.eventually(() -> heard.contains(RECONNECTED));
    Eventually.eventually(() -> ENGINE.tampering().hears(two.value()));
    enqueue(two, "after");
    Eventually.eventually(() -> states().contains("after READY"));

    other.dispose();
    assertThat(heard.stream().filter(RECONNECTED::equals)).hasSize(1);
  }

  @Test
  void tellsOneGapForEachLossHoweverManyQueuesAreFollowed() {
    List<QueueName> many =
        IntStream.range(0, 45).mapToObj(i -> QueueName.of(ENGINE.queue() + "-" + i)).toList();
    follow(Flux.just(many));
    Eventually.eventually(() -> heard.contains(BEGUN));
    for (int losses = 1; losses <= 3; losses++) {
      int told = losses;
      ENGINE.tampering().commands().clientKill(KillArgs.Builder.typePubsub());
      Eventually.eventually(() -> gaps() == told);
      for (QueueName queue : many) {
        enqueue(queue, "after-" + told);
      }
      Eventually.eventually(
          () -> states().stream().filter(("after-" + told + " READY")::equals).count() == 45);
      assertThat(gaps()).isEqualTo(told);
    }
  }

  private long gaps() {
    return heard.stream().filter(News.Gap.class::isInstance).count();
  }

  @Test
  void tellsOnlyWhatIsWanted() {
    following =
        sluice
            .follow(Flux.just(List.of(one)), event -> event.id().value().equals("wanted"))
            .subscribe(heard::addAll);
    Eventually.eventually(() -> heard.contains(BEGUN));
    enqueue(one, "other");
    enqueue(one, "wanted");
    Eventually.eventually(() -> heard.size() == 2);

    assertThat(states()).containsExactly("wanted READY");
  }

  @Test
  void keepsABoundedNumberOfEventsForWhoIsSlowAndTellsWhatItDropped() {
    List<List<News>> parts = new CopyOnWriteArrayList<>();
    BaseSubscriber<List<News>> slow =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}

          @Override
          protected void hookOnNext(List<News> part) {
            parts.add(part);
          }
        };
    follow(Flux.just(List.of(one)));
    Eventually.eventually(() -> heard.contains(BEGUN));
    AtomicBoolean hasHeardAll = new AtomicBoolean();
    Predicate<TaskEvent> untilTheEnd =
        event -> {
          boolean isEnd = event.id().value().equals("end");
          hasHeardAll.compareAndSet(false, isEnd);
          return !isEnd;
        };
    sluice.follow(Flux.just(List.of(one)), untilTheEnd).subscribe(slow);
    // In parts that the one who keeps up is told before the next, so that it drops none.
    for (int i = 0; i < 3_000; i += 500) {
      sluice
          .enqueueAll(one.value(), Flux.range(i, 500).map(n -> ECHO.with("x").id("t" + n)))
          .blockLast(SOON);
      String last = "t" + (i + 499) + " READY";
      Eventually.eventually(() -> states().contains(last));
    }
    enqueue(one, "end");
    Eventually.eventually(hasHeardAll::get);
    assertThat(parts).isEmpty();
    slow.requestUnbounded();
    Eventually.eventually(
        () -> parts.stream().flatMap(List::stream).anyMatch(FollowTest::isTheLast));
    slow.cancel();

    List<News> told = new ArrayList<>();
    parts.forEach(told::addAll);
    assertThat(told.get(0)).isEqualTo(new News.Gap(News.Cause.SLOW, null));
    assertThat(told).hasSizeLessThanOrEqualTo(1 + 1024).hasSizeGreaterThan(1000);
  }

  private static boolean isTheLast(News news) {
    return news instanceof News.Happened happened && happened.event().id().value().equals("t2999");
  }

  private void follow(Flux<List<QueueName>> queues) {
    following = sluice.follow(queues, event -> true).subscribe(heard::addAll);
  }

  private void enqueue(QueueName queue, String id) {
    sluice.enqueue(queue.value(), ECHO.with("x").id(id)).block(SOON);
  }

  private List<String> states() {
    return heard.stream()
        .filter(News.Happened.class::isInstance)
        .map(news -> ((News.Happened) news).event())
        .filter(event -> event.state() == TaskState.READY)
        .map(FollowTest::shown)
        .toList();
  }

  private static String shown(TaskEvent event) {
    return event.id() + " " + event.state();
  }
}
