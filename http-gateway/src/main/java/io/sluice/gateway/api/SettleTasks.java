package io.sluice.gateway.api;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.json.JsonObject;
import io.sluice.remote.Claimed;
import io.sluice.remote.RemoteQueue;
import io.sluice.remote.RemoteTask;
import io.sluice.remote.Report;
import io.sluice.remote.Verdict;
import io.sluice.task.QueueName;
import io.sluice.task.SluiceException;
import io.sluice.task.UnknownSessionException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/**
 * Records how tasks ended, and on wish gives the next ones. What was recorded is told whatever
 * becomes of the claim: only a call without outcomes fails with it.
 */
final class SettleTasks implements Endpoint {
  private final Sluice sluice;
  private final Stopping stopping;

  SettleTasks(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  /**
   * What was claimed in the same call.
   *
   * @param sessionOver the session has ended: claim without one
   */
  private record Next(List<RemoteTask> tasks, boolean sessionOver) {
    private static final Next NONE = new Next(List.of(), false);
    private static final Next OVER = new Next(List.of(), true);
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    RemoteQueue remote = sluice.remote(QueueName.of(exchange.variable("queue")).value());
    int maxResultBytes = sluice.config().maxPayloadBytes();
    return exchange
        .jsonBody()
        .map(body -> SettleBody.parse(body, maxResultBytes))
        .flatMap(
            settle ->
                remote
                    .settle(settle.session(), settle.reports())
                    .flatMap(
                        verdicts ->
                            next(remote, settle)
                                .map(next -> answer(settle.reports(), verdicts, next))));
  }

  private Mono<Next> next(RemoteQueue remote, SettleBody.Settle settle) {
    if (settle.claim() == null) {
      return Mono.just(Next.NONE);
    }
    Mono<Next> next =
        remote
            .claim(settle.claim(), stopping.whenBegun())
            .map(Claimed::tasks)
            .map(tasks -> new Next(tasks, false));
    return settle.reports().isEmpty()
        ? next
        : next.onErrorReturn(UnknownSessionException.class, Next.OVER)
            .onErrorReturn(SluiceException.class, Next.NONE);
  }

  private static Answer answer(List<Report> reports, List<Verdict> verdicts, Next next) {
    return Answer.json(
        200,
        JsonObject.write(
            json -> {
              json.putAll(
                  "results",
                  indices(reports.size()),
                  (result, i) ->
                      result
                          .put("id", reports.get(i).id().value())
                          .put("status", verdicts.get(i).name().toLowerCase(Locale.ROOT)));
              json.putAll("tasks", next.tasks(), ClaimJson::members);
              if (next.sessionOver()) {
                json.put("sessionOver", true);
              }
            }));
  }

  private static List<Integer> indices(int size) {
    return IntStream.range(0, size).boxed().toList();
  }
}
