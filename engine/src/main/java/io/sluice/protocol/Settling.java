package io.sluice.protocol;

import io.sluice.protocol.record.Attempts;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.store.ClaimReply;
import io.sluice.store.Settlement;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The items of a settle call. Those that succeeded go first, grouped by claim and retention: a
 * group shares its token and the script checks it with one command.
 */
final class Settling {
  private static final byte[] NO_FAILURE = {};

  private final List<Settlement> given;
  private final boolean traced;
  private final Map<Group, List<Integer>> succeeded = new LinkedHashMap<>();
  private final List<Integer> others = new ArrayList<>();
  private final List<Integer> order;

  /**
   * What tasks have in common that one group tells.
   *
   * @param retention null for as their queue keeps them
   */
  private record Group(String token, @Nullable Duration retention) {}

  /**
   * @param traced whether stack traces of failures are kept
   */
  Settling(List<Settlement> given, boolean traced) {
    this.given = given;
    this.traced = traced;
    this.order = new ArrayList<>(given.size());
    for (int i = 0; i < given.size(); i++) {
      Settlement item = given.get(i);
      if (item.outcome() instanceof Outcome.Succeed) {
        Group group = new Group(item.token(), item.retention());
        succeeded.computeIfAbsent(group, none -> new ArrayList<>()).add(i);
      } else {
        others.add(i);
      }
    }
    succeeded.values().forEach(order::addAll);
    order.addAll(others);
  }

  /** Records all of it by one call. */
  Mono<List<Boolean>> run(Ways ways, Slot slot, Call call, int cap) {
    return ways.run(
        others.isEmpty(),
        slot,
        call,
        args(call.seq(), cap),
        reply -> verdicts(Refusals.inTurn(reply, call), 1));
  }

  /** Records one success, with which its session is to stand under this number of its claims. */
  static Mono<Optional<Boolean>> standing(
      ScriptServer server, Slot slot, Call call, int cap, Settlement done, long seq) {
    Args args =
        new Args(7)
            .add(call.seq())
            .add(cap)
            .add(call.client())
            .add(seq)
            .add(done.token())
            .add(done.id().value())
            .add(((Outcome.Succeed) done.outcome()).result());
    return server.run(Script.STAND, slot, call, args, Settling::stands);
  }

  /** Whether it stands; empty when nothing was done. */
  private static Optional<Boolean> stands(Reply reply) {
    return reply.text(0).startsWith("ok") ? Optional.of(reply.size() > 1) : Optional.empty();
  }

  /** Records all of it, which succeeded, and claims; empty when nothing was done. */
  Mono<Optional<ClaimReply.Exchanged>> exchange(
      ScriptServer server, Slot slot, Call call, int cap, Call claim, int max, int bytes) {
    Args args = args(call.seq(), cap).add(claim.client()).add(claim.seq()).add(max).add(bytes);
    return server.run(Script.EXCHANGE, slot, call, args, this::exchanged);
  }

  private Optional<ClaimReply.Exchanged> exchanged(Reply reply) {
    return reply.text(0).equals("ok")
        ? Optional.of(
            new ClaimReply.Exchanged(verdicts(reply.list(1), 0), Claiming.claimed(reply, 2)))
        : Optional.empty();
  }

  private Args args(long seq, int cap) {
    Args args = new Args(3 + 5 * given.size()).add(seq).add(cap).add(succeeded.size());
    succeeded.forEach((group, items) -> addGroup(args, group, items));
    others.forEach(item -> addOther(args, given.get(item)));
    return args;
  }

  /** Per item, in the order in which they were given, whether it was accepted. */
  private List<Boolean> verdicts(Reply reply, int first) {
    Boolean[] accepted = new Boolean[given.size()];
    Arrays.fill(accepted, true);
    for (int i = first; i < reply.size(); i++) {
      accepted[order.get((int) reply.number(i) - 1)] = false;
    }
    return Arrays.asList(accepted);
  }

  private void addGroup(Args args, Group group, List<Integer> items) {
    args.add(group.token());
    if (group.retention() == null) {
      args.add(items.size());
    } else {
      args.add(items.size() + " " + group.retention().toMillis());
    }
    for (int item : items) {
      args.add(given.get(item).id().value());
    }
    for (int item : items) {
      args.add(((Outcome.Succeed) given.get(item).outcome()).result());
    }
  }

  private void addOther(Args args, Settlement item) {
    Outcome outcome = item.outcome();
    args.add(item.id().value()).add(item.token());
    if (outcome instanceof Outcome.Retry retry) {
      args.add("R").add(retry.delay().toMillis()).add(failure(item, retry.failure()));
    } else if (outcome instanceof Outcome.Snooze snooze) {
      args.add("Z").add(snooze.delay().toMillis()).add(NO_FAILURE);
    } else if (outcome instanceof Outcome.Throttle throttle) {
      args.add("T").add(throttle.time().toMillis()).add(NO_FAILURE);
    } else if (outcome instanceof Outcome.Bury bury) {
      args.add("B").add(0).add(failure(item, bury.failure()));
    } else {
      args.add(outcome instanceof Outcome.Release ? "L" : "C").add(0).add(NO_FAILURE);
    }
  }

  private byte[] failure(Settlement item, Failure failure) {
    return Attempts.encode(failure, item.token(), traced);
  }
}
