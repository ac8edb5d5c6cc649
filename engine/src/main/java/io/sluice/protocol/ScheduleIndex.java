package io.sluice.protocol;

import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.StoreCorruptedException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The schedules of a namespace: their names in order, and the queue of each. */
final class ScheduleIndex {
  private static final String ANY = "*";
  private static final String NONE = "";

  private final ScriptServer server;
  private final Slot names;

  /**
   * Where a schedule is: a member of the index, {@code name queue revision}. A space sorts before
   * all that names hold, so that members are in the order of names.
   */
  record Entry(ScheduleName name, QueueName queue, String revision) {
    private static final int PARTS = 3;

    String text() {
      return name + " " + queue + " " + revision;
    }

    static Entry parse(String text) {
      String[] parts = text.split(" ", -1);
      if (parts.length != PARTS) {
        throw new StoreCorruptedException(
            "an entry of the schedules cannot be read: " + text, null);
      }
      return new Entry(ScheduleName.of(parts[0]), QueueName.of(parts[1]), parts[2]);
    }
  }

  ScheduleIndex(ScriptServer server, Slot names) {
    this.server = server;
    this.names = names;
  }

  /** Where a schedule is said to be; it may be there no more. */
  Mono<Optional<Entry>> find(ScheduleName name) {
    return range("[" + name + " ", "(" + name + "!", 1).map(found -> found.stream().findFirst());
  }

  /** The names after the given one, in order. */
  Mono<List<ScheduleName>> names(@Nullable ScheduleName after, int limit) {
    return range(after == null ? "-" : "[" + after + "!", "+", limit)
        .map(found -> found.stream().map(Entry::name).toList());
  }

  /** Says where a schedule is, whatever was said before. */
  Mono<Void> say(Entry entry) {
    return enlist(entry.name(), entry.text(), ANY).then();
  }

  /** Says where a schedule is, if what was said before is this. */
  Mono<Void> correct(Optional<Entry> before, Entry entry) {
    return enlist(entry.name(), entry.text(), before.map(Entry::text).orElse(NONE)).then();
  }

  /** Takes an entry out, if it is still this. */
  Mono<Void> forget(Entry entry) {
    return enlist(entry.name(), NONE, entry.text()).then();
  }

  private Mono<Reply> enlist(ScheduleName name, String entry, String expected) {
    return server.run(Script.ENLIST, names, Args.of(name, entry, expected));
  }

  /** A space sorts before all that names hold, and an exclamation mark after the space. */
  private Mono<List<Entry>> range(String from, String to, int limit) {
    return server.run(
        Script.ENLISTED,
        names,
        Args.of(from, to, limit),
        reply ->
            IntStream.range(0, reply.size()).mapToObj(i -> Entry.parse(reply.text(i))).toList());
  }
}
