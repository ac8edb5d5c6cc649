package io.sluice.script;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.OverloadedException;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.enqueue.Durability;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A view of a server whose calls of lanes, which record how tasks ended, are as safe as the queue
 * wants it, for as long as something answers for that.
 *
 * <p>What a queue wants stands behind the first word of an answer, and holds from the next call on.
 * A call that was not confirmed in time has been made all the same. Where nothing answers, each
 * call would wait for that in vain, and hold up the tasks behind it: so the queue is not asked for
 * again for {@value #PAUSE_SECONDS} s, in which its calls wait for nothing and are unconfirmed.
 */
public final class AssuredServer extends ServerView {
  static final int PAUSE_SECONDS = 5;
  private static final long PAUSE = Duration.ofSeconds(PAUSE_SECONDS).toNanos();

  /** Queues that are kept in mind; when there are more, all are forgotten and learned again. */
  private static final int MAX_QUEUES = 10_000;

  private final Map<Slot, Wanted> queues;
  private final BiConsumer<QueueName, Durability> onUnconfirmed;

  /**
   * What a queue wants.
   *
   * @param missedAt when a call was not confirmed, by {@link System#nanoTime}; null when the last
   *     one that asked was
   */
  private record Wanted(Durability level, @Nullable Long missedAt) {
    private boolean isPaused() {
      return missedAt != null && System.nanoTime() - missedAt < PAUSE;
    }
  }

  /**
   * @param onUnconfirmed hears of each call of a lane that was made and not confirmed
   */
  public AssuredServer(ScriptServer server, BiConsumer<QueueName, Durability> onUnconfirmed) {
    this(server, new ConcurrentHashMap<>(), onUnconfirmed);
  }

  private AssuredServer(
      ScriptServer server,
      Map<Slot, Wanted> queues,
      BiConsumer<QueueName, Durability> onUnconfirmed) {
    super(server);
    this.queues = queues;
    this.onUnconfirmed = onUnconfirmed;
  }

  /** The same over another view of its server. */
  public AssuredServer over(ScriptServer view) {
    return new AssuredServer(view, queues, onUnconfirmed);
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    return call == null ? server.run(script, slot, null, args) : recorded(script, slot, call, args);
  }

  private Mono<Reply> recorded(Script script, Slot slot, Call call, Args args) {
    return Mono.defer(
        () -> {
          Wanted wanted = queues.get(slot);
          if (wanted == null) {
            return server.run(script, slot, call, args).doOnNext(reply -> learn(slot, reply));
          }
          return asWanted(wanted, script, slot, call, args)
              .doOnNext(
                  reply -> {
                    if (learn(slot, reply) && !reply.inTime()) {
                      tell(slot, wanted.level);
                    }
                  });
        });
  }

  /**
   * Runs a script that keeps no receipt, so that what it tells is as safe as the queue wants it.
   *
   * @return its answer, which was not in time when that is not known
   */
  public Mono<Reply> runAgain(Durability level, Script script, Slot slot, Args args) {
    return Mono.defer(
        () -> {
          Wanted known = queues.get(slot);
          Wanted wanted = known == null || known.level != level ? put(slot, level, null) : known;
          return asWanted(wanted, script, slot, null, args);
        });
  }

  private Mono<Reply> asWanted(
      Wanted wanted, Script script, Slot slot, @Nullable Call call, Args args) {
    Mono<Reply> unconfirmed =
        server.run(script, slot, call, args).map(reply -> new Reply(reply.parts(), false));
    return wanted.isPaused()
        ? unconfirmed
        : server
            .runConfirmed(wanted.level, script, slot, call, args)
            .doOnNext(reply -> put(slot, wanted.level, reply.inTime() ? null : System.nanoTime()))
            // It has run nothing.
            .onErrorResume(
                InvalidTaskException.class,
                cannot -> {
                  put(slot, wanted.level, System.nanoTime());
                  return unconfirmed;
                })
            .onErrorMap(OverloadedException.class, AssuredServer::later);
  }

  private void tell(Slot slot, Durability level) {
    QueueName queue = slot.queue();
    if (queue != null) {
      onUnconfirmed.accept(queue, level);
    }
  }

  /** Whether the call was made, now or before. */
  private boolean learn(Slot slot, Reply reply) {
    String status = reply.text(0);
    int blank = status.indexOf(' ');
    String word = blank < 0 ? status : status.substring(0, blank);
    if (!word.equals("ok") && !word.equals("replayed")) {
      return false;
    }
    if (blank < 0) {
      queues.remove(slot);
      return true;
    }
    Durability level = Durability.of(status.substring(blank + 1));
    Wanted known = queues.get(slot);
    if (level == Durability.MEMORY) {
      queues.remove(slot);
    } else if (known == null || known.level != level) {
      Wanted unused = put(slot, level, null);
    }
    return true;
  }

  private Wanted put(Slot slot, Durability level, @Nullable Long missedAt) {
    if (queues.size() >= MAX_QUEUES) {
      queues.clear();
    }
    Wanted wanted = new Wanted(level, missedAt);
    queues.put(slot, wanted);
    return wanted;
  }

  /** What records how tasks ended is sent again. */
  private static RedisUnavailableException later(OverloadedException full) {
    return new RedisUnavailableException(String.valueOf(full.getMessage()), full);
  }
}
