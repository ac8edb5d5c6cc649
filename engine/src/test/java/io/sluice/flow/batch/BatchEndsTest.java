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
import io.sluice.store.batch.EndedMember;
import io.sluice.store.batch.EndsPage;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPosition.Taken;
import io.sluice.task.enqueue.NewBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ends of a batch that gathers, as they lie in Redis. */
class BatchEndsTest {
  private static final Duration TICK = Duration.ofMillis(10);

  private static final int SEEDS = 40;
  private static final int STEPS = 60;

  private SteppedServer server;
  private TaskStore store;
  private TestQueue queue;
  private BatchId batch;

  @BeforeEach
  void begin() {
    beginWith((verb, text) -> text);
  }

  /** Begins anew, with scripts that are changed. */
  private void beginWith(BinaryOperator<String> change) {
    server = new SteppedServer(change);
    store = new TaskStore(server, SluiceConfig.of("memory").withNamespace("letters"), event -> {});
    ContractSetup setup = settings -> store;
    queue = setup.queue();
    batch = BatchId.gathering("b", queue.name());
  }

  private List<TaskId> end(int members) {
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      TaskId id = queue.newId();
      EnqueueItem item = queue.fresh(id);
      now(
          store.enroll(
              queue.name(),
              queue.enqueueCall(),
              List.of(new EnqueueItem(item.task(), true, Duration.ZERO, null, null, null, batch))));
      server.pass(TICK);
      queue.settle(queue.session().claim(), new Outcome.Succeed(new byte[] {'1'}));
      ids.add(id);
    }
    return ids;
  }

  private EndsPage page(Taken after, int most) {
    return now(store.batches().ends(batch, queue.name(), after, most, 10_000));
  }

  private static List<TaskId> ids(List<EndedMember> ends) {
    return ends.stream().map(EndedMember::id).toList();
  }

  private String key(String word) {
    return LetterScripts.key(queue.name().value(), word);
  }

  @Test
  void aPositionLeadsOnOverTheChunks() {
    done(store.batches().open(batch, NewBatch.DEFAULT.gather(), List.of()));
    List<TaskId> all = end(140);

    assertThat(ids(EndsOfBatch.read(queue, batch, Taken.NONE))).isEqualTo(all);
    EndsPage first = page(Taken.NONE, 70);
    assertThat(ids(page(EndsOfBatch.reached(first), 100).ends())).isEqualTo(all.subList(70, 140));
    assertThat(server.command("HLEN", key("gathered"))).isEqualTo(4L);
  }

  /** As a failover does that takes the last writes back: other ends stand where those were. */
  @Test
  void aReaderMissesNoEndThatStandsInThePlaceOfOneThatWasTakenBack() {
    done(store.batches().open(batch, NewBatch.DEFAULT.gather(), List.of()));
    List<TaskId> kept = end(66);
    Object count = server.command("HGET", key("gathered"), String.valueOf(1));
    Object chunk = server.command("HGET", key("gathered"), "1 1");
    end(7);
    Taken before = EndsOfBatch.reached(page(Taken.NONE, 100));
    assertThat(before.count()).isEqualTo(73);
    server.command("HSET", key("gathered"), "1", text(count), "1 1", text(chunk));

    List<TaskId> fewer = end(3);
    assertThat(ids(page(before, 100).ends())).isEqualTo(fewer);
    List<TaskId> more = end(70);
    EndsPage after = page(before, 100);

    assertThat(after.first()).isEqualTo(kept.size());
    assertThat(ids(after.ends()))
        .isEqualTo(
            IntStream.range(0, 73).mapToObj(i -> i < 3 ? fewer.get(i) : more.get(i - 3)).toList());
  }

  @Test
  void theEndsOfABatchThatIsDroppedGoAChunkACall() {
    done(store.batches().open(batch, NewBatch.DEFAULT.gather(), List.of()));
    end(1);
    done(store.batches().seal(batch));
    now(store.batches().judge(queue.name()));
    List<String> fields = new ArrayList<>(List.of("HSET", key("gathered"), "1", "16000"));
    for (int i = 0; i < 250; i++) {
      fields.add("1 " + i);
      fields.add("7 S x ".repeat(64));
    }
    server.command(fields.toArray(new String[0]));

    done(store.batches().delete(batch));
    assertThat(server.command("HLEN", key("gathered"))).isEqualTo(151L);
    now(store.batches().judge(queue.name()));
    assertThat(server.command("HLEN", key("gathered"))).isEqualTo(51L);
    now(store.batches().judge(queue.name()));

    assertThat(server.command("HLEN", key("gathered"))).isEqualTo(0L);
    assertThat(server.command("HLEN", key("tally"))).isEqualTo(1L);
    assertThat(server.command("ZCARD", key("judging"))).isEqualTo(0L);
  }

  @Test
  void aReaderOfAServerThatIsSetBackGetsEachEndThatIsLeftOnce() {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(lifeOfAReader(seed, (verb, text) -> text)).as("seed " + seed).isTrue();
    }
  }

  @Test
  void aReaderThatTrustsTheNumberAloneIsFound() {
    BinaryOperator<String> trusting =
        (verb, text) -> text.replace("last and last.at == readAt", "read <= count");
    assertThat(IntStream.range(0, SEEDS).allMatch(seed -> lifeOfAReader(seed, trusting))).isFalse();
  }

  /** Members end, a reader reads, and what was kept of the ends is set back now and then. */
  private boolean lifeOfAReader(int seed, BinaryOperator<String> change) {
    beginWith(change);
    Random random = new Random(seed);
    done(store.batches().open(batch, NewBatch.DEFAULT.gather(), List.of()));
    String key = key("gathered");
    List<String> before = List.of();
    List<String> taken = new ArrayList<>();
    Taken position = Taken.NONE;
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(6)) {
        case 0 -> before = strings(server.command("HGETALL", key));
        case 1 -> {
          List<String> words = new ArrayList<>(List.of("HSET", key));
          words.addAll(before);
          server.command("DEL", key);
          if (!before.isEmpty()) {
            server.command(words.toArray(new String[0]));
          }
          server.pass(TICK);
        }
        case 2, 3 -> end(1 + random.nextInt(5));
        default -> {
          EndsPage page = page(position, 1 + random.nextInt(9));
          page.ends().forEach(end -> taken.add(end.id() + " " + end.at()));
          position = page.ends().isEmpty() ? position : EndsOfBatch.reached(page);
        }
      }
    }
    EndsOfBatch.read(queue, batch, position).forEach(end -> taken.add(end.id() + " " + end.at()));
    List<String> left =
        EndsOfBatch.read(queue, batch, Taken.NONE).stream()
            .map(end -> end.id() + " " + end.at())
            .toList();
    return new HashSet<>(taken).size() == taken.size() && taken.containsAll(left);
  }

  private static List<String> strings(Object reply) {
    return ((List<?>) reply).stream().map(BatchEndsTest::text).toList();
  }

  private static String text(Object reply) {
    return reply instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(reply);
  }
}
