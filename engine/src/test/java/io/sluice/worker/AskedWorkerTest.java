package io.sluice.worker;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Worker;
import io.sluice.event.EngineEvent;
import io.sluice.remote.ClaimRequest;
import io.sluice.remote.Claimed;
import io.sluice.remote.RemoteQueue;
import io.sluice.task.TaskState;
import io.sluice.task.view.WorkerView;
import io.sluice.task.view.WorkerView.Asked;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A worker is asked from elsewhere to be quiet, to claim again, or to stop. */
class AskedWorkerTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final int SOME = 20;

  private final String queue = ENGINE.queue();
  private final Queue<String> ran = new ConcurrentLinkedQueue<>();
  private final Sinks.Empty<String> end = Sinks.empty();

  @AfterEach
  void everyTaskIsAccountedFor() {
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aQuietWorkerClaimsNothingMoreUntilItIsToClaimAgain() {
    Worker asked = start("asked");
    String session = session();
    Worker other = start("other");

    assertThat(ask(session, Asked.QUIET)).isTrue();
    Eventually.eventually(() -> ranAll().stream().noneMatch("asked"::equals));
    assertThat(workers().filter(worker -> worker.asked() == Asked.QUIET).collectList().block(SOON))
        .extracting(WorkerView::session)
        .containsExactly(session);

    assertThat(ask(session, Asked.CLAIM)).isTrue();
    other.stop(SOON).block(SOON);
    assertThat(ranAll()).containsOnly("asked");
    asked.stop(SOON).block(SOON);
  }

  @Test
  void whatRunsGoesOnWhenItsWorkerIsQuiet() {
    ENGINE.sluice().worker(queue).handle(ECHO, task -> end.asMono()).start();
    String id = enqueue();
    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().running() == 1);
    String session = session();

    ask(session, Asked.QUIET);
    Eventually.eventually(
        () ->
            ENGINE.events(EngineEvent.WorkerAsked.class).stream()
                .anyMatch(event -> event.session().equals(session)));
    end.tryEmitEmpty();

    assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);
    ask(session, Asked.STOP);
    Eventually.eventually(workers().count(), left -> left == 0);
  }

  @Test
  void aWorkerThatIsToStopEndsItsSessions() {
    start("asked");
    Eventually.eventually(workers().count(), live -> live == 1);

    assertThat(ask(session(), Asked.STOP)).isTrue();

    Eventually.eventually(workers().count(), live -> live == 0);
    enqueue();
    assertThat(ENGINE.stats(queue).block(SOON).counts().ready()).isEqualTo(1);
  }

  @Test
  void whoIsNotThereIsNotAsked() {
    assertThat(ask("nobody", Asked.QUIET)).isFalse();
  }

  @Test
  void itHearsOfItWithoutAHintToo() {
    start("asked");
    String session = session();

    // As if the hint had been lost: the word is there, and nobody is told.
    ENGINE.tampering().askUnheard(queue, session, "stop");

    Eventually.eventually(workers().count(), live -> live == 0);
  }

  @Test
  void aWorkerElsewhereGetsNoTasksWhileItIsToBeQuiet() {
    RemoteQueue remote = ENGINE.sluice().remote(queue);
    String session = claim(remote, null).session();
    ask(session, Asked.QUIET);
    String id = enqueue();

    assertThat(claim(remote, session).tasks()).isEmpty();
    assertThat(remote.extend(session).block(SOON).asked()).isEqualTo(Asked.QUIET);

    ask(session, Asked.CLAIM);
    assertThat(claim(remote, session).tasks())
        .extracting(task -> task.task().id().value())
        .containsExactly(id);
  }

  private static Claimed claim(RemoteQueue remote, String session) {
    return remote.claim(new ClaimRequest(session, 10, Duration.ofMillis(50), Set.of())).block(SOON);
  }

  private Worker start(String name) {
    return ENGINE
        .sluice()
        .worker(queue)
        .concurrency(2)
        .handle(
            ECHO,
            task -> {
              ran.add(name);
              return Mono.<String>empty();
            })
        .start();
  }

  private String session() {
    return Eventually.eventually(workers().next(), worker -> true).session();
  }

  private Flux<WorkerView> workers() {
    return ENGINE.sluice().queues().workers(queue, null, 100).flatMapIterable(all -> all);
  }

  private boolean ask(String session, Asked asked) {
    return ENGINE.sluice().queues().ask(queue, session, asked).block(SOON);
  }

  private String enqueue() {
    return ENGINE.sluice().enqueue(queue, ECHO.with("x")).block(SOON).id().value();
  }

  /** Who ran some tasks, all of them. */
  private Queue<String> ranAll() {
    ran.clear();
    IntStream.range(0, SOME).forEach(i -> enqueue());
    Eventually.eventually(() -> ran.size() == SOME);
    return ran;
  }
}
