package io.sluice.memory;

import io.sluice.store.HeldPage;
import io.sluice.store.IdPage;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Lists tasks of one state, a page at a time, newest first; those that run in no order. */
final class Listing {
  /** Succeeded tasks with a retention of their own are listed after the others. */
  private static final String RETAINED = "retained";

  private static final String BEHIND = " ";

  private final MemoryQueue queue;
  private final Sizes sizes;
  private final int bytes;

  /**
   * @param bytes most that a lookup of a page brings; one task comes whatever its size
   */
  Listing(MemoryQueue queue, int bytes) {
    this.queue = queue;
    this.sizes = new Sizes(queue);
    this.bytes = bytes;
  }

  IdPage list(TaskState state, String cursor, int limit) {
    return switch (state) {
      case READY -> withoutGhosts(ofList(queue.ready, cursor, limit));
      case RUNNING -> ofRunning(cursor, limit);
      case SCHEDULED -> ofTable(queue.scheduled, cursor, limit);
      case RETRYING -> ofTable(queue.retrying, cursor, limit);
      case DEAD -> ofTable(queue.dead, cursor, limit);
      case SUCCEEDED -> ofSucceeded(cursor, limit);
      case CANCELLED, EXPIRED -> ofList(queue.ended(state), cursor, limit);
    };
  }

  private IdPage ofSucceeded(String cursor, int limit) {
    if (cursor.startsWith(RETAINED)) {
      return ofRetained(cursor.substring(RETAINED.length()), limit);
    }
    IdPage page = ofList(queue.succeeded, cursor, limit);
    if (!page.cursor().isEmpty()) {
      return page;
    }
    IdPage more = ofRetained(IdPage.NONE, limit - page.ids().size());
    List<TaskId> ids = new ArrayList<>(page.ids());
    ids.addAll(more.ids());
    if (!page.ids().isEmpty() && sizes.of(ids) > bytes) {
      return new IdPage(page.ids(), RETAINED);
    }
    return new IdPage(ids, more.cursor());
  }

  private IdPage ofRetained(String cursor, int limit) {
    if (limit == 0) {
      return new IdPage(List.of(), RETAINED);
    }
    IdPage page = ofTable(queue.retained, cursor, limit);
    return page.cursor().isEmpty() ? page : new IdPage(page.ids(), RETAINED + page.cursor());
  }

  /** The cursor is how many were shown, and the last of them: what follows it now goes on. */
  private IdPage ofList(Deque<TaskId> list, String cursor, int limit) {
    int shown = cursor.isEmpty() ? 0 : Integer.parseInt(head(cursor));
    Iterator<TaskId> newestFirst = list.descendingIterator();
    skip(newestFirst, placeBehind(list, cursor, shown));
    List<TaskId> ids = new ArrayList<>();
    while (ids.size() < limit && newestFirst.hasNext()) {
      ids.add(newestFirst.next());
    }
    return page(ids, limit, fit -> Integer.toString(shown + fit));
  }

  /** Where the last that was shown has left the list, as many are skipped as were shown. */
  private static int placeBehind(Deque<TaskId> list, String cursor, int shown) {
    int place = 0;
    Iterator<TaskId> newestFirst = list.descendingIterator();
    while (!cursor.isEmpty() && newestFirst.hasNext()) {
      place++;
      if (newestFirst.next().value().equals(tail(cursor))) {
        return place;
      }
    }
    return shown;
  }

  private static void skip(Iterator<TaskId> ids, int count) {
    for (int i = 0; i < count && ids.hasNext(); i++) {
      ids.next();
    }
  }

  private IdPage ofTable(Timetable table, String cursor, int limit) {
    Timetable.@Nullable Entry last =
        cursor.isEmpty()
            ? null
            : new Timetable.Entry(Long.parseLong(head(cursor)), TaskId.stored(tail(cursor)));
    List<Timetable.Entry> entries = table.latest(last, limit);
    List<TaskId> ids = entries.stream().map(Timetable.Entry::id).toList();
    return ids.isEmpty()
        ? new IdPage(ids, IdPage.NONE)
        : page(ids, limit, fit -> Long.toString(entries.get(fit - 1).at()));
  }

  private IdPage ofRunning(String cursor, int limit) {
    Page page = Page.of(queue.running, cursor, limit);
    List<TaskId> all = List.copyOf(page.tokens().keySet());
    int fit = sizes.fitting(all, bytes);
    if (fit < all.size()) {
      page = Page.of(queue.running, cursor, fit);
    }
    return new IdPage(
        List.copyOf(page.tokens().keySet()),
        page.next().equals(HeldPage.END) ? IdPage.NONE : page.next());
  }

  private IdPage withoutGhosts(IdPage page) {
    return new IdPage(
        page.ids().stream().filter(id -> !queue.ghosts.contains(id)).toList(), page.cursor());
  }

  /**
   * @param head of the cursor behind the first so many of these
   */
  private IdPage page(List<TaskId> ids, int limit, IntFunction<String> head) {
    int fit = sizes.fitting(ids, bytes);
    return ids.isEmpty() || (fit == ids.size() && fit < limit)
        ? new IdPage(ids, IdPage.NONE)
        : new IdPage(ids.subList(0, fit), head.apply(fit) + BEHIND + ids.get(fit - 1));
  }

  private static String head(String cursor) {
    return cursor.substring(0, cursor.indexOf(BEHIND));
  }

  private static String tail(String cursor) {
    return cursor.substring(cursor.indexOf(BEHIND) + 1);
  }
}
