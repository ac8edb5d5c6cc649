package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.task.QueueName;
import io.sluice.task.view.GroupView;
import io.sluice.task.view.QueueView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The groups of a queue that are shown: those with the largest backlog. The tasks without a group
 * are one of them, but for a queue that has no other.
 */
public final class TopGroups {
  /** A queue may have any number of groups; more are not shown, and have no labels. */
  public static final int MOST = 10;

  /** To find the groups of a queue costs Redis some milliseconds where there are many. */
  public static final int MOST_QUEUES = 20;

  private static final Comparator<QueueView> LARGEST_FIRST =
      Comparator.comparingLong((QueueView queue) -> queue.counts().ready()).reversed();

  static Mono<List<GroupView>> of(Sluice sluice, QueueName queue) {
    return EngineCall.bounded(sluice.queues().groups(queue.value(), MOST))
        .map(groups -> groups.stream().allMatch(TopGroups::isNoGroup) ? List.of() : groups);
  }

  private static boolean isNoGroup(GroupView group) {
    return group.group().isEmpty();
  }

  /** Those of the queues with the largest backlog among these, one look at Redis for each. */
  public static Mono<Map<QueueName, List<GroupView>>> of(Sluice sluice, List<QueueView> queues) {
    return Flux.fromStream(queues.stream().sorted(LARGEST_FIRST).limit(MOST_QUEUES))
        .map(QueueView::queue)
        .flatMap(
            queue -> of(sluice, queue).map(groups -> Map.entry(queue, groups)), Page.LOOKS_AT_ONCE)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private TopGroups() {}
}
