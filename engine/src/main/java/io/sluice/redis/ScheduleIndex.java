package io.sluice.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.guard.Guarded;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Which schedules there are in a namespace, and where. */
final class ScheduleIndex {
  private static final String ANY = "*";
  private static final String NONE = "";

  /** A script needs the keys of some queue; of these it takes the one that is of none. */
  private final Keys keys;

  private final byte[] key;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final Scripts scripts;

  ScheduleIndex(
      String namespace, StatefulRedisConnection<byte[], byte[]> connection, Scripts scripts) {
    this.keys = new Keys(namespace, QueueName.of("index"));
    this.key = keys.of(Key.INDEX);
    this.connection = connection;
    this.scripts = scripts;
  }

  /** Where a schedule is said to be; it may be there no more. */
  Mono<Optional<ScheduleEntry>> find(ScheduleName name) {
    return range(ScheduleEntry.of(name), 1).map(found -> found.stream().findFirst());
  }

  Mono<List<ScheduleName>> names(@Nullable ScheduleName after, int limit) {
    return range(after == null ? Range.unbounded() : ScheduleEntry.after(after), limit)
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
    return scripts.run(Script.ENLIST, keys, Args.of(name, entry, expected));
  }

  private Mono<List<ScheduleEntry>> range(Range<byte[]> range, int limit) {
    return Guarded.step(
        () ->
            Connections.commands(connection)
                .zrangebylex(key, range, Limit.from(limit))
                .map(ScheduleEntry::parse)
                .collectList()
                .onErrorMap(error -> Errors.translate("schedules", error)));
  }
}
