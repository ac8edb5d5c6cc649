package io.sluice.client;

import io.sluice.protocol.TaskStore;
import io.sluice.store.ErrorPage;
import io.sluice.store.IdPage;
import io.sluice.task.Failure;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.ErrorGroup;
import io.sluice.task.view.QueueErrors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Groups why the tasks of a queue failed last, part by part. Of one use. */
public final class ErrorGroups {
  /** Tasks that one call looks at. */
  private static final int PART = 1000;

  /** Groups that are counted; those that come after so many others are left out. */
  private static final int MAX_COUNTED = 1000;

  private static final Comparator<ErrorGroup> LARGEST_FIRST =
      Comparator.comparingLong(ErrorGroup::count)
          .thenComparing(ErrorGroup::lastAt)
          .thenComparing(group -> String.valueOf(group.taskType()))
          .thenComparing(group -> String.valueOf(group.type()))
          .thenComparing(group -> String.valueOf(group.message()))
          .reversed();

  private final List<QueueName> queues;
  private final TaskStore store;
  private final QueueErrors.By by;
  private final Set<TaskState> states;
  private final Map<Common, ErrorGroup> groups = new HashMap<>();
  private long looked;
  private boolean complete = true;

  /** What a group has in common. */
  private record Common(
      @Nullable String taskType, @Nullable String type, @Nullable String message) {
    static Common of(ErrorPage.Failed failed, QueueErrors.By by) {
      Failure failure = failed.failure();
      return new Common(
          by.type() ? failed.type() : null,
          by.error() ? failure.type() : null,
          by.error() ? failure.firstLine() : null);
    }
  }

  /**
   * A part of the tasks of a state.
   *
   * @param looked how many of the state were looked at up to its end
   */
  private record Part(ErrorPage page, int looked) {
    boolean isLast() {
      return page.cursor().equals(IdPage.NONE);
    }

    boolean isEnough() {
      return looked >= QueueErrors.MAX_LOOKED;
    }
  }

  /**
   * Of one use.
   *
   * @param queues the partitions of one queue
   * @param states dead, retrying or both
   */
  public ErrorGroups(
      List<QueueName> queues, TaskStore store, QueueErrors.By by, Set<TaskState> states) {
    this.queues = queues;
    this.store = store;
    this.by = by;
    this.states = states;
  }

  public Mono<QueueErrors> run() {
    return Flux.fromIterable(queues)
        .concatMap(
            queue ->
                Flux.just(TaskState.DEAD, TaskState.RETRYING)
                    .filter(states::contains)
                    .concatMap(state -> parts(queue, state), 1),
            1)
        .then(Mono.fromSupplier(this::told));
  }

  private Flux<Part> parts(QueueName queue, TaskState state) {
    return part(queue, state, IdPage.NONE, 0)
        .expand(
            part ->
                part.isLast() || part.isEnough()
                    ? Mono.empty()
                    : part(queue, state, part.page.cursor(), part.looked));
  }

  private Mono<Part> part(QueueName queue, TaskState state, String cursor, int before) {
    return store
        .admin()
        .errors(queue, state, cursor, Math.min(PART, QueueErrors.MAX_LOOKED - before), by.type())
        .map(page -> new Part(page, before + page.looked()))
        .doOnNext(part -> count(state, part));
  }

  private void count(TaskState state, Part part) {
    looked += part.page.looked();
    complete &= part.isLast() || !part.isEnough();
    for (ErrorPage.Failed failed : part.page.failed()) {
      count(state, failed);
    }
  }

  private void count(TaskState state, ErrorPage.Failed failed) {
    Common common = Common.of(failed, by);
    Instant failedAt = failed.failure().at();
    Instant at = failedAt == null ? Instant.EPOCH : failedAt;
    ErrorGroup before = groups.get(common);
    if (before == null && groups.size() >= MAX_COUNTED) {
      complete = false;
    } else {
      ErrorGroup one = groupOf(common, state, failed.id(), at);
      groups.put(common, before == null ? one : together(before, one));
    }
  }

  private static ErrorGroup groupOf(Common common, TaskState state, TaskId id, Instant at) {
    boolean dead = state == TaskState.DEAD;
    return new ErrorGroup(
        common.taskType, common.type, common.message, dead ? 1 : 0, dead ? 0 : 1, at, at, id);
  }

  private static ErrorGroup together(ErrorGroup all, ErrorGroup one) {
    boolean later = one.lastAt().isAfter(all.lastAt());
    return new ErrorGroup(
        all.taskType(),
        all.type(),
        all.message(),
        all.dead() + one.dead(),
        all.retrying() + one.retrying(),
        one.firstAt().isBefore(all.firstAt()) ? one.firstAt() : all.firstAt(),
        later ? one.lastAt() : all.lastAt(),
        later ? one.example() : all.example());
  }

  private QueueErrors told() {
    List<ErrorGroup> largestFirst = new ArrayList<>(groups.values());
    largestFirst.sort(LARGEST_FIRST);
    List<ErrorGroup> shown = largestFirst.stream().limit(QueueErrors.MAX_GROUPS).toList();
    return new QueueErrors(shown, looked, complete && shown.size() == largestFirst.size());
  }
}
