package io.sluice.load.bare;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.KeyValue;
import io.lettuce.core.LMPopArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.sluice.load.measure.IdSum;
import io.sluice.redis.link.Address;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A queue of tasks and nothing else: a list of the ids that wait, a hash of payloads, a hash of the
 * ids that run. No scripts, no retries, no priorities, no results, no sessions.
 *
 * <p>A payload stays until its task is settled, so what a crash took off the list can be found by
 * comparing the hash of payloads with the list and with the hash of those that run: at least once.
 * Nobody does that here.
 */
public final class BareQueue implements AutoCloseable {
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  /** How long a worker waits at an empty list before it looks whether it is to stop. */
  private static final double WAIT_SECONDS = 0.5;

  /** Each takes a share of the slots and settles its tasks together, while the others go on. */
  private static final int LOOPS = 2;

  /** Ids are 14 characters long, like those of Sluice. */
  private static final String ID = "id-";

  private static final byte[] WORKER = {'w'};

  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> sending;
  private final StatefulRedisConnection<String, byte[]> working;
  private final String tasks;
  private final String ready;
  private final String running;
  private final Batches<Entry> entries;
  private final AtomicLong nextId = new AtomicLong(10_000_000_000L);
  private final LongAdder accepted = new LongAdder();
  private final LongAdder roundTrips = new LongAdder();
  private final AtomicLong succeeded = new AtomicLong();
  private final IdSum settled = new IdSum();

  /** A task on its way in. */
  private record Entry(String id, byte[] payload, MonoSink<String> answer) {}

  /**
   * Connects; blocks until Redis has answered.
   *
   * @param name the keys begin with it and a colon
   * @param room tasks that may be on their way in
   */
  public BareQueue(String redisUri, String name, int room) {
    tasks = name + ":tasks";
    ready = name + ":ready";
    running = name + ":running";
    client = RedisClient.create(Address.of(redisUri));
    sending = connection();
    working = connection();
    entries = new Batches<>(room, this::enqueue);
  }

  private StatefulRedisConnection<String, byte[]> connection() {
    StatefulRedisConnection<String, byte[]> connection = client.connect(CODEC);
    connection.setAutoFlushCommands(false);
    return connection;
  }

  /** Takes a task in and tells its id. Cold. */
  public Mono<String> enqueue(byte[] payload) {
    return Mono.create(
        answer -> {
          if (!entries.offer(new Entry(ID + nextId.getAndIncrement(), payload, answer))) {
            answer.error(new IllegalStateException("too many tasks are on their way in"));
          }
        });
  }

  private CompletionStage<?> enqueue(List<Entry> batch) {
    Map<String, byte[]> payloads = new LinkedHashMap<>();
    batch.forEach(entry -> payloads.put(entry.id, entry.payload));
    byte[][] ids =
        batch.stream().map(entry -> entry.id.getBytes(ISO_8859_1)).toArray(byte[][]::new);
    // The payloads first: an id in the list has one, whatever happens in between.
    return together(
            sending,
            redis ->
                redis
                    .hset(tasks, payloads)
                    .thenCombine(redis.rpush(ready, ids), (added, length) -> added))
        .whenComplete((added, error) -> answer(batch, added, error));
  }

  private void answer(List<Entry> batch, @Nullable Long added, @Nullable Throwable error) {
    if (added == null) {
      batch.forEach(entry -> entry.answer.error(new IllegalStateException(error)));
    } else {
      accepted.add(added);
      batch.forEach(entry -> entry.answer.success(entry.id));
    }
  }

  /**
   * Runs tasks while the work lasts, at most so many at once; errors when Redis does.
   *
   * @param handler is given the payload, on a thread of the connection
   */
  public <T> Mono<T> working(
      int slots, Function<byte[], Publisher<byte[]>> handler, Supplier<Mono<T>> work) {
    return Mono.defer(
        () -> {
          AtomicBoolean over = new AtomicBoolean();
          int loops = Math.min(slots, LOOPS);
          Mono<T> worker =
              Flux.range(0, loops)
                  .flatMap(number -> loop(slots / loops, handler, over))
                  .then(Mono.empty());
          return Flux.merge(work.get().doFinally(end -> over.set(true)), worker).singleOrEmpty();
        });
  }

  private Mono<Void> loop(
      int most, Function<byte[], Publisher<byte[]>> handler, AtomicBoolean over) {
    return Mono.using(
        this::connection,
        waiting ->
            Mono.defer(() -> taken(waiting, most))
                .flatMap(ids -> ran(ids, handler).then(Mono.defer(() -> settled(ids))))
                .repeat(() -> !over.get())
                .then(),
        StatefulRedisConnection::close);
  }

  private Mono<String[]> taken(StatefulRedisConnection<String, byte[]> waiting, int most) {
    LMPopArgs first = LMPopArgs.Builder.left().count(most);
    return Mono.fromCompletionStage(
            together(waiting, redis -> redis.blmpop(WAIT_SECONDS, first, ready)))
        .filter(KeyValue::hasValue)
        .map(
            popped ->
                popped.getValue().stream()
                    .map(id -> new String(id, ISO_8859_1))
                    .toArray(String[]::new));
  }

  private Mono<Void> ran(String[] ids, Function<byte[], Publisher<byte[]>> handler) {
    Map<String, byte[]> marks = new LinkedHashMap<>();
    Arrays.asList(ids).forEach(id -> marks.put(id, WORKER));
    return Mono.fromCompletionStage(
            together(
                working,
                redis ->
                    redis
                        .hset(running, marks)
                        .thenCombine(redis.hmget(tasks, ids), (count, payloads) -> payloads)))
        .flatMapMany(Flux::fromIterable)
        .flatMap(payload -> handler.apply(payload.getValue()), ids.length)
        .then();
  }

  private Mono<Long> settled(String[] ids) {
    return Mono.fromCompletionStage(
            together(
                working,
                redis ->
                    redis
                        .hdel(tasks, ids)
                        .thenCombine(redis.hdel(running, ids), (removed, ended) -> removed)))
        .doOnNext(
            removed -> {
              Arrays.asList(ids).forEach(settled::add);
              succeeded.addAndGet(removed);
            });
  }

  /** What Redis said of all tasks, and what it holds now. */
  public Mono<Books> books() {
    return Mono.fromCompletionStage(
        () ->
            together(
                working,
                redis ->
                    redis
                        .llen(ready)
                        .thenCombine(redis.hlen(running), Long::sum)
                        .thenCombine(
                            redis.hlen(tasks),
                            (open, stored) ->
                                new Books(accepted.sum(), succeeded.get(), stored, open))));
  }

  /** Tasks that were new to Redis, those that it had when they were settled, payloads, open ids. */
  public record Books(long accepted, long succeeded, long stored, long open) {}

  /** How many tasks were settled so far. */
  public long ended() {
    return succeeded.get();
  }

  /** The ids of those that were settled. */
  public IdSum settledIds() {
    return settled;
  }

  /** How often something was sent to Redis and its answer waited for. */
  public long roundTrips() {
    return roundTrips.sum();
  }

  /** Sends commands in one go. */
  private <T> CompletionStage<T> together(
      StatefulRedisConnection<String, byte[]> connection,
      Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> commands) {
    CompletionStage<T> answer = commands.apply(connection.async());
    connection.flushCommands();
    roundTrips.increment();
    return answer;
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, CLOSE_LIMIT);
  }
}
