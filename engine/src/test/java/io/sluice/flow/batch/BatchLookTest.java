package io.sluice.flow.batch;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import io.sluice.memory.SteppedServer;
import io.sluice.protocol.TaskStore;
import io.sluice.script.LetterScripts;
import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.TestQueue;
import io.sluice.store.batch.Callback;
import io.sluice.store.batch.Callback.When;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.view.BatchesView;
import io.sluice.task.view.BatchesView.DeadCallback;
import io.sluice.task.view.BatchesView.SilentPart;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator is told of the batches of a queue, and how long they are kept. */
class BatchLookTest {
  private final SteppedServer server = new SteppedServer((verb, text) -> text);
  private final TaskStore store =
      new TaskStore(server, SluiceConfig.of("memory").withNamespace("letters"), event -> {});
  private final ContractSetup setup = settings -> store;
  private final TestQueue home = setup.queue();
  private final TestQueue other = setup.queue();
  private final BatchId batch = new BatchId("b", home.name());

  private void open(Callback... callbacks) {
    done(store.batches().open(batch, NewBatch.DEFAULT, List.of(callbacks)));
  }

  private BatchesView look() {
    return now(store.batches().look(home.name()));
  }

  @Test
  void aQueueThatSaysNothingOfItsMembersIsTold() {
    open();
    done(store.batches().join(batch, other.name()));
    done(store.batches().seal(batch));
    server.pass(Duration.ofMinutes(9));
    assertThat(look().open()).isEqualTo(1);
    assertThat(look().silent()).isEmpty();

    server.pass(Duration.ofMinutes(2));

    assertThat(look().silent())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part).extracting(SilentPart::queue).isEqualTo(other.name());
              assertThat(part.since()).isGreaterThan(BatchesView.SILENT);
            });
    assertThat(home.stats().openBatches()).isEqualTo(1);
  }

  @Test
  void aCallbackThatIsDeadIsTold() {
    EnqueueItem callback = home.given(TaskId.of("b-complete"));
    open(new Callback(When.COMPLETE, home.name(), callback));
    done(store.batches().seal(batch));
    now(store.batches().judge(home.name()));
    assertThat(look().deadCallbacks()).isEmpty();

    home.settle(home.session().claim(), new Outcome.Bury(Failure.of("T", "no")));

    assertThat(look().deadCallbacks())
        .containsExactly(new DeadCallback(batch, callback.task().id()));
    assertThat(look().open()).isZero();
  }

  @Test
  void anEndedBatchIsKeptForTheRetentionOfItsQueue() {
    server.command(
        "HSET",
        LetterScripts.key(home.name().value(), "settings"),
        "retention_ms",
        String.valueOf(Duration.ofHours(3).toMillis()));
    open();
    done(store.batches().seal(batch));
    now(store.batches().judge(home.name()));
    server.pass(Duration.ofMinutes(170));
    now(store.batches().judge(home.name()));
    assertThat(now(store.batches().show(batch)).hasEnded()).isTrue();

    server.pass(Duration.ofMinutes(20));
    now(store.batches().judge(home.name()));

    assertThat(now(store.batches().list(home.name(), null, 10)).batches()).isEmpty();
  }

  @Test
  void anEndedBatchIsKeptForAnHourWhereItsQueueKeepsLess() {
    server.command(
        "HSET", LetterScripts.key(home.name().value(), "settings"), "retention_ms", "1000");
    open();
    done(store.batches().seal(batch));
    now(store.batches().judge(home.name()));
    server.pass(Duration.ofMinutes(55));
    now(store.batches().judge(home.name()));
    assertThat(now(store.batches().show(batch)).hasEnded()).isTrue();

    server.pass(Duration.ofMinutes(10));
    now(store.batches().judge(home.name()));

    assertThat(now(store.batches().list(home.name(), null, 10)).batches()).isEmpty();
  }
}
