package io.sluice.protocol.stream;

import io.sluice.script.Args;
import io.sluice.script.Key;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.stream.Emission;
import io.sluice.store.stream.StreamPage;
import io.sluice.store.stream.Verdict;
import io.sluice.task.QueueName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.view.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The verbs of result streams. Both may be sent again: items carry numbers. */
public final class StreamStore {
  /** Arguments of a run before its items. */
  private static final int PARTS_OF_RUN = 6;

  /** Where the items of a page begin in a reply. */
  private static final int FIRST_ITEM = 4;

  private final ScriptServer server;
  private final SlotCache slots;
  private final BiFunction<QueueName, Mono<List<Verdict>>, Mono<List<Verdict>>> room;
  private final Duration awaited;

  /** The run to which an item belongs. */
  private record Run(TaskId id, String token) {}

  /**
   * @param room makes room for a call that a full Redis refused, and sends it again
   * @param awaited for how long a look keeps the end of its task from getting lost
   */
  public StreamStore(
      ScriptServer server,
      SlotCache slots,
      BiFunction<QueueName, Mono<List<Verdict>>, Mono<List<Verdict>>> room,
      Duration awaited) {
    this.server = server;
    this.slots = slots;
    this.room = room;
    this.awaited = awaited;
  }

  /**
   * Keeps what handlers emit.
   *
   * @param items of any runs; those of one run in the order of their numbers, without a gap
   * @return a verdict for each item, in order
   */
  public Mono<List<Verdict>> emit(QueueName queue, List<Emission> items) {
    return Mono.defer(
        () -> {
          Map<Run, List<Integer>> runs = new LinkedHashMap<>();
          for (int i = 0; i < items.size(); i++) {
            Run run = new Run(items.get(i).id(), items.get(i).token());
            runs.computeIfAbsent(run, each -> new ArrayList<>()).add(i);
          }
          Args args = new Args(PARTS_OF_RUN * runs.size() + items.size());
          runs.values().forEach(ofRun -> add(args, items, ofRun));
          return room.apply(
              queue,
              server
                  .run(Script.EMIT, slots.of(queue), args)
                  .map(reply -> verdicts(reply, runs.values(), items.size())));
        });
  }

  private static void add(Args args, List<Emission> items, List<Integer> ofRun) {
    Emission first = items.get(ofRun.get(0));
    args.add(first.id().value())
        .add(first.token())
        .add(first.mostItems())
        .add(first.mostBytes())
        .add(first.number())
        .add(ofRun.size());
    ofRun.forEach(i -> args.add(items.get(i).item()));
  }

  private static List<Verdict> verdicts(Reply reply, Iterable<List<Integer>> runs, int items) {
    String letters = reply.text(0);
    List<Verdict> verdicts = new ArrayList<>(Collections.nCopies(items, Verdict.LOST));
    int next = 0;
    for (List<Integer> ofRun : runs) {
      for (int i : ofRun) {
        verdicts.set(i, verdict(letters.charAt(next++)));
      }
    }
    return verdicts;
  }

  private static Verdict verdict(char letter) {
    return Arrays.stream(Verdict.values())
        .filter(each -> each.is(letter))
        .findFirst()
        .orElseThrow(() -> new StoreCorruptedException("emit answered " + letter, null));
  }

  /**
   * Reads a part of the stream of a task, from a position on, or from the beginning when the stream
   * is by another run. The end of the task can be looked up for a while after each look.
   *
   * @param mostItems at least 1
   * @param mostBytes of items, but for the first
   */
  public Mono<StreamPage> read(
      QueueName queue, TaskId id, StreamPosition from, int mostItems, int mostBytes) {
    return server.run(
        Script.STREAM,
        slots.of(queue),
        Args.of(
            awaited.toMillis(), id, from.run(), Math.max(0, from.taken()), mostItems, mostBytes),
        StreamStore::page);
  }

  private static StreamPage page(Reply reply) {
    List<byte[]> items = new ArrayList<>(reply.size());
    for (int i = FIRST_ITEM; i < reply.size(); i++) {
      items.add(reply.bytes(i));
    }
    return new StreamPage(
        StreamPage.Task.valueOf(reply.text(0).toUpperCase(Locale.ROOT)),
        reply.number(1),
        reply.number(2),
        reply.number(3) == 1,
        items);
  }

  /**
   * Which tasks have emitted, while somebody listens. The flux is given once the subscription is in
   * force. Hints: a broken connection or a slow subscriber loses some.
   */
  public Mono<Flux<TaskId>> hints(QueueName queue) {
    return server
        .listen(slots.of(queue).channel(Key.EMITTED))
        .map(
            messages ->
                messages.flatMapIterable(
                    message -> Arrays.stream(message.split(" ", -1)).map(TaskId::stored).toList()));
  }
}
