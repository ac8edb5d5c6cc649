package io.sluice.protocol;

import io.sluice.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Looks up all of many tasks, in as many calls as their size takes, one after the other. */
public final class Lookups {
  /**
   * In order.
   *
   * @param look how a store is asked; it answers for the first of these, as far as they fit
   */
  public static <T> Mono<List<T>> all(
      List<TaskId> ids, Function<List<TaskId>, Mono<List<T>>> look) {
    return look.apply(ids)
        .flatMap(
            found ->
                found.isEmpty() || found.size() >= ids.size()
                    ? Mono.just(found)
                    : all(ids.subList(found.size(), ids.size()), look)
                        .map(more -> joined(found, more)));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private Lookups() {}
}
