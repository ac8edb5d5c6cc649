package io.sluice.spec;

import io.sluice.spec.fair.Fair;
import io.sluice.spec.fair.Spot;
import java.util.ArrayList;
import java.util.List;

/** Records outcomes of those that hold their tasks: {@code settle}. */
final class Settling {
  private final QueueState queue;
  private final Receipts receipts;
  private final Lives lives;
  private final Followed followed;

  Settling(QueueState queue, Receipts receipts, Lives lives, Followed followed) {
    this.followed = followed;
    this.queue = queue;
    this.receipts = receipts;
    this.lives = lives;
  }

  List<Object> settle(String lane, Args args) {
    return receipts.once(lane, args.number(), () -> settle(args));
  }

  private List<Object> settle(Args args) {
    long cap = queue.setting("retention_count", args.number());
    List<Object> answer = new ArrayList<>(List.of("ok"));
    long index = 0;
    for (long group = args.number(); group > 0; group--) {
      String token = args.next();
      String[] size = args.next().split(" ");
      List<String> ids = args.next(Long.parseLong(size[0]));
      List<String> results = args.next(ids.size());
      for (int i = 0; i < ids.size(); i++) {
        index++;
        if (holds(ids.get(i), token)) {
          Ended ended = Ended.ran(queue.now, 'S', token, results.get(i));
          if (size.length == 1) {
            lives.finish(ids.get(i), ended, cap);
          } else {
            succeedAndKeep(ids.get(i), ended, Long.parseLong(size[1]));
          }
        } else {
          answer.add(index);
        }
      }
    }
    List<String> released = new ArrayList<>();
    while (args.more()) {
      index++;
      Other other =
          new Other(args.next(), args.next(), args.next().charAt(0), args.number(), args.next());
      if (holds(other.id, other.token)) {
        settle(other, cap, released);
      } else {
        answer.add(index);
      }
    }
    released.forEach(id -> queue.makeReady(id, true));
    return answer;
  }

  /** An outcome that is told one by one. */
  private record Other(String id, String token, char outcome, long ms, String text) {}

  private boolean holds(String id, String token) {
    return token.equals(queue.running.get(id));
  }

  private void settle(Other other, long cap, List<String> released) {
    String id = other.id;
    if (other.outcome == 'R' || other.outcome == 'B') {
      Failed before = queue.attempts.getOrDefault(id, Failed.NEVER);
      queue.attempts.put(id, before.failedWith(queue.now, other.text));
    }
    String group = group(id);
    if (other.outcome == 'T' && !group.isEmpty()) {
      queue.fair.throttle(group, followed.throttledUntil(group, queue.after(other.ms)));
    }
    switch (isStopped(other) ? 'C' : other.outcome) {
      case 'C' -> lives.finish(id, Ended.ran(queue.now, 'C', other.token, ""), cap);
      case 'E' -> lives.finish(id, Ended.ran(queue.now, 'E', other.token, ""), cap);
      case 'R' -> {
        lives.leave(id, "retried");
        queue.retrying.put(id, queue.after(other.ms));
      }
      case 'T' -> {
        if (group.isEmpty()) {
          lives.leave(id, "snoozed");
          queue.scheduled.put(id, queue.after(other.ms));
        } else {
          lives.leave(id, "released");
          released.add(id);
        }
      }
      case 'Z' -> {
        lives.leave(id, "snoozed");
        queue.scheduled.put(id, queue.after(other.ms));
      }
      case 'B' -> {
        lives.leave(id, "dead");
        queue.dead.put(id, (double) queue.now);
      }
      default -> {
        lives.leave(id, "released");
        released.add(id);
      }
    }
  }

  /**
   * A cancel that was asked meanwhile, or a newer task behind it, wins over running again, not over
   * an end.
   */
  private boolean isStopped(Other other) {
    return (queue.cancels.containsKey(other.id) || queue.behind.containsKey(other.id))
        && "RLZT".indexOf(other.outcome) >= 0;
  }

  /** Empty when it has none. */
  private String group(String id) {
    String spot = queue.spotOf(id);
    return spot.isEmpty() ? Fair.UNGROUPED : Spot.group(spot);
  }

  /** With a retention of its own, whatever the cap. */
  private void succeedAndKeep(String id, Ended ended, long ms) {
    lives.leave(id, "succeeded");
    queue.results.put(id, ended);
    if (ms == 0) {
      lives.drop(id, "finished");
    } else {
      queue.retained.put(id, queue.after(ms));
    }
  }
}
