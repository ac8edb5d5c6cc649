package io.sluice.load.scenario;

import io.sluice.load.http.EchoServer;
import io.sluice.load.http.GatewayClient;
import io.sluice.load.pace.ClosedLoop;
import io.sluice.load.pace.Feed;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.PaceWatch;
import io.sluice.load.traffic.Journey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How much of what HTTP alone can do the gateway does: requests a second of both, each as fast as a
 * number of callers gets its answers, in turns, so that both see the same machine.
 */
final class EchoWindows {
  /** Of each; the first of each warms up and is not counted. */
  private static final int ROUNDS = 5;

  /** Callers, unless the run says how many. */
  private static final int CALLERS = 64;

  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final double NANOS_PER_SECOND = 1e9;

  private final Flow flow;
  private final Payloads payloads;
  private final ClosedLoop window;

  EchoWindows(Flow flow, Feed measured, Payloads payloads) {
    this.flow = flow;
    this.payloads = payloads;
    this.window = new ClosedLoop(callers(measured), length(measured));
  }

  /** The summary's part on HTTP. */
  Mono<Map<String, ?>> compare() {
    return Mono.usingWhen(
        EchoServer.start(0),
        echo ->
            Mono.using(
                () -> new GatewayClient(echo.url(), OpenLoop.MOST_UNANSWERED),
                client -> rounds(client.leaving("echo", "echo")),
                GatewayClient::close),
        echo -> Mono.fromRunnable(echo::close));
  }

  private record Round(Speed gateway, Speed echo) {
    Round plus(Round other) {
      return new Round(gateway.plus(other.gateway), echo.plus(other.echo));
    }
  }

  private record Speed(long requests, long nanos) {
    Speed plus(Speed other) {
      return new Speed(requests + other.requests, nanos + other.nanos);
    }

    double perSecond() {
      return requests * NANOS_PER_SECOND / Math.max(1, nanos);
    }
  }

  private Mono<Map<String, ?>> rounds(GatewayClient.Desk echo) {
    return Flux.range(0, ROUNDS)
        .concatMap(round -> ofGateway().zipWhen(gateway -> ofEcho(echo), Round::new))
        .skip(1)
        .reduce(Round::plus)
        .map(this::told);
  }

  private Mono<Speed> ofGateway() {
    return Mono.defer(
        () -> {
          Journey way = flow.warmUp(window, Journey.Stops.ANSWER);
          return flow.send(way, new PaceWatch(window.most()))
              .map(sent -> new Speed(sent.acknowledged(), sent.elapsed(System.nanoTime())));
        });
  }

  private Mono<Speed> ofEcho(GatewayClient.Desk echo) {
    return Mono.using(
        Flow::timer,
        timer ->
            Mono.defer(
                () -> {
                  long start = System.nanoTime();
                  LongAdder answers = new LongAdder();
                  return Abreast.each(
                          window.sends(timer, start),
                          window.atOnce(),
                          index ->
                              echo.enqueue(payloads.of(index))
                                  .doOnNext(reply -> answers.increment())
                                  .then())
                      .then(
                          Mono.fromSupplier(
                              () -> new Speed(answers.sum(), System.nanoTime() - start)));
                }),
        timer -> timer.dispose());
  }

  private Map<String, ?> told(Round all) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("requestsPerSecond", all.gateway().perSecond());
    told.put("echoRequestsPerSecond", all.echo().perSecond());
    told.put("ratio", all.gateway().perSecond() / Math.max(1, all.echo().perSecond()));
    told.put("callers", window.inFlight());
    return Map.of("http", told);
  }

  private static int callers(Feed measured) {
    return measured instanceof ClosedLoop closed ? closed.inFlight() : CALLERS;
  }

  /** All windows together are about as long as the run itself. */
  private static Duration length(Feed measured) {
    Duration part = measured.length().dividedBy(ROUNDS);
    return part.compareTo(LONGEST) > 0 ? LONGEST : part;
  }
}
