package io.sluice.client;

import io.sluice.protocol.Lookups;
import io.sluice.protocol.TaskStore;
import io.sluice.store.batch.MemberPage;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.view.TaskPage;
import io.sluice.task.view.TaskView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The members of a batch in one queue that have not ended for good, a page at a time.
 *
 * @param state null for any
 */
public record Members(TaskStore store, BatchId batch, QueueName queue, @Nullable TaskState state) {
  private static final int MAX_PAGE = 200;
  private static final String CURSOR = "[0-9]{1,20}:[0-9]{1,9}";

  /** The most calls of one page; what they do not find is for the next. */
  private static final int MAX_PARTS = 20;

  private static final Set<TaskState> LISTED =
      EnumSet.of(
          TaskState.SCHEDULED,
          TaskState.READY,
          TaskState.RUNNING,
          TaskState.RETRYING,
          TaskState.DEAD);

  /**
   * @throws InvalidTaskException with pointer {@code /state} when members of it are not listed
   */
  public Members {
    if (state != null && !LISTED.contains(state)) {
      throw new InvalidTaskException(
          "/state",
          "members that are %s are counted and not listed; state must be one of %s"
              .formatted(state.wireName(), LISTED.stream().map(TaskState::wireName).toList()));
    }
  }

  /** What was found of a page, and where to go on. */
  private record Filling(List<TaskId> ids, String cursor, int parts) {
    Filling with(MemberPage next) {
      List<TaskId> all = new ArrayList<>(ids);
      all.addAll(next.ids());
      return new Filling(all, next.cursor(), parts + 1);
    }

    boolean isOver(int limit) {
      return ids.size() >= limit || parts == MAX_PARTS || cursor.equals(MemberPage.BEGIN);
    }
  }

  /**
   * The page after this cursor; cold.
   *
   * @param cursor of the page before; null for the first
   * @param limit 1 to 200
   */
  public Mono<TaskPage> page(@Nullable String cursor, int limit) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw new InvalidTaskException("/limit", "limit must be 1 to " + MAX_PAGE + ", is " + limit);
    }
    if (cursor != null && !cursor.matches(CURSOR)) {
      throw new InvalidTaskException("/cursor", "cursor must be that of a page before");
    }
    Filling none = new Filling(List.of(), cursor == null ? MemberPage.BEGIN : cursor, 0);
    return part(none, limit)
        .expand(page -> page.isOver(limit) ? Mono.empty() : part(page, limit))
        .last()
        .flatMap(this::looked);
  }

  private Mono<Filling> part(Filling before, int limit) {
    return store
        .batches()
        .members(batch, queue, state, before.cursor(), limit - before.ids().size())
        .map(before::with);
  }

  private Mono<TaskPage> looked(Filling page) {
    String next = page.cursor().equals(MemberPage.BEGIN) ? null : page.cursor();
    return page.ids().isEmpty()
        ? Mono.just(new TaskPage(List.of(), next))
        : Lookups.all(page.ids(), ids -> store.find(queue, ids))
            .map(found -> new TaskPage(wanted(found), next));
  }

  /** What left the state meanwhile is not shown. */
  private List<TaskView> wanted(List<Optional<TaskView>> found) {
    return found.stream()
        .flatMap(Optional::stream)
        .filter(task -> state == null ? LISTED.contains(task.state()) : task.state() == state)
        .toList();
  }
}
