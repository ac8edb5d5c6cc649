package io.sluice.client;

import io.sluice.event.News;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import reactor.core.publisher.Flux;

/**
 * What waits for one who follows queues. When he is slow the oldest gives way, and he is told so.
 */
final class Inbox {
  /** Some hundred bytes each. */
  static final int MAX_WAITING = 1024;

  static final int MAX_TOGETHER = 128;

  private final Deque<News> waiting = new ArrayDeque<>();
  private boolean missed;

  /** A gap right after one like it says nothing new. */
  synchronized void add(News news) {
    if (news instanceof News.Gap && news.equals(waiting.peekLast())) {
      return;
    }
    if (waiting.size() == MAX_WAITING) {
      waiting.removeFirst();
      missed = true;
    }
    waiting.addLast(news);
  }

  /** All that waits, in parts, as they are asked for. */
  Flux<List<News>> taken() {
    return Flux.generate(
        sink -> {
          List<News> part = take();
          if (part.isEmpty()) {
            sink.complete();
          } else {
            sink.next(part);
          }
        });
  }

  private synchronized List<News> take() {
    List<News> part = new ArrayList<>();
    if (missed) {
      part.add(new News.Gap(News.Cause.SLOW, null));
      missed = false;
    }
    while (!waiting.isEmpty() && part.size() < MAX_TOGETHER) {
      part.add(waiting.removeFirst());
    }
    return part;
  }
}
