package io.sluice.protocol;

import io.sluice.protocol.record.Attempts;
import io.sluice.protocol.record.BulkRecord;
import io.sluice.protocol.record.Presence;
import io.sluice.protocol.record.Rules;
import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.Act;
import io.sluice.store.ActReply;
import io.sluice.store.BulkCount;
import io.sluice.store.BulkPlan;
import io.sluice.store.BulkStep;
import io.sluice.store.ErrorPage;
import io.sluice.store.IdPage;
import io.sluice.store.StoredTask;
import io.sluice.task.Failure;
import io.sluice.task.QueueLeft;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.TaskPage;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What operators do, on Redis: each verb is one script call. */
public final class AdminStore {

  /** Tasks that one step of a bulk action moves, so that a call stays near a millisecond. */
  private static final int BULK_CHUNK = 250;

  /** Dead letters that one call compares with a filter. */
  private static final int COUNT_CHUNK = 1000;

  private final ScriptServer server;
  private final SlotCache slots;
  private final StateLists lists;
  private final int pageBytes;

  /**
   * @param pageBytes most that a lookup of one page brings
   */
  AdminStore(ScriptServer server, SlotCache slots, int pageBytes) {
    this.server = server;
    this.slots = slots;
    this.pageBytes = pageBytes;
    this.lists = new StateLists(server, slots, pageBytes);
  }

  /** The task itself, without its state; empty when it is unknown. */
  public Mono<StoredTask> stored(QueueName queue, TaskId id) {
    Args args = new Args(2).add(pageBytes).add(id.value());
    return server
        .run(Script.FIND, slots.of(queue), args, reply -> Views.stored(id, reply))
        .flatMap(Mono::justOrEmpty);
  }

  /** Does something to one task, if its state allows it. */
  public Mono<ActReply> act(QueueName queue, TaskId id, Act act, @Nullable Instant at) {
    return server.run(
        Script.ACT,
        slots.of(queue),
        Args.of(act.wireName(), id, at == null ? 0 : at.toEpochMilli()),
        AdminStore::actReply);
  }

  /** Gives a task that waits another priority, 0 to 9. */
  public Mono<ActReply> prioritize(QueueName queue, TaskId id, int priority) {
    return server.run(
        Script.ACT,
        slots.of(queue),
        Args.of(Act.PRIORITIZE.wireName(), id, priority),
        AdminStore::actReply);
  }

  private static ActReply actReply(Reply reply) {
    String verdict = reply.text(0);
    String detail = reply.text(1);
    return switch (verdict) {
      case "done" -> new ActReply(ActReply.Verdict.DONE, state(detail));
      case "as it is" -> new ActReply(ActReply.Verdict.AS_IT_IS, state(detail));
      case "no" -> new ActReply(ActReply.Verdict.NO, state(detail));
      case "stopped" -> new ActReply(ActReply.Verdict.STOPPED, state(detail));
      case "late" -> new ActReply(ActReply.Verdict.LATE, state(detail));
      case "held" -> ActReply.heldBy(TaskId.stored(detail));
      default -> new ActReply(ActReply.Verdict.UNKNOWN, null);
    };
  }

  private static TaskState state(String name) {
    return TaskState.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Lists tasks of a state, newest first; those that run in no order. */
  public Mono<IdPage> list(QueueName queue, TaskState state, String cursor, int limit) {
    return list(queue, state, cursor, limit, "", TaskPage.Order.NEWEST);
  }

  /**
   * Lists tasks of a state.
   *
   * @param group of those that are ready, which come in the order in which they go; empty for any
   */
  public Mono<IdPage> list(
      QueueName queue,
      TaskState state,
      String cursor,
      int limit,
      String group,
      TaskPage.Order order) {
    return state == TaskState.READY && !group.isEmpty()
        ? lists.readyOf(queue, group, cursor, limit)
        : lists.page(queue, state, cursor, limit, order);
  }

  /**
   * Shows why tasks of a state failed last, latest task first, a part at a time. A part may be
   * short of the limit and not be the last.
   *
   * @param state dead or retrying
   * @param cursor of the part before, or {@link IdPage#NONE}
   * @param typed whether to tell of which type each task is
   */
  public Mono<ErrorPage> errors(
      QueueName queue, TaskState state, String cursor, int limit, boolean typed) {
    return server.run(
        Script.ERRORS,
        slots.of(queue),
        Args.of(state.wireName(), cursor, limit, typed ? "types" : ""),
        reply -> {
          List<ErrorPage.Failed> failed = new ArrayList<>();
          for (int i = 2; i < reply.size(); i += 3) {
            Failure failure = Attempts.failure(reply.text(i + 1));
            if (failure != null) {
              TaskId id = TaskId.stored(reply.text(i));
              failed.add(new ErrorPage.Failed(id, reply.text(i + 2), failure));
            }
          }
          return new ErrorPage(failed, (int) reply.number(1), reply.text(0));
        });
  }

  /**
   * Lists live workers of a queue, by session.
   *
   * @param after the session after which to begin, or an empty text
   */
  public Mono<List<WorkerView>> workers(QueueName queue, String after, int limit) {
    return server.run(
        Script.WORKERS,
        slots.of(queue),
        Args.of(after, limit),
        reply -> Presence.views(queue.whole(), reply));
  }

  /**
   * Gives nothing out until it is resumed, or for a time.
   *
   * @param length after which it resumes by itself, or null
   */
  public Mono<Void> pause(QueueName queue, String reason, @Nullable Duration length) {
    return configure(queue, Rules.pausing(reason, length));
  }

  /** Gives tasks out again. */
  public Mono<Void> resume(QueueName queue) {
    return configure(queue, Rules.resuming());
  }

  private Mono<Void> configure(QueueName queue, Args args) {
    return server.run(Script.CONFIGURE, slots.of(queue), args).then();
  }

  /** Begins an act on many tasks. */
  public Mono<BulkAction> begin(QueueName queue, BulkPlan plan) {
    return server.run(
        Script.BULK,
        slots.of(queue),
        Args.of(
            "begin",
            plan.id(),
            plan.kind().name().toLowerCase(Locale.ROOT),
            plan.from().wireName(),
            plan.rate(),
            plan.type(),
            plan.error()),
        reply -> BulkRecord.parse(queue, reply.text(1), reply.text(2)));
  }

  /** How far a bulk action is; empty when it is not known. */
  public Mono<Optional<BulkAction>> bulkAction(QueueName queue, String id) {
    return bulkAction(queue, "show", id);
  }

  /** Ends a bulk action where it is; empty when it is not known. */
  public Mono<Optional<BulkAction>> abort(QueueName queue, String id) {
    return bulkAction(queue, "abort", id);
  }

  private Mono<Optional<BulkAction>> bulkAction(QueueName queue, String verb, String id) {
    return server.run(
        Script.BULK,
        slots.of(queue),
        Args.of(verb, id),
        reply ->
            reply.text(0).equals("unknown")
                ? Optional.empty()
                : Optional.of(BulkRecord.parse(queue, reply.text(1), reply.text(2))));
  }

  /** The bulk actions of a queue that are known, and of a kind that is, in no order. */
  public Mono<List<BulkAction>> bulkActions(QueueName queue) {
    return server.run(
        Script.BULK,
        slots.of(queue),
        Args.of("list"),
        reply -> {
          List<BulkAction> all = new ArrayList<>();
          for (int i = 0; i < reply.size(); i += 2) {
            BulkRecord.find(queue, reply.text(i), reply.text(i + 1)).ifPresent(all::add);
          }
          return all;
        });
  }

  /**
   * Deletes a queue in which nothing waits, runs or is dead and for which nothing is scheduled,
   * with all that it keeps; else gives what is there. Live sessions stay.
   */
  public Mono<Optional<QueueLeft>> delete(QueueName queue) {
    return server.run(
        Script.DELETE,
        slots.of(queue),
        Args.of(),
        reply ->
            reply.text(0).equals("ok")
                ? Optional.empty()
                : Optional.of(
                    new QueueLeft(
                        reply.number(1),
                        reply.number(2),
                        reply.number(3),
                        reply.number(4),
                        reply.number(5),
                        reply.number(6),
                        reply.number(7),
                        reply.number(8))));
  }

  /** Counts a part of the dead letters that a redrive would take. */
  public Mono<BulkCount> count(QueueName queue, BulkPlan plan, long cursor) {
    return server.run(
        Script.BULK,
        slots.of(queue),
        Args.of("count", plan.from().wireName(), plan.type(), plan.error(), cursor, COUNT_CHUNK),
        reply -> new BulkCount((int) reply.number(0), reply.number(1)));
  }

  /** Does the next chunk of the bulk actions of a queue. */
  public Mono<BulkStep> step(QueueName queue) {
    return server.run(
        Script.BULK,
        slots.of(queue),
        Args.of("step", BULK_CHUNK),
        reply ->
            new BulkStep(
                (int) reply.number(0),
                reply.number(1) < 0 ? null : Duration.ofMillis(reply.number(1))));
  }
}
