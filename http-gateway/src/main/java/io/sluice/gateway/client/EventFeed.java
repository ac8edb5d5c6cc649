package io.sluice.gateway.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Server-sent events without an end: a connection that is cut, or ended by a server that stops, is
 * opened again and goes on behind the last event. The first connection has to work.
 */
public final class EventFeed {
  /** The gateway says something every 15 s; after three times nothing it is gone. */
  private static final Duration MAX_SILENCE = Duration.ofSeconds(45);

  private static final String UNKNOWN = "unknown";
  private static final int NOT_FOUND = 404;
  private static final int FIRST_PASSING_STATUS = 500;

  private final ApiClient client;
  private final ApiPath path;
  private final Consumer<String> notes;
  private final EventReader reader = new EventReader();
  private boolean everOpened;
  private boolean lost;

  /**
   * @param notes is told when the connection is lost, and when there is one again
   */
  public EventFeed(ApiClient client, ApiPath path, Consumer<String> notes) {
    this.client = client;
    this.path = path;
    this.notes = notes;
  }

  /** Cold; runs once, until it is cancelled. */
  public Flux<ServerEvent> events() {
    return Flux.defer(this::connection)
        .onErrorResume(this::mayPass, cut -> Mono.empty())
        .repeatWhen(ends -> ends.concatMap(end -> afterAWhile(), 1));
  }

  private Flux<ServerEvent> connection() {
    ApiRequest request =
        ApiRequest.get(path).header("Accept", "text/event-stream").patience(MAX_SILENCE);
    @Nullable String lastId = reader.lastId();
    return client
        .lines(lastId == null ? request : request.header("Last-Event-ID", lastId))
        .doOnNext(line -> opened())
        .mapNotNull(reader::take)
        .doOnNext(EventFeed::refuseUnknown);
  }

  /** A server whose Redis was away could not say so any sooner. */
  private static void refuseUnknown(ServerEvent event) {
    if (event.name().equals(UNKNOWN)) {
      throw ApiProblem.of(NOT_FOUND, event.data().getBytes(StandardCharsets.UTF_8), null);
    }
  }

  private void opened() {
    if (lost) {
      notes.accept("reconnected");
    }
    everOpened = true;
    lost = false;
  }

  private Mono<Long> afterAWhile() {
    return Mono.defer(
        () -> {
          if (!lost) {
            notes.accept("the connection was lost, reconnecting");
          }
          lost = true;
          reader.connectionEnded();
          return Mono.delay(reader.retry());
        });
  }

  private boolean mayPass(Throwable error) {
    return everOpened
        && (error instanceof NoConnection
            || (error instanceof ApiProblem problem && problem.status() >= FIRST_PASSING_STATUS));
  }
}
