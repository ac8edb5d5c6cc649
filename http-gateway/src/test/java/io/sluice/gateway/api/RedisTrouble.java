package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RedisText;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskType;
import java.util.function.BiConsumer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/**
 * What a gateway answers when its Redis has a key of a wrong type, is full, does not answer, or is
 * away.
 *
 * @param gateway one whose enqueues wait for long
 * @param redis the port of its Redis, which is closed in the end
 */
record RedisTrouble(TestGateway gateway, int redis) {
  private static final String LATER = "{\"type\":\"a\",\"delay\":\"1h\"}";

  /** Breaks it in each way; each answer is given with the code that it must have. */
  void go(BiConsumer<Reply, String> problem) throws Exception {
    Http http = gateway.http();
    http.enqueue("damaged", LATER);
    RedisText.ask(redis, "SET sluice:{damaged}:counters x");
    problem.accept(http.get("/v1/queues/damaged"), "internal");

    RedisText.ask(redis, "CONFIG SET maxmemory 1");
    problem.accept(http.enqueue("rows", LATER), "redis_out_of_memory");
    RedisText.ask(redis, "CONFIG SET maxmemory 0");

    RedisText.ask(redis, "CLIENT PAUSE 60000 WRITE");
    NewTask<byte[], byte[]> task = TaskType.raw("a").with(new byte[0]);
    Disposable.Composite waiting = Disposables.composite();
    Flux.range(0, 70_000)
        .subscribe(
            i ->
                waiting.add(
                    gateway.sluice().enqueue("rows", task).subscribe(done -> {}, refused -> {})));
    problem.accept(http.enqueue("rows", LATER), "overloaded");
    waiting.dispose();
    RedisText.ask(redis, "CLIENT UNPAUSE");

    gateway.redis().close();
    problem.accept(http.get("/v1/queues"), "redis_unavailable");
    assertThat(http.get("/readyz").status()).isEqualTo(503);
  }
}
