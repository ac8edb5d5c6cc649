package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.SluiceConfig;
import io.sluice.remote.ClaimRequest;
import io.sluice.remote.Claimed;
import io.sluice.remote.Extended;
import io.sluice.remote.Handed;
import io.sluice.remote.RemoteQueue;
import io.sluice.remote.RemoteTask;
import io.sluice.remote.Report;
import io.sluice.remote.Report.Ended;
import io.sluice.remote.Verdict;
import io.sluice.store.ClaimTerms;
import io.sluice.task.Failure;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownSessionException;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Tasks for workers that are no part of the process, whose calls come by two engines. */
class RemoteTest {
  private static final Duration LIFE = Duration.ofSeconds(1);
  private static final Duration NO_WAIT = Duration.ZERO;
  private static final TaskType<String, String> OTHER =
      TaskType.of("other", String.class, String.class);

  @RegisterExtension
  static final TestEngine ENGINE = TestEngine.with(config -> config.withSessionLife(LIFE));

  private static Sluice second;

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final RemoteQueue here = sluice.remote(queue);
  private final RemoteQueue there = second.remote(queue);

  @BeforeAll
  static void connectTheSecond() {
    second = Sluice.builder(SluiceConfig.of(ENGINE.redis().uri()).withSessionLife(LIFE)).connect();
  }

  @AfterAll
  static void stopTheSecond() {
    second.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void aTaskIsClaimedHereAndSettledThere() {
    TaskHandle<String> task = enqueue("x");

    Claimed claimed = claim(here, null, 10);
    assertThat(claimed.expiresIn()).isEqualTo(LIFE);
    assertThat(claimed.tasks()).hasSize(1);
    TaskView given = claimed.tasks().get(0).task();
    assertThat(given.id()).isEqualTo(task.id());
    assertThat(given.payload()).asString(StandardCharsets.UTF_8).isEqualTo("\"x\"");
    assertThat(given.attempt()).isEqualTo(1);
    assertThat(given.worker()).isEqualTo(claimed.session());

    assertThat(settle(there, claimed, succeeded("\"done\""))).containsExactly(Verdict.SETTLED);
    assertThat(sluice.result(task).block(SOON)).isEqualTo("done");
    assertThat(settle(here, claimed, succeeded("\"done\""))).containsExactly(Verdict.REPLAYED);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void eachWayToEndLeadsToItsState() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(enqueue("x").id().value());
    }
    Failure failure = Failure.of("Boom", "it broke");
    Claimed claimed = claim(here, null, 5);
    List<Ended> ends =
        List.of(
            succeeded("1"),
            new Ended.Failed(failure, Duration.ofHours(1)),
            new Ended.Hopeless(failure),
            new Ended.Released(),
            new Ended.PutOff(Duration.ofHours(1)));

    assertThat(here.settle(claimed.session(), reports(claimed, ends)).block(SOON))
        .containsOnly(Verdict.SETTLED)
        .hasSize(5);

    assertThat(ids.stream().map(id -> ENGINE.find(queue, id).state()))
        .containsExactly(
            TaskState.SUCCEEDED,
            TaskState.RETRYING,
            TaskState.DEAD,
            TaskState.READY,
            TaskState.SCHEDULED);
    assertThat(ENGINE.find(queue, ids.get(1)).failure().message()).isEqualTo("it broke");
    assertThat(here.settle(claimed.session(), reports(claimed, ends)).block(SOON))
        .containsOnly(Verdict.REPLAYED);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aFailureWithoutADelayGoesByThePolicyOfTheTaskUntilItsLastAttempt() {
    String id =
        sluice
            .enqueue(queue, ECHO.with("x").retry(RetryPolicy.fixed(2, Duration.ofMillis(1))))
            .block(SOON)
            .id()
            .value();
    Ended failed = new Ended.Failed(Failure.of("Boom", "it broke"), null);

    Claimed first = claim(here, null, 1);
    settle(here, first, failed);
    Claimed second = claim(here, first.session(), 1);
    assertThat(second.tasks().get(0).task().attempt()).isEqualTo(2);
    settle(here, second, failed);

    assertThat(ENGINE.find(queue, id).state()).isEqualTo(TaskState.DEAD);
    assertThat(ENGINE.find(queue, id).failures()).hasSize(2);
  }

  @Test
  void theRetentionOfATaskIsKept() {
    TaskHandle<String> task =
        sluice.enqueue(queue, ECHO.with("x").retention(Duration.ZERO)).block(SOON);

    settle(here, claim(here, null, 1), succeeded("1"));

    assertThatThrownBy(() -> ENGINE.find(queue, task.id().value())).hasMessageContaining("no task");
  }

  @Test
  void aWorkerThatIsSilentLosesItsTasksAndItsLateSettlesAreLost() {
    enqueue("x");
    Claimed dead = claim(here, null, 1);

    Claimed heir = claim(there, null, 1, SOON);

    assertThat(heir.tasks()).hasSize(1);
    assertThat(heir.tasks().get(0).task().crashes()).isEqualTo(1);
    assertThat(settle(here, dead, succeeded("1"))).containsExactly(Verdict.TOKEN_LOST);
    assertThatThrownBy(() -> here.extend(dead.session()).block(SOON))
        .isInstanceOf(UnknownSessionException.class);
    assertThatThrownBy(() -> claim(here, dead.session(), 1))
        .isInstanceOf(UnknownSessionException.class);
    assertThat(settle(there, heir, succeeded("2"))).containsExactly(Verdict.SETTLED);
    assertThat(settle(here, dead, succeeded("1"))).containsExactly(Verdict.TOKEN_LOST);
  }

  @Test
  void aSessionThatIsExtendedKeepsItsTasksAndLearnsWhatWasCancelled() {
    String id = enqueue("x").id().value();
    Claimed claimed = claim(here, null, 1);
    long until = System.nanoTime() + LIFE.multipliedBy(2).toNanos();

    Eventually.eventually(
        () -> {
          extend(there, claimed);
          return System.nanoTime() - until > 0;
        });
    assertThat(ENGINE.find(queue, id).state()).isEqualTo(TaskState.RUNNING);
    sluice.tasks().cancel(queue, id).block(SOON);

    assertThat(extend(there, claimed).cancels()).extracting(Object::toString).containsExactly(id);
    settle(here, claimed, new Ended.Released());
    assertThat(ENGINE.find(queue, id).state()).isEqualTo(TaskState.CANCELLED);
    assertThat(settle(here, claimed, new Ended.Released())).containsExactly(Verdict.REPLAYED);
  }

  @Test
  void whoWaitsGetsTheNextTaskAndManyGetOneEach() {
    List<Claimed> given = new CopyOnWriteArrayList<>();
    Disposable waiting =
        Flux.range(0, 20)
            .flatMap(i -> here.claim(request(null, 1, SOON)), 20)
            .subscribe(given::add);
    assertThat(given).isEmpty();

    Flux.range(0, 20).flatMap(i -> sluice.enqueue(queue, ECHO.with("x" + i))).blockLast(SOON);

    Eventually.eventually(() -> given.size() == 20);
    assertThat(given).allMatch(claimed -> claimed.tasks().size() == 1);
    assertThat(given.stream().map(claimed -> claimed.tasks().get(0).task().id()))
        .doesNotHaveDuplicates();
    waiting.dispose();
  }

  @Test
  void aSessionOutlivesAWaitThatIsLongerThanItsLife() {
    Claimed none = claim(here, null, 1, LIFE.multipliedBy(13).dividedBy(6)); // not at an extension

    assertThat(none.tasks()).isEmpty();
    assertThat(extend(here, none).cancels()).isEmpty();
  }

  @Test
  void oneWhoLeavesWhileHeWaitsTakesNothingWithHim() {
    List<Disposable> leaving = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      leaving.add(here.claim(request(null, 10, SOON)).subscribe());
    }
    Flux<TaskHandle<String>> enqueuing =
        Flux.range(0, 200).flatMap(i -> sluice.enqueue(queue, ECHO.with("x" + i)), 4);
    Disposable all = enqueuing.doOnNext(task -> leave(leaving)).subscribe();

    Eventually.eventually(all::isDisposed);
    leaving.forEach(Disposable::dispose);

    int got = 0;
    Claimed rest = claim(here, null, 256, SOON);
    for (Claimed more = rest; !more.tasks().isEmpty(); ) {
      got += more.tasks().size();
      more = claim(here, rest.session(), 256, Duration.ofSeconds(3));
    }
    assertThat(got).isLessThanOrEqualTo(200).isPositive();
    assertThat(ENGINE.stats(queue).block(SOON).totals().accepted()).isEqualTo(200);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void tasksOfOtherTypesAreLeftForOthersWithoutAnAttempt() {
    String other = sluice.enqueue(queue, OTHER.with("x")).block(SOON).id().value();
    String mine = enqueue("x").id().value();

    Claimed claimed = here.claim(new ClaimRequest(null, 1, SOON, Set.of("echo"))).block(SOON);

    assertThat(claimed.tasks()).extracting(task -> task.task().id().value()).containsExactly(mine);
    assertThat(ENGINE.find(queue, other).attempt()).isZero();
    Claimed others = there.claim(new ClaimRequest(null, 1, SOON, Set.of("other"))).block(SOON);
    assertThat(others.tasks().get(0).task().attempt()).isEqualTo(1);
  }

  @Test
  void claimsOfOneSessionMayComeByEnginesWhoseClocksDiffer() {
    for (int i = 0; i < 20; i++) {
      enqueue("x" + i);
    }
    Claimed claimed = claim(here, null, 1);
    long hourAhead = System.currentTimeMillis() + 3_600_000;
    ENGINE
        .store()
        .claim(QueueName.of(queue), claimed.session(), hourAhead, ClaimTerms.upTo(1))
        .block(SOON);
    int got = claimed.tasks().size() + 1;
    for (int i = 2; i < 20; i++) {
      got += claim(i % 2 == 0 ? here : there, claimed.session(), 1).tasks().size();
    }
    assertThat(got).isEqualTo(20);
  }

  @Test
  void whatIsNoTokenOrOfAnotherSessionIsLost() {
    enqueue("x");
    Claimed claimed = claim(here, null, 1);
    Claimed stranger = claim(here, null, 1);
    RemoteTask task = claimed.tasks().get(0);

    for (String token : List.of("", "x", task.token() + "~", "a:1:2~0~0~~~", "~~~~~")) {
      assertThat(
              here.settle(
                      claimed.session(),
                      List.of(new Report(task.task().id(), token, succeeded("1"))))
                  .block(SOON))
          .containsExactly(Verdict.TOKEN_LOST);
    }
    assertThat(
            here.settle(stranger.session(), reports(claimed, List.of(succeeded("1")))).block(SOON))
        .containsExactly(Verdict.TOKEN_LOST);
    assertThat(settle(here, claimed, succeeded("1"))).containsExactly(Verdict.SETTLED);
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    assertThatThrownBy(() -> request(null, 0, NO_WAIT))
        .isInstanceOf(InvalidTaskException.class)
        .hasMessageContaining("max must be 1 to 256, is 0");
    assertThatThrownBy(() -> request(null, 1, Duration.ofSeconds(61)))
        .hasMessageContaining("wait must be 0 to PT1M, is PT1M1S");
    assertThatThrownBy(() -> here.extend("no:such").block(SOON))
        .isInstanceOf(UnknownSessionException.class);
  }

  @Test
  void aStreamDeliversAsLongAsThereAreCreditsAndASettleAnywhereGivesOneBack() {
    for (int i = 0; i < 10; i++) {
      enqueue("x" + i);
    }
    List<Handed> handed = new CopyOnWriteArrayList<>();
    Disposable stream = here.deliveries(3).subscribe(handed::add);

    Eventually.eventually(() -> deliveries(handed).size() == 3);
    assertThat(handed.get(0)).isInstanceOf(Handed.Session.class);
    settle(here, handed, 0);
    Eventually.eventually(() -> deliveries(handed).size() == 4);
    settle(there, handed, 1);
    Eventually.eventually(() -> deliveries(handed).size() == 5);
    assertThat(ENGINE.stats(queue).block(SOON).counts().running()).isEqualTo(3);

    stream.dispose();
    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().running() == 0);
    assertThat(ENGINE.stats(queue).block(SOON).counts().ready()).isEqualTo(8);
    assertThat(ENGINE.stats(queue).block(SOON).totals().reaped()).isZero();
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aStreamTellsWhatWasCancelledAndOutlivesItsSessionsLife() {
    String id = enqueue("x").id().value();
    List<Handed> handed = new CopyOnWriteArrayList<>();
    Disposable stream = here.deliveries(1).subscribe(handed::add);
    Eventually.eventually(() -> deliveries(handed).size() == 1);
    long until = System.nanoTime() + LIFE.multipliedBy(2).toNanos();
    Eventually.eventually(() -> System.nanoTime() - until > 0);

    sluice.tasks().cancel(queue, id).block(SOON);

    Eventually.eventually(() -> handed.stream().anyMatch(Handed.Cancel.class::isInstance));
    settle(here, handed, 0, new Ended.Released());
    assertThat(ENGINE.find(queue, id).state()).isEqualTo(TaskState.CANCELLED);
    stream.dispose();
  }

  private static synchronized void leave(List<Disposable> leaving) {
    if (!leaving.isEmpty()) {
      leaving.remove(leaving.size() - 1).dispose();
    }
  }

  private static List<RemoteTask> deliveries(List<Handed> handed) {
    return handed.stream()
        .filter(Handed.Delivery.class::isInstance)
        .map(each -> ((Handed.Delivery) each).task())
        .toList();
  }

  private void settle(RemoteQueue at, List<Handed> handed, int delivery) {
    settle(at, handed, delivery, succeeded("1"));
  }

  private void settle(RemoteQueue at, List<Handed> handed, int delivery, Ended ended) {
    RemoteTask task = deliveries(handed).get(delivery);
    String session = ((Handed.Session) handed.get(0)).id();
    assertThat(
            at.settle(session, List.of(new Report(task.task().id(), task.token(), ended)))
                .block(SOON))
        .containsExactly(Verdict.SETTLED);
  }

  private TaskHandle<String> enqueue(String payload) {
    return sluice.enqueue(queue, ECHO.with(payload).retry(attempts(10))).block(SOON);
  }

  private static Claimed claim(RemoteQueue at, @Nullable String session, int max) {
    return claim(at, session, max, Duration.ofSeconds(1));
  }

  private static Claimed claim(
      RemoteQueue at, @Nullable String session, int max, Duration patience) {
    return at.claim(request(session, max, patience)).block(SOON.multipliedBy(2));
  }

  private static ClaimRequest request(@Nullable String session, int max, Duration patience) {
    return new ClaimRequest(session, max, patience, Set.of());
  }

  private static Extended extend(RemoteQueue at, Claimed claimed) {
    return at.extend(claimed.session()).block(SOON);
  }

  private static Ended succeeded(String result) {
    return new Ended.Succeeded(result.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Verdict> settle(RemoteQueue at, Claimed claimed, Ended... ends) {
    return at.settle(claimed.session(), reports(claimed, Arrays.asList(ends))).block(SOON);
  }

  private static List<Report> reports(Claimed claimed, List<Ended> ends) {
    List<Report> reports = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      RemoteTask task = claimed.tasks().get(i);
      reports.add(new Report(task.task().id(), task.token(), ends.get(i)));
    }
    return reports;
  }
}
