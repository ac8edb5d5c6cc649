package io.sluice.flow.batch;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.SluiceConfig;
import io.sluice.memory.SteppedServer;
import io.sluice.protocol.TaskStore;
import io.sluice.protocol.letter.Packet;
import io.sluice.script.LetterScripts;
import io.sluice.store.Act;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.TestQueue;
import io.sluice.task.BatchException;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.NewBatch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches at the edge: of many queues, dropped, and in queues that are deleted. */
class BatchEdgeTest {
  private final SteppedServer server = new SteppedServer((verb, text) -> text);
  private final TaskStore store =
      new TaskStore(server, SluiceConfig.of("memory").withNamespace("letters"), event -> {});
  private final ContractSetup setup = settings -> store;
  private final TestQueue home = setup.queue();
  private final TestQueue other = setup.queue();
  private final BatchId batch = new BatchId("b", home.name());

  private EnqueueReply add(TestQueue queue, TaskId id) {
    EnqueueItem item = queue.fresh(id);
    return now(store.enroll(
            queue.name(),
            queue.enqueueCall(),
            List.of(new EnqueueItem(item.task(), true, Duration.ZERO, null, null, null, batch))))
        .get(0);
  }

  private void maintain() {
    for (int i = 0; i < 5; i++) {
      for (TestQueue queue : List.of(home, other)) {
        now(store.batches().judge(queue.name()));
        Packet packet = now(store.letters().collect(queue.name())).packet();
        if (packet != null) {
          TestQueue to = packet.target().equals(home.name()) ? home : other;
          if (packet.target().equals(to.name())) {
            now(
                store
                    .letters()
                    .forget(
                        queue.name(), packet, now(store.letters().receive(queue.name(), packet))));
          }
        }
      }
      server.pass(Duration.ofMillis(300));
    }
  }

  private BatchView view() {
    return now(store.batches().show(batch));
  }

  @Test
  void aBatchHasMembersInAThousandOtherQueuesAtMost() {
    done(store.batches().open(batch, NewBatch.DEFAULT, List.of()));
    for (int i = 0; i < 1_000; i++) {
      done(store.batches().join(batch, QueueName.of("many" + i)));
    }
    done(store.batches().join(batch, QueueName.of("many7")));

    assertThatThrownBy(() -> done(store.batches().join(batch, QueueName.of("another"))))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("has members in 1000 other queues");
  }

  @Test
  void aDroppedBatchTakesNoMembersElsewhere() {
    done(store.batches().open(batch, NewBatch.DEFAULT, List.of()));
    done(store.batches().join(batch, other.name()));
    assertThat(add(other, other.newId())).isEqualTo(EnqueueReply.ACCEPTED);
    other.settle(other.session().claim(), new Outcome.Succeed(new byte[0]));
    done(store.batches().seal(batch));
    maintain();
    assertThat(view().hasEnded()).isTrue();
    done(store.batches().delete(batch));
    maintain();

    TaskId late = other.newId();
    assertThat(add(other, late))
        .isEqualTo(new EnqueueReply.Refused(EnqueueReply.Kind.BATCH_SEALED, late));
    server.pass(Duration.ofHours(2));
    maintain();
    assertThat(server.command("HLEN", LetterScripts.key(other.name().value(), "tally")))
        .isEqualTo(1L);
  }

  @Test
  void aQueueWithAPartThatHasNotToldIsNotDeleted() {
    done(store.batches().open(batch, NewBatch.DEFAULT, List.of()));
    done(store.batches().join(batch, other.name()));
    add(other, other.newId());
    maintain();
    other.settle(other.session().claim(), new Outcome.Bury(Failure.of("T", "no")));
    TaskId dead = other.admin().all(TaskState.DEAD, 9).get(0);
    maintain();
    other.admin().act(dead, Act.DELETE);
    maintain();
    assertThat(other.admin().delete()).map(left -> left.batches()).contains(1L);
    done(store.batches().seal(batch));
    maintain();
    assertThat(view().counts()).isEqualTo(new BatchCounts(0, 0, 1, 0, 0));
    assertThat(other.admin().delete()).isEmpty();
    assertThat(view().counts()).isEqualTo(new BatchCounts(0, 0, 1, 0, 0));
  }

  /**
   * The line to the part ended for want of letters, and another began since the part was sealed.
   */
  @Test
  void aMemberThatRunsForLongCompletesItsBatchAtOnce() {
    done(store.batches().open(batch, NewBatch.DEFAULT, List.of()));
    done(store.batches().join(batch, other.name()));
    add(other, other.newId());
    ClaimedTask member = other.session(Duration.ofDays(1)).claim();
    done(store.batches().seal(batch));
    for (int i = 0; i < 4; i++) {
      maintain();
      server.pass(Duration.ofMinutes(50));
    }
    BatchId later = new BatchId("later", home.name());
    done(store.batches().open(later, NewBatch.DEFAULT, List.of()));
    done(store.batches().join(later, other.name()));
    done(store.batches().seal(later));
    maintain();

    other.settle(member, new Outcome.Succeed(new byte[0]));
    maintain();

    assertThat(view().hasEnded()).isTrue();
  }

  @Test
  void aPartWhoseHomeIsLostGoesAfterAMonth() {
    done(store.batches().open(batch, NewBatch.DEFAULT, List.of()));
    done(store.batches().join(batch, other.name()));
    add(other, other.newId());
    done(store.batches().seal(batch));
    maintain();
    server.command("DEL", LetterScripts.key(home.name().value(), "batches"));
    other.settle(other.session().claim(), new Outcome.Succeed(new byte[0]));
    maintain();
    server.pass(Duration.ofDays(29));
    maintain();
    assertThat(server.command("HLEN", LetterScripts.key(other.name().value(), "tally")))
        .isEqualTo(3L);

    server.pass(Duration.ofDays(2));
    maintain();

    assertThat(server.command("HLEN", LetterScripts.key(other.name().value(), "tally")))
        .isEqualTo(1L);
    assertThat(server.command("ZCARD", LetterScripts.key(other.name().value(), "judging")))
        .isEqualTo(0L);
  }

  @Test
  void aBatchKeepsOnlyThoseInItThatHaveNotEnded() {
    done(store.batches().open(batch, NewBatch.DEFAULT, List.of()));
    for (String id : List.of("one", "done", "e", "last")) {
      BatchId child = new BatchId(id, home.name());
      done(store.batches().open(child, NewBatch.DEFAULT.in(batch), List.of()));
    }
    assertThat(children()).isEqualTo("one done e last ");

    for (String id : List.of("e", "one")) {
      done(store.batches().seal(new BatchId(id, home.name())));
      maintain();
    }
    assertThat(children()).isEqualTo("done last ");
    for (String id : List.of("last", "done")) {
      done(store.batches().seal(new BatchId(id, home.name())));
    }
    maintain();
    assertThat(children()).isNull();
    assertThat(view().counts()).isEqualTo(new BatchCounts(0, 4, 0, 0, 0));
  }

  private Object children() {
    return server.command("HGET", LetterScripts.key(home.name().value(), "batches"), "b children");
  }
}
