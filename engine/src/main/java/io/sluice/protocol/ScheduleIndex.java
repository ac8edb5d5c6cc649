package io.sluice.protocol;

import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.task.ScheduleName;
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

  ScheduleIndex(ScriptServer server, Slot names) {
    this.server = server;
    this.names = names;
  }

  /** Where a schedule is said to be; it may be there no more. */
  Mono<Optional<ScheduleEntry>> find(ScheduleName name) {
    return range("[" + name + " ", "(" + name + "!", 1).map(found -> found.stream().findFirst());
  }

  /** The names after the given one, in order. */
  Mono<List<ScheduleName>> names(@Nullable ScheduleName after, int limit) {
    return range(after == null ? "-" : "[" + after + "!", "+", limit)
        .map(found -> found.stream().map(ScheduleEntry::name).toList());
  }

  /** Says where a schedule is, whatever was said before. */
  Mono<Void> say(ScheduleEntry entry) {
    return enlist(entry.name(), entry.text(), ANY).then();
  }

  /** Says where a schedule is, if what was said before is this. */
  Mono<Void> correct(Optional<ScheduleEntry> before, ScheduleEntry entry) {
    return enlist(entry.name(), entry.text(), before.map(ScheduleEntry::text).orElse(NONE)).then();
  }

  /** Takes an entry out, if it is still this. */
  Mono<Void> forget(ScheduleEntry entry) {
    return enlist(entry.name(), NONE, entry.text()).then();
  }

  private Mono<Reply> enlist(ScheduleName name, String entry, String expected) {
    return server.run(Script.ENLIST, names, Args.of(name, entry, expected));
  }

  /** A space sorts before all that names hold, and an exclamation mark after the space. */
  private Mono<List<ScheduleEntry>> range(String from, String to, int limit) {
    return server.run(
        Script.ENLISTED,
        names,
        Args.of(from, to, limit),
        reply ->
            IntStream.range(0, reply.size())
                .mapToObj(i -> ScheduleEntry.parse(reply.text(i)))
                .toList());
  }
}
