package io.sluice.protocol;

import io.sluice.script.Args;
import io.sluice.script.AssuredServer;
import io.sluice.script.Script;
import io.sluice.script.Slot;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /**
   * Looks at tasks for those who wait for their ends. Where one has ended in a queue that wants it
   * safe, they are looked at once more and for good: what that look sees is as safe, if it is told
   * in time.
   */
  static Mono<List<Optional<TaskView>>> awaited(
      AssuredServer server, Slot slot, QueueName queue, List<TaskId> ids, Args args) {
    return server
        .run(Script.AWAIT, slot, args)
        .flatMap(
            found -> {
              Durability wanted = Views.wanted(found);
              return wanted == Durability.MEMORY
                  ? Mono.just(found)
                  : server.runAgain(wanted, Script.AWAIT, slot, args);
            })
        .map(found -> Views.parse(queue, ids, found));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private Lookups() {}
}
