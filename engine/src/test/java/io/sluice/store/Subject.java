package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One task that is brought into a state and then meets a command. */
final class Subject {
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration LATER = Duration.ofHours(1);
  private static final Failure FAILURE = Failure.of("T", "no");

  private static final Set<Command> NEEDS_A_DEAD_WORKER =
      EnumSet.of(Command.REAP_FIRST, Command.REAP_LATER, Command.REAP_LAST);

  private final TestQueue queue;
  private final Command command;
  private final TaskId id;
  private String token = "nobody:1:1";

  Subject(TestQueue queue, Command command) {
    this.queue = queue;
    this.command = command;
    this.id = queue.newId();
  }

  @Nullable TaskState state() {
    TaskView found = queue.find(id);
    return found == null ? null : found.state();
  }

  void bringTo(@Nullable TaskState state) {
    if (state != null) {
      switch (state) {
        case SCHEDULED -> schedule();
        case READY -> ready();
        case RUNNING -> run();
        case RETRYING -> settle(new Outcome.Retry(delay(), FAILURE));
        case SUCCEEDED -> settle(SettleContract.DONE);
        case DEAD -> settle(new Outcome.Bury(FAILURE));
        case CANCELLED -> settle(Outcome.CANCEL);
        case EXPIRED -> expire();
      }
    }
    assertThat(state()).as("before %s", command).isEqualTo(state);
    passTime();
  }

  private Duration delay() {
    return command == Command.PROMOTE ? AT_ONCE : LATER;
  }

  private void schedule() {
    queue.enqueueOnce(TestQueue.delayed(item(), delay()));
  }

  private void ready() {
    queue.enqueueOnce(item());
  }

  /** That is to begin at once only where this is what the command is about. */
  private EnqueueItem item() {
    return queue.expiring(id, command == Command.EXPIRE ? AT_ONCE : LATER);
  }

  private void run() {
    queue.enqueue(queue.fresh(id));
    if (command == Command.REAP_LATER) {
      queue.session(TestQueue.SHORT).claim();
      queue.reapUntil(reaped -> reaped.reaped() == 1);
    }
    boolean dies = NEEDS_A_DEAD_WORKER.contains(command);
    token = queue.session(dies ? TestQueue.SHORT : TestQueue.LONG).claim().token();
  }

  private void settle(Outcome outcome) {
    run();
    assertThat(queue.settle(new Settlement(id, token, outcome))).containsExactly(true);
  }

  private void expire() {
    queue.take(queue.expiring(id, AT_ONCE));
    passTime();
    assertThat(queue.session().claim(1)).isEmpty();
  }

  /** By the clock of the store. */
  private void passTime() {
    var end = queue.store().now().plus(AT_ONCE.multipliedBy(2));
    Eventually.eventually(() -> queue.store().now().isAfter(end));
  }

  /** Whether it was not refused. */
  boolean meets(TestQueue withoutRetention) {
    switch (command) {
      case ENQUEUE -> {
        return queue.enqueue(queue.given(id)).contains(EnqueueReply.ACCEPTED);
      }
      case SUCCEED -> {
        return settled(SettleContract.DONE);
      }
      case RETRY -> {
        return settled(new Outcome.Retry(LATER, FAILURE));
      }
      case BURY -> {
        return settled(new Outcome.Bury(FAILURE));
      }
      case RELEASE -> {
        return settled(Outcome.RELEASE);
      }
      case SNOOZE -> {
        return settled(new Outcome.Snooze(LATER));
      }
      case THROTTLE -> {
        return settled(new Outcome.Throttle(LATER));
      }
      case STOP -> {
        return settled(Outcome.CANCEL);
      }
      case CANCEL -> {
        CancelReply reply = queue.cancel(id);
        return reply == CancelReply.CANCELLED || reply == CancelReply.ASKED;
      }
      case RUN_NOW -> {
        return acted(queue.admin().act(id, Act.RUN_NOW));
      }
      case TRY_AGAIN -> {
        return acted(queue.admin().act(id, Act.RETRY));
      }
      case RESCHEDULE -> {
        return acted(queue.admin().reschedule(id, queue.store().now().plus(LATER.dividedBy(2))));
      }
      case PRIORITIZE -> {
        return acted(queue.admin().prioritize(id, 7));
      }
      case DELETE -> {
        return acted(queue.admin().act(id, Act.DELETE));
      }
      case CLAIM -> queue.session().claim(1);
      case PROMOTE -> queue.promote();
      case EXPIRE -> queue.expire();
      case REDRIVE -> redrive();
      case PURGE -> Command.STATES.forEach(this::purge);
      case REAP_FIRST, REAP_LATER, REAP_LAST -> queue.reap();
      case SWEEP -> withoutRetention.sweep();
      case SHED -> queue.shed();
    }
    return true;
  }

  private boolean settled(Outcome outcome) {
    return queue.settle(new Settlement(id, token, outcome)).get(0);
  }

  private static boolean acted(ActReply reply) {
    return reply.verdict() == ActReply.Verdict.DONE || reply.verdict() == ActReply.Verdict.AS_IT_IS;
  }

  private void redrive() {
    queue.admin().begin(new BulkPlan("r", BulkAction.Kind.REDRIVE, TaskState.DEAD, 0, "", ""));
    queue.admin().stepAll();
  }

  /** What runs cannot be purged: nobody may ask for it. */
  private void purge(TaskState state) {
    if (state != TaskState.RUNNING) {
      queue.admin().begin(new BulkPlan("p" + state, BulkAction.Kind.PURGE, state, 0, "", ""));
      queue.admin().stepAll();
    }
  }
}
