package io.sluice.partition;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.remote.ClaimRequest;
import io.sluice.remote.Claimed;
import io.sluice.remote.Handed;
import io.sluice.remote.RemoteQueue;
import io.sluice.remote.RemoteTask;
import io.sluice.remote.Report;
import io.sluice.remote.Verdict;
import io.sluice.store.partition.Buckets;
import io.sluice.task.TaskId;
import io.sluice.task.UnknownSessionException;
import io.sluice.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Workers elsewhere on a queue of several partitions, by two engines. */
class RemotePartitionsTest extends DividedQueue {
  private final RemoteQueue here = sluice.remote(queue);

  @Test
  void aWorkerIsGivenTheTasksOfAllPartitionsManyOfOneAtATime() {
    divide(COUNT);
    RemoteQueue there = engine().remote(queue);
    Set<String> ids = new HashSet<>(enqueueAll(1_600, i -> ECHO.with("task " + i)));
    Set<String> given = new HashSet<>();
    Claimed claimed = claim(here, null);
    int claims = 0;
    while (!claimed.tasks().isEmpty()) {
      claims++;
      assertThat(claimed.tasks().stream().map(task -> task.task().id().partition()).distinct())
          .hasSize(1);
      assertThat(claimed.tasks()).allMatch(task -> task.task().queue().value().equals(queue));
      claimed.tasks().forEach(task -> given.add(task.task().id().value()));
      assertThat(settle(claims % 2 == 0 ? here : there, claimed)).containsOnly(Verdict.SETTLED);
      claimed = claim(claims % 2 == 0 ? there : here, claimed.session());
    }

    assertThat(given).isEqualTo(ids);
    assertThat(claims).isLessThanOrEqualTo(2 * COUNT);
    assertThat(sluice.queues().workers(queue, null, 100).block(SOON)).hasSize(1);
    assertThat(stats().block(SOON).totals().succeeded()).isEqualTo(1_600);
  }

  @Test
  void whatWasGivenAnIdIsSettledWhereItIs() {
    divide(COUNT);
    Flux.range(0, 60)
        .flatMap(i -> sluice.enqueue(queue, ECHO.with("x").id("given-" + i)))
        .blockLast(SOON);
    String session = null;
    for (int i = 0; i < COUNT; i++) {
      Claimed claimed = claim(here, session);
      session = claimed.session();
      assertThat(settle(here, claimed)).containsOnly(Verdict.SETTLED);
      assertThat(settle(here, claimed)).containsOnly(Verdict.REPLAYED);
    }

    assertThat(stats().block(SOON).totals().succeeded()).isEqualTo(60);
  }

  @Test
  void aClaimWaitsForATaskOfAnyPartition() {
    divide(COUNT);
    for (int partition = 0; partition < COUNT; partition++) {
      List<Claimed> got = new CopyOnWriteArrayList<>();
      here.claim(waiting(null)).subscribe(got::add);

      String id = enqueue(ECHO.with("x").group(groupOf(partition)));

      Eventually.eventually(() -> !got.isEmpty());
      assertThat(got.get(0).tasks())
          .singleElement()
          .matches(task -> task.task().id().value().equals(id));
      assertThat(settle(here, got.get(0))).containsExactly(Verdict.SETTLED);
    }
  }

  @Test
  void tasksThatComeAtOnceInAllPartitionsAreEachGivenToOneOfThoseWhoWait() {
    divide(COUNT);
    Map<String, Claimed> given = new ConcurrentHashMap<>();
    for (int i = 0; i < 40; i++) {
      here.claim(new ClaimRequest(null, 1, Duration.ofSeconds(20), Set.of()))
          .subscribe(
              claimed ->
                  claimed.tasks().forEach(task -> given.put(task.task().id().value(), claimed)));
    }

    Set<String> ids = new HashSet<>();
    Flux.range(0, 40)
        .flatMap(i -> sluice.enqueue(queue, ECHO.with("x").group("group " + i)))
        .doOnNext(task -> ids.add(task.id().value()))
        .blockLast(SOON);

    Eventually.eventually(() -> given.keySet().equals(ids));
    given.values().forEach(claimed -> settle(here, claimed));
    assertThat(stats().block(SOON).totals().succeeded()).isEqualTo(40);
  }

  @Test
  void whoWaitsWhileTheQueueIsDividedIsGivenATaskOfANewPartition() {
    List<Claimed> got = new CopyOnWriteArrayList<>();
    here.claim(waiting(null)).subscribe(got::add);
    Eventually.eventually(() -> sluice.queues().workers(queue, null, 9).block(SOON).size() == 1);

    divide(COUNT);
    enqueue(ECHO.with("x").group(groupOf(COUNT - 1)));

    Eventually.eventually(() -> !got.isEmpty());
    assertThat(got.get(0).tasks()).hasSize(1);
    assertThat(settle(here, got.get(0))).containsExactly(Verdict.SETTLED);
  }

  @Test
  void aSessionThatBeganBeforeTheQueueWasDividedGoesOnInAllPartitions() {
    enqueue(ECHO.with("before"));
    Claimed before = claim(here, null);

    divide(COUNT);
    enqueueAll(1_600, i -> ECHO.with("task " + i));
    Claimed after = claim(here, before.session());
    List<RemoteTask> tasks = new ArrayList<>(after.tasks());
    while (!after.tasks().isEmpty()) {
      after = claim(here, before.session());
      tasks.addAll(after.tasks());
    }

    assertThat(after.session()).isEqualTo(before.session());
    assertThat(tasks).hasSize(1_600);
    assertThat(settle(here, before)).containsExactly(Verdict.SETTLED);
    List<TaskId> cancelled =
        tasks.stream().map(task -> task.task().id()).filter(id -> id.hashCode() % 50 == 0).toList();
    cancelled.forEach(id -> sluice.tasks().cancel(queue, id.value()).block(SOON));
    assertThat(here.extend(before.session()).block(SOON).cancels())
        .containsExactlyInAnyOrderElementsOf(cancelled);
    assertThat(settle(here, new Claimed(before.session(), SOON, tasks)))
        .containsOnly(Verdict.SETTLED);
  }

  @Test
  void aSessionThatIsOverEverywhereIsUnknownAndOneThatIsOverInOnePartitionGoesOn() {
    divide(COUNT);
    enqueueAll(1_600, i -> ECHO.with("task " + i));
    Claimed claimed = claim(here, null);
    int others =
        IntStream.range(0, COUNT).map(i -> claim(here, claimed.session()).tasks().size()).sum();
    close(claimed.session(), claimed.tasks().get(0).task().id().partition());

    assertThat(here.extend(claimed.session()).block(SOON).cancels()).isEmpty();
    Eventually.eventually(stats(), view -> view.counts().running() <= others);
    assertThat(settle(here, claimed)).contains(Verdict.TOKEN_LOST);
    IntStream.range(0, COUNT).forEach(i -> close(claimed.session(), i));
    assertThatThrownBy(() -> here.extend(claimed.session()).block(SOON))
        .isInstanceOf(UnknownSessionException.class);
    assertThatThrownBy(() -> claim(here, claimed.session()))
        .isInstanceOf(UnknownSessionException.class);
    assertThatThrownBy(() -> claim(here, "none")).isInstanceOf(UnknownSessionException.class);
    work();
    Eventually.eventually(stats(), view -> view.totals().succeeded() == 1_600);
  }

  @Test
  void aStreamDeliversFromAllPartitionsAlsoFromThoseThatComeLater() {
    List<RemoteTask> got = new CopyOnWriteArrayList<>();
    List<String> session = new CopyOnWriteArrayList<>();
    Disposable stream =
        here.deliveries(500)
            .subscribe(
                handed -> {
                  if (handed instanceof Handed.Session began) {
                    session.add(began.id());
                  } else if (handed instanceof Handed.Delivery delivery) {
                    got.add(delivery.task());
                  }
                });
    enqueue(ECHO.with("before"));
    Eventually.eventually(() -> got.size() == 1);

    divide(COUNT);
    enqueueAll(800, i -> ECHO.with("task " + i));
    Eventually.eventually(() -> got.size() == 500);
    RemoteQueue there = engine().remote(queue);
    settle(there, new Claimed(session.get(0), SOON, List.copyOf(got)));
    Eventually.eventually(() -> got.size() == 801);
    stream.dispose();

    Eventually.eventually(stats(), view -> view.counts().ready() == 301);
    assertThat(stats().block(SOON).totals().succeeded()).isEqualTo(500);
    work();
    Eventually.eventually(() -> ran.size() == 301);
  }

  private void close(String session, int partition) {
    ENGINE.store().sessions().close(partitions().get(partition), session).block(SOON);
  }

  private String groupOf(int partition) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "group " + i)
        .filter(group -> map().isIn(partition, Buckets.of(group)))
        .findFirst()
        .orElseThrow();
  }

  private static ClaimRequest waiting(@Nullable String session) {
    return new ClaimRequest(session, 10, Duration.ofSeconds(20), Set.of());
  }

  private static Claimed claim(RemoteQueue remote, @Nullable String session) {
    return Mono.defer(() -> remote.claim(new ClaimRequest(session, 256, Duration.ZERO, Set.of())))
        .block(SOON);
  }

  private static List<Verdict> settle(RemoteQueue remote, Claimed claimed) {
    Report.Ended done = new Report.Ended.Succeeded("\"ok\"".getBytes(StandardCharsets.UTF_8));
    return remote
        .settle(
            claimed.session(),
            claimed.tasks().stream()
                .map(task -> new Report(task.task().id(), task.token(), done))
                .toList())
        .block(SOON);
  }
}
