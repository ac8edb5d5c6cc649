package io.sluice.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.sluice.task.QueueName;
import io.sluice.task.view.GroupView;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How the groups of queues fare, as it was when they were last looked at: a bounded number of each
 * queue, those with the largest backlog. The others are in the numbers of their queue alone, since
 * a sum of them from two looks would not be exact.
 */
final class GroupMetrics {
  private final MultiGauge tasks;
  private final MultiGauge share;

  GroupMetrics(MeterRegistry registry) {
    tasks =
        MultiGauge.builder("sluice.group.tasks")
            .description("Tasks of the groups with the largest backlog, ready or running")
            .register(registry);
    share =
        MultiGauge.builder("sluice.group.share")
            .description("Part of the starts of its queue that the group has now by its weight")
            .register(registry);
  }

  void show(Map<QueueName, List<GroupView>> groups) {
    tasks.register(
        Stream.concat(
                rows(groups, Tags.of("state", "ready"), GroupView::ready),
                rows(groups, Tags.of("state", "running"), GroupView::running))
            .toList(),
        true);
    share.register(rows(groups, Tags.empty(), GroupView::share).toList(), true);
  }

  private static Stream<MultiGauge.Row<Number>> rows(
      Map<QueueName, List<GroupView>> groups, Tags more, ToDoubleFunction<GroupView> value) {
    return groups.entrySet().stream()
        .flatMap(
            of ->
                of.getValue().stream()
                    .map(
                        group ->
                            MultiGauge.Row.of(
                                Tags.of("queue", of.getKey().value(), "group", group.group())
                                    .and(more),
                                value.applyAsDouble(group))));
  }
}
