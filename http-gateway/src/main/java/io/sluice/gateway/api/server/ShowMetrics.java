package io.sluice.gateway.api.server;

import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.queues.TopGroups;
import io.sluice.gateway.api.queues.VisibleQueues;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.task.QueueName;
import io.sluice.task.SluiceException;
import io.sluice.task.view.GroupView;
import io.sluice.task.view.QueueView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Gives what is counted to Prometheus. */
final class ShowMetrics implements Endpoint {
  /** Queues beyond are not shown: each costs a look at Redis and a dozen series. */
  private static final int MAX_QUEUES = 100;

  private final Sluice sluice;
  private final GatewayMetrics metrics;

  ShowMetrics(Sluice sluice, GatewayMetrics metrics) {
    this.sluice = sluice;
    this.metrics = metrics;
  }

  /** What is read of Redis. */
  private record Seen(List<QueueView> queues, Map<QueueName, List<GroupView>> groups) {
    private static final Seen NOTHING = new Seen(List.of(), Map.of());
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Caller caller = exchange.caller();
    return Mono.zip(seen(caller), EngineHealth.of(sluice))
        // It reads files, and is long with many queues: not for the thread of a connection.
        .publishOn(Schedulers.boundedElastic())
        .map(both -> answer(both.getT1(), caller, both.getT2()));
  }

  private Answer answer(Seen seen, Caller caller, Health now) {
    String text = metrics.scrape(seen.queues(), seen.groups(), caller::mayReach, now);
    return Answer.of(200, GatewayMetrics.MEDIA_TYPE, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Nothing while Redis is away: what the process counts itself is wanted then more than ever. */
  private Mono<Seen> seen(Caller caller) {
    return EngineCall.bounded(
            VisibleQueues.names(sluice, caller, null, MAX_QUEUES)
                .flatMap(names -> VisibleQueues.views(sluice, names))
                .flatMap(
                    queues -> TopGroups.of(sluice, queues).map(groups -> new Seen(queues, groups))))
        .onErrorReturn(SluiceException.class, Seen.NOTHING);
  }
}
