package io.sluice.memory;

import io.sluice.script.Call;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.ClaimedTask;
import io.sluice.store.StoredTask;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.QueueSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Gives ready tasks to a live session. The only writer of {@code running}.
 *
 * <p>A task that crashed twice may be what kills its workers: a session holds at most one such
 * suspect, and the next is put off for a moment. What is to begin before a time and did not is
 * expired here, so that it never begins too late.
 */
final class Claiming {
  private static final String LANE = "c";
  private static final int SUSPECT_CRASHES = 2;
  private static final int SHORTEST_PUT_OFF_MS = 500;
  private static final int LONGEST_PUT_OFF_MS = 1500;

  private final MemoryQueue queue;
  private final String session;
  private final Call call;
  private final long startedAt;
  private @Nullable TaskId suspect;

  /**
   * What a claim gave.
   *
   * @param suspect the task that crashed often and that the session holds, or null
   */
  private record Given(long startedAt, @Nullable TaskId suspect, List<TaskId> ids) {}

  Claiming(MemoryQueue queue, String session, long seq) {
    this.queue = queue;
    this.session = session;
    this.call = new Call(session, LANE, seq);
    this.startedAt = queue.now();
  }

  /**
   * @param cap how many finished tasks are kept
   */
  ClaimReply claim(ClaimTerms terms, int cap) {
    long last = queue.receipts.last(call);
    if (last > call.seq()) {
      return new ClaimReply.Late(last);
    }
    Given again = queue.receipts.answered(call, Given.class);
    if (again != null) {
      return stillHeld(again, terms.bytes(), cap);
    }
    if (!queue.sessions.containsKey(session)) {
      return new ClaimReply.Gone();
    }
    suspect = suspectStillHeld();
    endPauseThatIsOver();
    long room = room();
    List<TaskId> ids = new ArrayList<>(terms.adopted());
    ids.removeIf(id -> !queue.landing.removeFirstOccurrence(id));
    if (queue.isPaused() || room <= 0) {
      ids.forEach(queue.ready::addFirst);
      keepReceipt(List.of());
      return queue.isPaused() ? new ClaimReply.Paused() : new ClaimReply.Limited();
    }
    takeMore(ids, Math.min(terms.max(), room), terms.types());
    boolean more = putBackWhatDoesNotFit(ids, terms.bytes());
    ids.removeIf(id -> queue.ghosts.remove(id) || isTooLate(id) || isPutOff(id));
    String token = Tokens.of(session, call.seq(), startedAt);
    ids.forEach(id -> run(id, token));
    keepReceipt(List.copyOf(ids));
    return claimed(ids, token, more);
  }

  /** What does not fit any more goes back: nobody has heard of it. */
  private ClaimReply stillHeld(Given again, int bytes, int cap) {
    String token = Tokens.of(session, call.seq(), again.startedAt);
    List<TaskId> mine =
        again.ids.stream().filter(id -> token.equals(queue.running.get(id))).toList();
    List<TaskId> kept = mine.subList(0, fitting(mine, bytes));
    List<TaskId> rest = mine.subList(kept.size(), mine.size());
    for (int i = rest.size() - 1; i >= 0; i--) {
      giveUp(rest.get(i), cap);
    }
    if (!rest.isEmpty()) {
      TaskId held = kept.contains(again.suspect) ? again.suspect : null;
      Given fewer = new Given(again.startedAt, held, List.copyOf(kept));
      queue.receipts.keep(call, fewer, queue.uptime());
    }
    return claimed(kept, token, false);
  }

  private void giveUp(TaskId id, int cap) {
    queue.running.remove(id);
    if (queue.cancels.remove(id) == null) {
      queue.readyAgainFirst(id);
    } else {
      queue.end(id, Ending.waiting(TaskState.CANCELLED, startedAt), queue.cap(cap));
    }
  }

  private boolean putBackWhatDoesNotFit(List<TaskId> ids, int bytes) {
    int fit = fitting(ids, bytes);
    boolean more = fit < ids.size();
    while (ids.size() > fit) {
      queue.ready.addFirst(ids.remove(ids.size() - 1));
    }
    return more;
  }

  /** How many from the first on; one always does. */
  private int fitting(List<TaskId> ids, int bytes) {
    long used = 0;
    for (int i = 0; i < ids.size(); i++) {
      StoredTask task = queue.tasks.get(ids.get(i));
      used += task == null ? 0 : task.payload().length;
      if (used > bytes && i > 0) {
        return i;
      }
    }
    return ids.size();
  }

  private @Nullable TaskId suspectStillHeld() {
    Given last = queue.receipts.before(call, Given.class);
    TaskId held = last == null ? null : last.suspect;
    String token = held == null ? null : queue.running.get(held);
    return token != null && Tokens.session(token).equals(session) ? held : null;
  }

  private void endPauseThatIsOver() {
    if (!queue.isPaused()) {
      queue.pause = null;
    }
  }

  private long room() {
    QueueSettings settings = queue.settings;
    return settings.maxConcurrency() == null
        ? Long.MAX_VALUE
        : settings.maxConcurrency() - queue.running.size();
  }

  private void takeMore(List<TaskId> ids, long max, Set<String> types) {
    Iterator<TaskId> waiting = queue.ready.iterator();
    while (ids.size() < max && waiting.hasNext()) {
      TaskId id = waiting.next();
      if (types.isEmpty() || isOf(types, id)) {
        waiting.remove();
        ids.add(id);
      }
    }
  }

  private boolean isOf(Set<String> types, TaskId id) {
    StoredTask task = queue.tasks.get(id);
    return task != null && types.contains(task.type());
  }

  /** Only the first start is to be in time: whatever comes to be run is not looked at again. */
  private boolean isTooLate(TaskId id) {
    Long end = queue.expiries.timeOf(id);
    boolean unused = queue.expiries.remove(id);
    if (end == null || end > startedAt) {
      return false;
    }
    queue.end(id, Ending.waiting(TaskState.EXPIRED, startedAt), Long.MAX_VALUE);
    return true;
  }

  /**
   * At random times, so that suspects neither come back together nor are asked for all the time.
   */
  private boolean isPutOff(TaskId id) {
    if (queue.attemptsOf(id).crashes() < SUSPECT_CRASHES) {
      return false;
    }
    if (suspect == null) {
      suspect = id;
      return false;
    }
    int wait = ThreadLocalRandom.current().nextInt(SHORTEST_PUT_OFF_MS, LONGEST_PUT_OFF_MS);
    queue.putOff(queue.retrying, id, startedAt + wait);
    return true;
  }

  private void run(TaskId id, String token) {
    queue.running.put(id, token);
    queue.since.remove(id);
    queue.tell(TaskState.RUNNING, id);
  }

  private void keepReceipt(List<TaskId> ids) {
    queue.receipts.keep(call, new Given(startedAt, suspect, ids), queue.uptime());
  }

  private ClaimReply claimed(List<TaskId> ids, String token, boolean more) {
    List<ClaimedTask> tasks = new ArrayList<>(ids.size());
    ids.forEach(id -> tasks.add(claimed(queue.tasks.get(id), id, token)));
    return new ClaimReply.Claimed(Collections.unmodifiableList(tasks), more);
  }

  private ClaimedTask claimed(@Nullable StoredTask task, TaskId id, String token) {
    if (task == null) {
      throw new IllegalStateException("task " + id + " runs and is not there");
    }
    Attempts attempts = queue.attemptsOf(id);
    return new ClaimedTask(
        task,
        token,
        Instant.ofEpochMilli(Tokens.startedAt(token)),
        attempts.failures(),
        attempts.crashes(),
        attempts.firstFailedAt(),
        null);
  }
}
