package io.sluice.protocol.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.config.Retention;
import io.sluice.protocol.letter.Written;
import io.sluice.protocol.record.Due;
import io.sluice.protocol.record.Envelope;
import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.batch.Callback;
import io.sluice.store.batch.EndsPage;
import io.sluice.store.batch.Judged;
import io.sluice.store.batch.MemberPage;
import io.sluice.task.BatchException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPage;
import io.sluice.task.batch.BatchPosition;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.view.BatchesView;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The verbs of batches. Those of callers are run at the home of a batch; judge and stop are the
 * passes that look after the batches of any queue. Each may be sent again.
 */
public final class BatchStore {
  /** Batches are shown so long after they ended at least, whatever is kept of their tasks. */
  private static final Duration KEPT_AT_LEAST = Duration.ofHours(1);

  /** Parts and batches that one call judges. */
  private static final int MAX_JUDGED = 64;

  /** Entries that one call looks at, each of up to 32 members whose ids Sluice made. */
  private static final int SCAN_COUNT = 16;

  private static final String BEGIN = "0";

  private final ScriptServer server;
  private final SlotCache slots;
  private final Retention retention;
  private final Written written;

  /**
   * @param retention of finished tasks of a queue without a setting of its own
   * @param written hears that a batch has to be judged, or that letters are written
   */
  public BatchStore(ScriptServer server, SlotCache slots, Retention retention, Written written) {
    this.server = server;
    this.slots = slots;
    this.retention = retention;
    this.written = written;
  }

  /**
   * Opens a batch; one that is there stays as it is. Errors with {@link BatchException} when too
   * many have not ended, or its parent takes no members or lies too deep.
   */
  public Mono<Void> open(BatchId id, NewBatch batch, List<Callback> callbacks) {
    Args args =
        Args.of(
            "open",
            id.home(),
            id.id(),
            batch.openFor().toMillis(),
            batch.policy().wireName(),
            orNothing(batch.parent()),
            -1,
            orNothing(batch.name()));
    callbacks.forEach(callback -> args.add(callback.when().wireName()).add(bytes(callback)));
    return server
        .run(Script.BATCH, slots.of(id.home()), args, reply -> opened(id, batch, reply))
        .doOnNext(done -> written.in(id.home()))
        .then();
  }

  private static String orNothing(@Nullable Object value) {
    return value == null ? BatchRecord.NOTHING : value.toString();
  }

  private static byte[] bytes(Callback callback) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String head =
        "%s %s %s "
            .formatted(
                callback.queue(), callback.item().task().id(), Due.withExpiry(callback.item()));
    out.writeBytes(head.getBytes(UTF_8));
    out.writeBytes(Envelope.encode(callback.item().task()));
    return out.toByteArray();
  }

  private static boolean opened(BatchId id, NewBatch batch, Reply reply) {
    String parent = String.valueOf(batch.parent());
    switch (reply.text(0)) {
      case "full" -> throw BatchException.tooMany(id.home(), (int) reply.number(1));
      case "deep" -> throw BatchException.tooDeep(parent, (int) reply.number(1));
      case "sealed" -> throw BatchException.sealed(parent);
      case "unknown" -> throw BatchException.unknown(parent);
      default -> {
        return true;
      }
    }
  }

  /** Counts another queue in, so that it may take members; again: the same. */
  public Mono<Void> join(BatchId id, QueueName queue) {
    return server
        .run(
            Script.BATCH,
            slots.of(id.home()),
            Args.of("join", id.home(), id.id(), queue),
            reply -> joined(id, reply))
        .then();
  }

  private static boolean joined(BatchId id, Reply reply) {
    switch (reply.text(0)) {
      case "sealed" -> throw BatchException.sealed(id.toString());
      case "unknown" -> throw BatchException.unknown(id.toString());
      case "wide" -> throw BatchException.tooWide(id.toString(), (int) reply.number(1));
      default -> {
        return true;
      }
    }
  }

  /** No caller adds members from now on; again: the same. */
  public Mono<Void> seal(BatchId id) {
    return close("seal", id);
  }

  /** The same, and what has not ended is cancelled; again, and of one that has ended: nothing. */
  public Mono<Void> cancel(BatchId id) {
    return close("cancel", id);
  }

  /** Drops what is kept of a batch that has ended; its tasks stay. */
  public Mono<Void> delete(BatchId id) {
    return close("delete", id);
  }

  private Mono<Void> close(String how, BatchId id) {
    return server
        .run(
            Script.SEAL,
            slots.of(id.home()),
            Args.of(how, id.home(), id.id()),
            reply -> closed(id, reply))
        .doOnNext(done -> written.in(id.home()))
        .then();
  }

  private static boolean closed(BatchId id, Reply reply) {
    switch (reply.text(0)) {
      case "unknown" -> throw BatchException.unknown(id.toString());
      case "no" -> throw BatchException.notEnded(id.toString());
      default -> {
        return true;
      }
    }
  }

  /** The batch as it is now. */
  public Mono<BatchView> show(BatchId id) {
    return server.run(
        Script.BATCHES,
        slots.of(id.home()),
        Args.of("show", id.home(), id.id()),
        reply -> {
          if (reply.size() == 0) {
            throw BatchException.unknown(id.toString());
          }
          return BatchRecord.view(id, reply.text(0), reply.text(1), reply, 3);
        });
  }

  /**
   * The batches of a queue, in no order. A page may have more than the limit, or none, and not be
   * the last. Counts of other queues are shown by {@link #show} only.
   *
   * @param cursor of the page before, or null
   */
  public Mono<BatchPage> list(QueueName home, @Nullable String cursor, int limit) {
    return server.run(
        Script.BATCHES,
        slots.of(home),
        Args.of("list", home, cursor == null ? BEGIN : cursor, limit),
        reply -> {
          List<BatchView> all = new ArrayList<>();
          for (int i = 1; i < reply.size(); i += 3) {
            BatchId id = new BatchId(reply.text(i), home);
            all.add(
                BatchRecord.view(id, reply.text(i + 1), reply.text(i + 2), reply, reply.size()));
          }
          String next = reply.text(0);
          return new BatchPage(all, next.equals(BEGIN) ? null : next);
        });
  }

  /**
   * Members of a batch in one queue that have not ended for good: those that wait, run or are dead.
   *
   * @param state null for any
   * @param cursor of the page before, or {@link MemberPage#BEGIN}
   */
  public Mono<MemberPage> members(
      BatchId id, QueueName queue, @Nullable TaskState state, String cursor, int limit) {
    String[] place = cursor.split(":", 2);
    return server.run(
        Script.MEMBERS,
        slots.of(queue),
        Args.of(id, state == null ? "" : state.wireName(), place[0], place[1], limit, SCAN_COUNT),
        reply -> {
          List<TaskId> ids = new ArrayList<>();
          for (int i = 2; i < reply.size(); i++) {
            ids.add(TaskId.stored(reply.text(i)));
          }
          return new MemberPage(ids, reply.text(0) + ":" + reply.number(1));
        });
  }

  /**
   * How members of a batch that gathers have ended in one queue, in the order of their ends.
   *
   * @param after what was taken before
   * @param most at least 1
   * @param mostBytes of results and failures, but for those of the first end
   */
  public Mono<EndsPage> ends(
      BatchId id, QueueName queue, BatchPosition.Taken after, int most, int mostBytes) {
    return server.run(
        Script.GATHERED,
        slots.of(queue),
        Args.of(id, after.count(), after.atMillis(), most, mostBytes),
        EndsReply::page);
  }

  /** Judges the parts and batches of a queue that are due, a bounded number of them. */
  public Mono<Judged> judge(QueueName queue) {
    long kept = Math.max(retention.maxAge().toMillis(), KEPT_AT_LEAST.toMillis());
    return server.run(
        Script.JUDGE, slots.of(queue), Args.of(queue, kept, MAX_JUDGED), LookReply::judged);
  }

  /** What is not as it should be with the batches of a queue, of a bounded part of them. */
  public Mono<BatchesView> look(QueueName home) {
    return server.run(
        Script.BATCHES,
        slots.of(home),
        Args.of("look", home, BatchesView.MOST_LOOKED, BatchesView.SILENT.toMillis()),
        reply -> LookReply.view(home, reply));
  }

  /**
   * Cancels the next members of a part that is being stopped; answers whether there are more.
   *
   * @param part its number
   */
  public Mono<Boolean> stop(QueueName queue, String part) {
    return server.run(
        Script.STOP,
        slots.of(queue),
        Args.of(part, SCAN_COUNT, retention.maxCount()),
        reply -> reply.number(0) == 1);
  }
}
