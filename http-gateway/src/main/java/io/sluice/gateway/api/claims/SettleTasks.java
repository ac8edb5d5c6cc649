package io.sluice.gateway.api.claims;

import io.sluice.Sluice;
import io.sluice.gateway.api.tasks.Reach;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.ProblemAnswer;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.remote.Claimed;
import io.sluice.remote.RemoteQueue;
import io.sluice.remote.RemoteTask;
import io.sluice.remote.Report;
import io.sluice.remote.Verdict;
import io.sluice.task.SluiceException;
import io.sluice.task.UnknownSessionException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * Records how tasks ended, and on wish gives the next ones. What was recorded is told whatever
 * becomes of the claim: only a call without outcomes fails with it.
 */
final class SettleTasks implements Endpoint {
  /** Of an outcome whose follow-ups the engine refused; the others of its call are recorded. */
  private static final Problem NO_FOLLOW_UPS =
      Problem.of(
          ProblemCode.VALIDATION_FAILED,
          "the follow-ups cannot be taken: a task has at most 64, their payloads together are at"
              + " most as large as one payload may be, and at most 1,000 tasks follow each other;"
              + " the task is still claimed");

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
    Reach reach = Reach.of(exchange);
    RemoteQueue remote = sluice.remote(reach.home().value());
    int maxResultBytes = sluice.config().maxPayloadBytes();
    return exchange
        .jsonBody()
        .map(body -> SettleBody.parse(reach, body, maxResultBytes))
        .flatMap(
            settle ->
                remote
                    .settle(settle.session(), reports(settle.outcomes()))
                    .flatMap(
                        verdicts ->
                            next(remote, settle)
                                .map(next -> answer(exchange, settle, verdicts, next))));
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
    return settle.outcomes().isEmpty()
        ? next
        : next.onErrorReturn(UnknownSessionException.class, Next.OVER)
            .onErrorReturn(SluiceException.class, Next.NONE);
  }

  private static List<Report> reports(List<ReadOutcome> outcomes) {
    return outcomes.stream().map(ReadOutcome::report).filter(Objects::nonNull).toList();
  }

  /**
   * @param verdicts of those outcomes that were not refused, in order
   */
  private static Answer answer(
      Exchange exchange, SettleBody.Settle settle, List<Verdict> verdicts, Next next) {
    Iterator<Verdict> verdict = verdicts.iterator();
    return Answer.json(
        200,
        JsonObject.write(
            json -> {
              json.putAll(
                  "results",
                  settle.outcomes(),
                  (result, outcome) -> {
                    result.put("id", outcome.id());
                    Problem refused = outcome.refused();
                    Verdict told = refused == null ? verdict.next() : Verdict.REFUSED;
                    result.put("status", told.name().toLowerCase(Locale.ROOT));
                    if (told == Verdict.REFUSED) {
                      result.putJson(
                          "problem", document(refused == null ? NO_FOLLOW_UPS : refused, exchange));
                    }
                  });
              json.putAll("tasks", next.tasks(), ClaimJson::members);
              if (next.sessionOver()) {
                json.put("sessionOver", true);
              }
            }));
  }

  private static byte[] document(Problem problem, Exchange exchange) {
    return ProblemAnswer.body(problem, exchange.requestId(), exchange.path());
  }
}
