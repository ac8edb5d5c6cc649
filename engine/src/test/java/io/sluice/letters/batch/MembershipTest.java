package io.sluice.letters.batch;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import io.sluice.id.Ids;
import io.sluice.memory.SteppedServer;
import io.sluice.protocol.TaskStore;
import io.sluice.script.LetterScripts;
import io.sluice.script.Members;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.Settlement;
import io.sluice.store.TestQueue;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.NewBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Members share entries by their ids, and each is found alone. */
class MembershipTest {
  private static final int MANY = 200;
  private static final Outcome SUCCESS = new Outcome.Succeed(new byte[0]);

  private final Random random = new Random(16);
  private final SteppedServer server = new SteppedServer((verb, text) -> text);
  private final TaskStore store =
      new TaskStore(server, SluiceConfig.of("memory").withNamespace("letters"), event -> {});
  private final ContractSetup setup = settings -> store;
  private final TestQueue queue = setup.queue();
  private final List<BatchId> batches =
      List.of(new BatchId("one", queue.name()), new BatchId("two", queue.name()));
  private final Map<String, String> expected = new HashMap<>();

  private void add(List<TaskId> ids) {
    List<EnqueueItem> items = new ArrayList<>();
    for (TaskId id : ids) {
      int batch = random.nextInt(batches.size());
      boolean isFresh = random.nextInt(3) > 0;
      items.add(
          new EnqueueItem(
              queue.task(id), isFresh, Duration.ZERO, null, null, null, batches.get(batch)));
      expected.put(id.value(), String.valueOf(batch + 1));
    }
    now(store.enroll(queue.name(), queue.enqueueCall(), items));
  }

  private Map<String, String> entries() {
    List<?> flat =
        (List<?>) server.command("HGETALL", LetterScripts.key(queue.name().value(), "membership"));
    Map<String, String> entries = new HashMap<>();
    for (int i = 0; i < flat.size(); i += 2) {
      entries.put(flat.get(i).toString(), flat.get(i + 1).toString());
    }
    return entries;
  }

  /** 24 characters, of which those behind the count are the same. */
  private static TaskId madeByAnEarlierVersion(int count) {
    return TaskId.of("%014dabcdefghjk".formatted(count));
  }

  @Test
  void eachMemberEndsInItsOwnBatch() {
    batches.forEach(batch -> done(store.batches().open(batch, NewBatch.DEFAULT, List.of())));
    Ids ids = new Ids();
    List<TaskId> made = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      made.add(i % 2 == 0 ? ids.task(Instant.ofEpochMilli(i / 50)) : madeByAnEarlierVersion(i));
      made.add(TaskId.of((i % 3 == 0 ? "order-" : "a.") + i));
      made.add(TaskId.of("0123456789012345678901".substring(i % 20) + i));
    }
    for (int i = 0; i < made.size(); i += 30) {
      add(made.subList(i, i + 30));
    }
    Map<Integer, Long> sizes = new HashMap<>();
    expected.values().forEach(part -> sizes.merge(Integer.valueOf(part), 1L, Long::sum));
    assertThat(Members.of(entries())).isEqualTo(expected);
    assertThat(entries().keySet()).hasSizeLessThan(made.size() / 2);

    List<ClaimedTask> claimed = new ArrayList<>(queue.session().claim(made.size()));
    assertThat(claimed).hasSize(made.size());
    Collections.shuffle(claimed.subList(100, 300), random);
    for (int i = 0; i < claimed.size(); i += 24) {
      List<ClaimedTask> some = claimed.subList(i, i + 24);
      queue.settle(
          some.stream()
              .map(task -> TestQueue.settlement(task, SUCCESS))
              .toArray(Settlement[]::new));
      some.forEach(task -> expected.remove(task.task().id().value()));
      assertThat(Members.of(entries())).isEqualTo(expected);
    }
    assertThat(entries()).isEmpty();
    for (int batch = 1; batch <= batches.size(); batch++) {
      assertThat(now(store.batches().show(batches.get(batch - 1))).counts())
          .isEqualTo(new BatchCounts(0, sizes.getOrDefault(batch, 0L), 0, 0, 0));
    }
  }
}
