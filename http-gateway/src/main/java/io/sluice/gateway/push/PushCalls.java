package io.sluice.gateway.push;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.gateway.json.Json;
import io.sluice.gateway.metrics.PushMetrics;
import io.sluice.remote.RemoteTask;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.view.TaskView;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** Sends a task to its target, once, and says how that ended. */
final class PushCalls {
  /** Kept of the body of an answer that is no success, for people. */
  private static final int EXCERPT_BYTES = 2048;

  private static final byte[] NO_BODY = new byte[0];
  private static final List<String> TRACE = List.of("traceparent", "tracestate");
  private static final Pattern PLAIN = Pattern.compile("[!-~]([ -~]*[!-~])?");

  private final PushClients clients;
  private final PushMetrics metrics;
  private final int maxResultBytes;
  private final InstantSource clock;
  private final Scheduler threads;

  /**
   * @param maxResultBytes of an answer that is kept as the result of its task
   * @param threads where requests are put together
   */
  PushCalls(
      PushClients clients,
      PushMetrics metrics,
      int maxResultBytes,
      InstantSource clock,
      Scheduler threads) {
    this.clients = clients;
    this.metrics = metrics;
    this.maxResultBytes = maxResultBytes;
    this.clock = clock;
    this.threads = threads;
  }

  /**
   * Cold; never errors. Cancelling closes the connection.
   *
   * @param by the line of the push file that allows it
   * @param session that holds the task
   */
  Mono<PushEnd> send(PushTarget target, Allowed by, RemoteTask task, String session) {
    Duration within = task.task().options().timeoutOrDefault();
    return Mono.defer(() -> answer(target, by, task, session))
        .subscribeOn(threads)
        .timeout(within)
        .map(answer -> PushOutcomes.of(answer, clock.instant()))
        .onErrorResume(error -> Mono.just(PushOutcomes.of(error, within)))
        .elapsed()
        .map(timed -> counted(timed.getT2(), Duration.ofMillis(timed.getT1())));
  }

  private PushEnd counted(PushEnd end, Duration took) {
    metrics.ended(end.word(), took);
    return end;
  }

  private Mono<PushAnswer> answer(PushTarget target, Allowed by, RemoteTask task, String session) {
    byte[] body = target.hasBody() ? task.task().payload() : NO_BODY;
    HttpClient.RequestSender request =
        clients
            .of(by)
            .headers(headers -> set(headers, target, by, task, session, body))
            .request(HttpMethod.valueOf(target.method()))
            .uri(target.url());
    HttpClient.ResponseReceiver<?> sent =
        target.hasBody()
            ? request.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
            : request;
    return sent.response(this::read).single();
  }

  private void set(
      HttpHeaders headers,
      PushTarget target,
      Allowed by,
      RemoteTask task,
      String session,
      byte[] body) {
    TaskView view = task.task();
    if (target.hasBody()) {
      headers.set(
          HttpHeaderNames.CONTENT_TYPE,
          Json.isJson(body) ? "application/json" : "application/octet-stream");
    }
    target.headers().forEach(headers::set);
    for (String name : TRACE) {
      String value = view.options().headers().get(name);
      if (value != null && PLAIN.matcher(value).matches()) {
        headers.set(name, value);
      }
    }
    String time = String.valueOf(clock.instant().getEpochSecond());
    String attempt = String.valueOf(view.attempt());
    List<String> about =
        List.of(time, view.queue().value(), view.id().value(), view.type(), attempt);
    headers
        .set("Sluice-Queue", view.queue().value())
        .set("Sluice-Task-Id", view.id().value())
        .set("Sluice-Type", view.type())
        .set("Sluice-Attempt", attempt)
        .set("Sluice-Timestamp", time)
        .set("Sluice-Session", session)
        .set("Sluice-Token", task.token())
        .set("Sluice-Signature", Signatures.of(by.keys(), about, body));
  }

  private Mono<PushAnswer> read(HttpClientResponse response, ByteBufFlux content) {
    int status = response.status().code();
    boolean isResult = status / 100 == 2 && status != 202;
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    int most = isResult ? maxResultBytes : EXCERPT_BYTES;
    boolean[] cut = {false};
    return content
        .asByteArray()
        .takeUntil(part -> cut[0] = !fits(kept, part, most))
        .then(
            Mono.fromSupplier(
                () ->
                    new PushAnswer(
                        status,
                        kept.toByteArray(),
                        cut[0],
                        response.responseHeaders().get(HttpHeaderNames.RETRY_AFTER),
                        response.responseHeaders().get(HttpHeaderNames.DATE))));
  }

  /** Whether all of the part has room; the rest of an answer is not waited for otherwise. */
  private static boolean fits(ByteArrayOutputStream kept, byte[] part, int most) {
    int room = most - kept.size();
    kept.write(part, 0, Math.min(part.length, room));
    return part.length <= room;
  }
}
