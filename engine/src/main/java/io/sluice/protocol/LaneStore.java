package io.sluice.protocol;

import io.sluice.protocol.record.Rules;
import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.Explanation;
import io.sluice.task.view.Explanation.Code;
import io.sluice.task.view.GroupView;
import io.sluice.task.view.QueueSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The verbs of groups, and of where a task stands among others. */
public final class LaneStore {
  private static final String BEGIN = "0";

  /** Groups that one call lets go. */
  private static final int MAX_UNBARRED = 250;

  private static final int REASON_PARTS = 3;
  private static final int GROUP_PARTS = 5;

  private final ScriptServer server;
  private final SlotCache slots;

  LaneStore(ScriptServer server, SlotCache slots) {
    this.server = server;
    this.slots = slots;
  }

  /**
   * Sets all settings of a queue and the rules of its groups. Groups that a rule of before holds
   * back go on at once where the new one allows it.
   */
  public Mono<Void> configure(QueueName queue, QueueSettings settings) {
    return server
        .run(Script.CONFIGURE, slots.of(queue), Rules.args(settings))
        .then(unbar(queue, BEGIN));
  }

  private Mono<Void> unbar(QueueName queue, String begin) {
    return unbarSome(queue, begin)
        .expand(cursor -> cursor.equals(BEGIN) ? Mono.empty() : unbarSome(queue, cursor))
        .then();
  }

  private Mono<String> unbarSome(QueueName queue, String cursor) {
    return server.run(
        Script.UNBAR, slots.of(queue), Args.of(cursor, MAX_UNBARRED), reply -> reply.text(0));
  }

  /** Why a task waits; empty when there is no such task. */
  public Mono<Optional<Explanation>> explain(QueueName queue, TaskId id) {
    return server.run(Script.EXPLAIN, slots.of(queue), Args.of(id), LaneStore::explanation);
  }

  private static Optional<Explanation> explanation(Reply reply) {
    String state = reply.text(0);
    if (state.equals("unknown")) {
      return Optional.empty();
    }
    List<Explanation.Reason> reasons = new ArrayList<>();
    for (int i = 2; i < reply.size(); i += REASON_PARTS) {
      Code code = Code.valueOf(reply.text(i).toUpperCase(Locale.ROOT));
      reasons.add(new Explanation.Reason(code, reply.text(i + 1), instant(reply.text(i + 2))));
    }
    return Optional.of(new Explanation(state(state), reasons, instant(reply.text(1))));
  }

  private static TaskState state(String name) {
    return TaskState.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The groups with the largest backlog, at most so many. */
  public Mono<List<GroupView>> groups(QueueName queue, int limit) {
    return server.run(Script.GROUPS, slots.of(queue), Args.of(limit), LaneStore::groups);
  }

  private static List<GroupView> groups(Reply reply) {
    List<GroupView> groups = new ArrayList<>(reply.size() / GROUP_PARTS);
    for (int i = 0; i < reply.size(); i += GROUP_PARTS) {
      groups.add(
          new GroupView(
              reply.text(i),
              reply.number(i + 1),
              reply.number(i + 2),
              Double.parseDouble(reply.text(i + 3)),
              instant(reply.text(i + 4))));
    }
    return groups;
  }

  private static @Nullable Instant instant(String millis) {
    return millis.isEmpty() || millis.equals("inf")
        ? null
        : Instant.ofEpochMilli((long) Double.parseDouble(millis));
  }
}
