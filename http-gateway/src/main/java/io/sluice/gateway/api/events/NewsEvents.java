package io.sluice.gateway.api.events;

import io.sluice.Sluice;
import io.sluice.event.News;
import io.sluice.event.TaskEvent;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.api.tasks.TaskJson;
import io.sluice.gateway.http.ServerSentEvents;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.QueueName;
import io.sluice.task.SluiceException;
import io.sluice.task.view.TaskView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What one caller is told of whole queues. An event carries the view of its task as long as that is
 * still as the event says; of what has gone on since, only what the event itself says.
 */
final class NewsEvents {
  private final Sluice sluice;
  private final boolean late;
  private final long since = System.nanoTime();
  private long told;

  /** One piece of news, and whether the same task is in the news again right after. */
  private record Item(News news, boolean outdated) {}

  /**
   * @param late whether the caller was let in before it could be listened for it
   */
  NewsEvents(Sluice sluice, boolean late) {
    this.sluice = sluice;
    this.late = late;
  }

  /** The events that tell this, in order. */
  Flux<byte[]> told(List<News> news) {
    return Flux.fromIterable(items(news)).flatMapSequential(this::event, Page.LOOKS_AT_ONCE, 1);
  }

  /** That some events may have been missed. */
  static byte[] gap(String reason, @Nullable QueueName queue) {
    return ServerSentEvents.event(
        "gap",
        JsonObject.write(
            json -> json.put("reason", reason).put("queue", queue == null ? null : queue.value())));
  }

  private static List<Item> items(List<News> news) {
    List<Item> items = new ArrayList<>(news.size());
    Set<Object> later = new HashSet<>();
    for (int i = news.size() - 1; i >= 0; i--) {
      boolean outdated =
          news.get(i) instanceof News.Happened happened
              && !later.add(List.of(happened.event().queue(), happened.event().id()));
      items.add(0, new Item(news.get(i), outdated));
    }
    return items;
  }

  private Mono<byte[]> event(Item item) {
    if (item.news() instanceof News.Happened happened) {
      String id = happened.event().at().toEpochMilli() + "-" + ++told;
      return data(happened.event(), item.outdated())
          .map(data -> ServerSentEvents.event(id, FollowEvents.nameOf(happened.event()), data));
    }
    if (item.news() instanceof News.Gap gap) {
      return Mono.just(gap(wireName(gap.cause()), gap.queue()));
    }
    return Mono.just(
        isLate() ? gap(wireName(News.Cause.RECONNECTED), null) : ServerSentEvents.comment());
  }

  /** The first comment says that nothing is missed from there on; here one has gone before. */
  private boolean isLate() {
    return late || System.nanoTime() - since >= ServerSentEvents.BEAT.toNanos();
  }

  private static String wireName(News.Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT);
  }

  private Mono<byte[]> data(TaskEvent event, boolean outdated) {
    Mono<byte[]> brief = Mono.fromSupplier(() -> JsonObject.write(brief(event)));
    return outdated
        ? brief
        : EngineCall.bounded(sluice.tasks().find(event.queue().value(), event.id().value()))
            .filter(view -> view.state() == event.state())
            .map(view -> JsonObject.write(json -> full(json, event, view)))
            .onErrorResume(SluiceException.class, gone -> Mono.empty())
            .switchIfEmpty(brief);
  }

  private static Consumer<JsonObject> brief(TaskEvent event) {
    return json -> {
      json.put("id", event.id().value()).put("queue", event.queue().value());
      if (!event.progress()) {
        json.put("state", event.state().wireName()).put("terminal", event.state().terminal());
      }
      json.put("at", event.at());
    };
  }

  private static void full(JsonObject json, TaskEvent event, TaskView view) {
    if (!event.progress()) {
      TaskJson.membersButResult(json, view);
      json.put("at", event.at());
      return;
    }
    brief(event).accept(json);
    if (view.progress() != null) {
      json.put("fraction", view.progress().fraction()).put("message", view.progress().message());
    }
  }
}
