package io.sluice.protocol;

import io.sluice.script.Args;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.IdPage;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskPage.Order;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Lists of the tasks in one state, a page at a time: each page is one script call, or two. */
final class StateLists {
  /** Succeeded tasks with a retention of their own are listed after the others. */
  private static final String RETAINED = "retained";

  private static final String ANY_GROUP = "";

  /** The most calls that one page of ready tasks makes; a shorter page is not the last one. */
  private static final int MAX_PARTS = 16;

  private final ScriptServer server;
  private final SlotCache slots;
  private final int pageBytes;

  /**
   * @param pageBytes most that a lookup of one page brings
   */
  StateLists(ScriptServer server, SlotCache slots, int pageBytes) {
    this.server = server;
    this.slots = slots;
    this.pageBytes = pageBytes;
  }

  /** Ready tasks of a group, in the order in which they go. */
  Mono<IdPage> readyOf(QueueName queue, String group, String cursor, int limit) {
    return list(queue, TaskState.READY.wireName(), cursor, limit, pageBytes, group, Order.OLDEST)
        .map(Part::page);
  }

  /** Tasks of a state; those that run in no order. */
  Mono<IdPage> page(QueueName queue, TaskState state, String cursor, int limit, Order order) {
    return state == TaskState.READY
        ? ready(queue, cursor, limit, order)
        : other(queue, state, cursor, limit, order);
  }

  /** Ready tasks lie in several places, one after the other; a page goes on in the next of them. */
  private Mono<IdPage> ready(QueueName queue, String cursor, int limit, Order order) {
    return list(queue, TaskState.READY.wireName(), cursor, limit, pageBytes, ANY_GROUP, order)
        .flatMap(part -> filled(queue, part, limit, order, 1))
        .map(Part::page);
  }

  private Mono<Part> filled(QueueName queue, Part part, int limit, Order order, int parts) {
    int room = limit - part.page().ids().size();
    long left = pageBytes - part.bytes();
    String cursor = part.page().cursor();
    return cursor.isEmpty() || room <= 0 || left <= 0 || parts == MAX_PARTS
        ? Mono.just(part)
        : list(queue, TaskState.READY.wireName(), cursor, room, left, ANY_GROUP, order)
            .flatMap(
                next ->
                    part.takes(next, pageBytes)
                        ? filled(queue, part.and(next), limit, order, parts + 1)
                        : Mono.just(part));
  }

  private Mono<IdPage> other(
      QueueName queue, TaskState state, String cursor, int limit, Order order) {
    return cursor.startsWith(RETAINED)
        ? retained(queue, cursor.substring(RETAINED.length()), limit, pageBytes, order)
            .map(Part::page)
        : list(queue, state.wireName(), cursor, limit, pageBytes, ANY_GROUP, order)
            .flatMap(
                part ->
                    state == TaskState.SUCCEEDED && part.page().cursor().isEmpty()
                        ? withRetained(queue, part, limit, order)
                        : Mono.just(part.page()));
  }

  /**
   * A page, or a part of one.
   *
   * @param bytes that a lookup of it brings
   */
  private record Part(IdPage page, long bytes) {
    /** Whether a lookup of both brings no more than this; an empty part takes any other. */
    boolean takes(Part next, long most) {
      return page.ids().isEmpty() || bytes + next.bytes <= most;
    }

    Part and(Part next) {
      List<TaskId> ids = new ArrayList<>(page.ids());
      ids.addAll(next.page.ids());
      return new Part(new IdPage(ids, next.page.cursor()), bytes + next.bytes);
    }
  }

  private Mono<IdPage> withRetained(QueueName queue, Part part, int limit, Order order) {
    int room = limit - part.page().ids().size();
    long left = pageBytes - part.bytes();
    Part ended = new Part(new IdPage(part.page().ids(), RETAINED), part.bytes());
    return room == 0 || left <= 0
        ? Mono.just(ended.page())
        : retained(queue, IdPage.NONE, room, left, order)
            .map(next -> ended.takes(next, pageBytes) ? ended.and(next).page() : ended.page());
  }

  private Mono<Part> retained(QueueName queue, String cursor, int limit, long bytes, Order order) {
    return list(queue, RETAINED, cursor, limit, bytes, ANY_GROUP, order)
        .map(
            part -> {
              IdPage page = part.page();
              return page.cursor().isEmpty()
                  ? part
                  : new Part(new IdPage(page.ids(), RETAINED + page.cursor()), part.bytes());
            });
  }

  private Mono<Part> list(
      QueueName queue,
      String structure,
      String cursor,
      int limit,
      long bytes,
      String group,
      Order order) {
    return server.run(
        Script.LIST,
        slots.of(queue),
        Args.of(structure, cursor, limit, bytes, group, order.wireName()),
        reply -> new Part(new IdPage(reply.ids(2), reply.text(0)), reply.number(1)));
  }
}
