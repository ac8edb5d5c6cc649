package io.sluice.memory;

import io.sluice.store.ExtendReply;
import io.sluice.store.HeldPage;
import io.sluice.store.WorkerNote;
import io.sluice.task.TaskId;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sessions of workers: they begin, live on, end, and tell what they hold. */
final class Sessions {
  private static final int PAGE = 250;

  private final MemoryQueue queue;

  Sessions(MemoryQueue queue) {
    this.queue = queue;
  }

  boolean open(String session, Duration life) {
    if (queue.walk.containsKey(session)) {
      return false;
    }
    queue.sessions.put(session, queue.uptime() + life.toMillis());
    return true;
  }

  /** Never revives one that was fenced. */
  ExtendReply extend(String session, Duration life, String cursor) {
    if (!queue.sessions.containsKey(session)) {
      return new ExtendReply.Gone();
    }
    queue.sessions.put(session, queue.uptime() + life.toMillis());
    List<TaskId> mine = new ArrayList<>();
    Page page = Page.of(queue.cancels, cursor, PAGE);
    page.tokens().forEach((id, token) -> addIfHeldBy(session, id, token, mine));
    return new ExtendReply.Alive(page.next(), mine);
  }

  void present(String session, WorkerNote note) {
    if (queue.sessions.containsKey(session)) {
      queue.workers.put(session, note);
    }
    queue.workers.keySet().retainAll(queue.sessions.keySet());
  }

  List<WorkerView> list(String after, int limit) {
    long now = queue.uptime();
    return new TreeMap<>(queue.sessions)
        .tailMap(after, false).entrySet().stream()
            .filter(session -> session.getValue() > now)
            .limit(limit)
            .map(session -> view(session.getKey(), Duration.ofMillis(session.getValue() - now)))
            .toList();
  }

  private WorkerView view(String session, Duration expiresIn) {
    WorkerNote note = queue.workers.get(session);
    return note == null
        ? new WorkerView(queue.name(), session, null, null, null, expiresIn, null)
        : new WorkerView(
            queue.name(),
            session,
            note.capacity(),
            note.inFlight(),
            note.life().minus(expiresIn),
            expiresIn,
            note.host());
  }

  /** Fences it now; what it still runs is collected by the reaper. */
  void close(String session) {
    if (queue.sessions.remove(session) != null && !queue.running.isEmpty()) {
      queue.walk.put(session, queue.walker.neededFromNow());
    }
  }

  HeldPage held(String session, String cursor) {
    Map<TaskId, String> mine = new LinkedHashMap<>();
    Page page = Page.of(queue.running, cursor, PAGE);
    page.tokens()
        .forEach(
            (id, token) -> {
              if (Tokens.session(token).equals(session)) {
                mine.put(id, token);
              }
            });
    return new HeldPage(page.next(), mine);
  }

  private static void addIfHeldBy(String session, TaskId id, String token, List<TaskId> mine) {
    if (Tokens.session(token).equals(session)) {
      mine.add(id);
    }
  }
}
