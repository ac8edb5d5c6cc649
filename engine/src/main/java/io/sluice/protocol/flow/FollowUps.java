package io.sluice.protocol.flow;

import io.sluice.encoding.Payloads;
import io.sluice.encoding.Payloads.Draft;
import io.sluice.store.EnqueueItem;
import io.sluice.store.Settlement.HandedOn;
import io.sluice.store.StoredTask;
import io.sluice.store.flow.Flow;
import io.sluice.store.flow.Next;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes the items that are enqueued with the success of a task: those that were enqueued with the
 * task, then those that its handler gives. Thread-safe.
 */
public final class FollowUps {
  private static final byte[] NO_PAYLOAD = {};

  private final Payloads payloads;

  /**
   * @param payloads of which all follow-ups of a task together may have as many bytes as one
   */
  public FollowUps(Payloads payloads) {
    this.payloads = payloads;
  }

  /**
   * What is kept with a task that is enqueued.
   *
   * @throws PayloadTooLargeException when all payloads together are larger than one may be
   */
  public Flow with(List<FollowUp> followUps) {
    return followUps.isEmpty() ? Flow.NONE : new Flow(0, checked(kept(followUps)));
  }

  /**
   * The items that follow a task that succeeded.
   *
   * @param result the bytes of its result
   * @param given what its handler gives, behind what the task was enqueued with
   * @throws InvalidTaskException when there are too many, or too many tasks follow each other
   * @throws PayloadTooLargeException when all payloads together are larger than one may be
   */
  public List<HandedOn> of(
      QueueName queue, StoredTask task, byte[] result, List<FollowUp> given, Instant now) {
    if (given.isEmpty() && task.flow().next().isEmpty()) {
      return List.of();
    }
    List<Next> all = new ArrayList<>(task.flow().next());
    int kept = all.size();
    given.forEach(one -> all.add(next(one, payloads::plain)));
    if (all.size() > FollowUp.MOST) {
      throw new InvalidTaskException(
          "/then", "a task has at most " + FollowUp.MOST + " follow-ups, there are " + all.size());
    }
    int depth = task.flow().depth() + 1;
    if (depth > FollowUp.DEEPEST) {
      throw new InvalidTaskException(
          "/then",
          "at most "
              + FollowUp.DEEPEST
              + " tasks may follow each other, and task "
              + task.id()
              + " is the last of so many");
    }
    checked(all);
    List<HandedOn> items = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      Next next = all.get(i);
      items.add(
          new HandedOn(
              placeOf(queue, next), item(queue, task, next, i, i < kept, result, depth, now)));
    }
    checkSize(items.stream().mapToInt(one -> one.item().task().kept().size()).sum());
    return items;
  }

  /** One that may go anywhere in the same queue stays in the partition of the task before it. */
  private static QueueName placeOf(QueueName queue, Next next) {
    boolean anywhere = next.options().group() == null && next.id() == null && next.batch() == null;
    return anywhere && next.queue().equals(queue.whole()) ? queue : next.queue();
  }

  private EnqueueItem item(
      QueueName queue,
      StoredTask task,
      Next next,
      int index,
      boolean isKept,
      byte[] result,
      int depth,
      Instant now) {
    Draft draft =
        next.takesResult()
            ? payloads.ofResult(result, queue, task.id())
            : new Draft(next.payload(), isKept);
    TaskId given = next.id();
    TaskId id =
        given == null ? DerivedId.of(queue, task, index, next, payloads.fingerprint(draft)) : given;
    StoredTask stored =
        new StoredTask(
            id,
            next.type(),
            now,
            traced(next.options(), task.options()),
            payloads.kept(payloads.of(draft, next.queue(), next.type(), id)),
            new Flow(depth, next.next()));
    return new EnqueueItem(stored, false, next.delay(), next.runAt(), null, null, next.batch());
  }

  /** A follow-up without a trace of its own goes on with that of its predecessor. */
  private static TaskOptions traced(TaskOptions options, TaskOptions before) {
    TraceContext trace = TraceContext.of(before.headers());
    return trace.isEmpty() || !TraceContext.of(options.headers()).isEmpty()
        ? options
        : options.withHeaders(trace.addedTo(options.headers()));
  }

  private List<Next> kept(List<FollowUp> followUps) {
    return followUps.stream()
        .map(one -> next(one, task -> payloads.ofFollowUp(task, one.queue())))
        .toList();
  }

  private Next next(FollowUp followUp, Function<NewTask<?, ?>, byte[]> payload) {
    NewTask<?, ?> task = followUp.task();
    return new Next(
        followUp.queue(),
        followUp.takesResult(),
        task.id(),
        task.delay(),
        task.runAt(),
        task.type().name(),
        task.options(),
        task.batch(),
        followUp.takesResult() ? NO_PAYLOAD : payload.apply(task),
        kept(task.followUps()));
  }

  private List<Next> checked(List<Next> all) {
    checkSize(new Flow(0, all).bytes());
    return all;
  }

  private void checkSize(int bytes) {
    if (bytes > payloads.maxBytes()) {
      throw new PayloadTooLargeException(bytes, payloads.maxBytes());
    }
  }
}
