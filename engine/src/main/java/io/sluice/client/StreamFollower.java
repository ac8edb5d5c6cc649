package io.sluice.client;

import io.sluice.store.stream.StreamPage;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskFailedException;
import io.sluice.task.TaskState;
import io.sluice.task.view.Emitted;
import io.sluice.task.view.StreamPosition;
import io.sluice.task.view.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One follower of the stream of a task. It reads a part at a time, and the next one when the one
 * before is handed on, so that a slow subscriber holds one part here and slows nobody else.
 *
 * <p>Touched by one look at a time.
 */
final class StreamFollower {
  private static final Emitted<byte[]> END = new Emitted.Voided<>(0);

  private final Function<StreamPosition, Mono<StreamPage>> read;
  private final Mono<TaskView> ended;
  private StreamPosition position;
  private boolean more;

  private StreamFollower(
      StreamPosition after, Function<StreamPosition, Mono<StreamPage>> read, Mono<TaskView> ended) {
    this.position = after;
    this.read = read;
    this.ended = ended;
  }

  /**
   * What is emitted, looked for at each nudge, until the task has ended.
   *
   * @param read reads a part of the stream
   * @param ended looks up how the task has ended; errors when that is not known
   */
  static Flux<Emitted<byte[]>> follow(
      Flux<?> nudges,
      StreamPosition after,
      Function<StreamPosition, Mono<StreamPage>> read,
      Mono<TaskView> ended) {
    return Flux.defer(
        () -> {
          StreamFollower follower = new StreamFollower(after, read, ended);
          return nudges.concatMap(nudge -> follower.look(), 0).takeWhile(emitted -> emitted != END);
        });
  }

  /** Reads until there is nothing more for now. */
  private Flux<Emitted<byte[]>> look() {
    return Flux.defer(this::part).repeat(() -> more);
  }

  /** Nothing when Redis is away: the next nudge looks again. */
  private Flux<Emitted<byte[]>> part() {
    more = false;
    return read.apply(position)
        .onErrorResume(RedisUnavailableException.class, away -> Mono.empty())
        .flatMapMany(this::taken);
  }

  private Flux<Emitted<byte[]>> taken(StreamPage page) {
    if (page.task() == StreamPage.Task.UNKNOWN) {
      return end().flux();
    }
    List<Emitted<byte[]>> news = new ArrayList<>(page.items().size() + 1);
    if (page.run() != position.run() && position.taken() > 0) {
      news.add(new Emitted.Voided<>(position.run()));
      position = new StreamPosition(position.run(), StreamPosition.VOID);
    }
    long number = page.first();
    for (byte[] item : page.items()) {
      news.add(new Emitted.Item<>(page.run(), number++, item));
    }
    if (!page.items().isEmpty()) {
      position = new StreamPosition(page.run(), number);
    }
    more = page.hasMore();
    Flux<Emitted<byte[]>> items = Flux.fromIterable(news);
    boolean isLast = page.task() == StreamPage.Task.ENDED && !more;
    return isLast ? items.concatWith(end()) : items;
  }

  private Mono<Emitted<byte[]>> end() {
    return ended
        .filter(view -> view.state().terminal())
        .doOnNext(StreamFollower::requireSuccess)
        .map(view -> END)
        .onErrorResume(RedisUnavailableException.class, away -> Mono.empty());
  }

  private static void requireSuccess(TaskView view) {
    if (view.state() != TaskState.SUCCEEDED) {
      throw new TaskFailedException(view.id(), view.state(), view.failure());
    }
  }
}
