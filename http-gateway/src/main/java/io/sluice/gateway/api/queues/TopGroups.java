package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.task.QueueName;
import io.sluice.task.view.GroupView;
import io.sluice.task.view.QueueView;
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

  static Mono<List<GroupView>> of(Sluice sluice, QueueName queue) {
    return EngineCall.bounded(sluice.queues().groups(queue.value(), MOST))
        .map(groups -> groups.stream().allMatch(TopGroups::isNoGroup) ? List.of() : groups);
  }

  private static boolean isNoGroup(GroupView group) {
    return group.group().isEmpty();
  }

  /** Those of each of these queues, one look at Redis for each. */
  public static Mono<Map<QueueName, List<GroupView>>> of(Sluice sluice, List<QueueView> queues) {
    return Flux.fromIterable(queues)
        .map(QueueView::queue)
        .flatMap(
            queue -> of(sluice, queue).map(groups -> Map.entry(queue, groups)), Page.LOOKS_AT_ONCE)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private TopGroups() {}
}
