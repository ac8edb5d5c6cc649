package io.sluice.liveness;

import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Landing;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.task.TaskId;
import io.sluice.task.view.ServerFacts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A real server whose calls go wrong on request, by verb and queue. */
final class FaultyServer implements ScriptServer {
  /** For verbs that are not of one queue. */
  static final String ANY_QUEUE = "";

  /** The verb that listens to the hints about tasks that become due. */
  static final String DUES = "dues";

  private final ScriptServer real;
  private final Map<Step, Trouble> troubles = new ConcurrentHashMap<>();

  /** A verb on a queue: the word of a script, or what is waited for. */
  record Step(String verb, String queue) {}

  FaultyServer(ScriptServer real) {
    this.real = real;
  }

  /** So many calls go wrong from now on. */
  Trouble arm(Step step, Fault fault, int times) {
    Trouble trouble = new Trouble(fault, times);
    troubles.put(step, trouble);
    return trouble;
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    String queue =
        switch (script) {
          case QUEUES, DIVIDED -> ANY_QUEUE;
          case REGISTER, UNREGISTER, KNOWN, DIVIDE ->
              new String(args.values().get(0), StandardCharsets.UTF_8);
          default -> queueIn(slot.toString());
        };
    return meet(new Step(script.verb(), queue), () -> real.run(script, slot, call, args));
  }

  @Override
  public Flux<String> hints(String channel) {
    Trouble trouble =
        channel.endsWith(":retrying") ? troubles.get(new Step(DUES, queueIn(channel))) : null;
    if (trouble == null) {
      return real.hints(channel);
    }
    return trouble
        .meet(() -> Mono.just(real.hints(channel)))
        .hide() // else an error is thrown in place of signalled
        .flatMapMany(hints -> (Flux<?>) hints)
        .cast(String.class);
  }

  @Override
  public Flux<byte[]> messages(String channel) {
    return real.messages(channel);
  }

  /** The steps that listen: to cancels and to events. */
  @Override
  public Mono<Flux<String>> listen(String channel) {
    String verb = channel.substring(channel.lastIndexOf(':') + 1);
    return meet(new Step(verb, queueIn(channel)), () -> real.listen(channel));
  }

  @Override
  public Landing landing(Slot slot) {
    Landing landing = real.landing(slot);
    String queue = queueIn(slot.toString());
    return new Landing() {
      @Override
      public Mono<TaskId> arrival() {
        return meet(new Step("arrival", queue), landing::arrival);
      }

      @Override
      public Mono<TaskId> nextArrival() {
        return meet(new Step("arrival", queue), landing::nextArrival);
      }

      @Override
      public boolean brings() {
        return landing.brings();
      }

      @Override
      public Mono<Void> word() {
        return meet(new Step("word", queue), landing::word);
      }

      @Override
      public Mono<Void> nextWord() {
        return meet(new Step("word", queue), landing::nextWord);
      }

      @Override
      public Mono<Void> wake() {
        return meet(new Step("wake", queue), landing::wake);
      }

      @Override
      public Mono<Void> close() {
        return meet(new Step("close", queue), landing::close);
      }
    };
  }

  @Override
  public Instant now(Slot slot) {
    return real.now(slot);
  }

  @Override
  public Mono<ServerFacts> facts() {
    return real.facts();
  }

  @Override
  public Mono<Void> ping() {
    return meet(new Step("ping", ANY_QUEUE), real::ping);
  }

  @Override
  public Mono<Void> close() {
    return real.close();
  }

  @SuppressWarnings("unchecked")
  private <T> Mono<T> meet(Step step, Supplier<Mono<T>> call) {
    Trouble trouble = troubles.get(step);
    return trouble == null ? call.get() : (Mono<T>) trouble.meet(call::get);
  }

  /** The queue that stands in braces in a prefix or a channel; none of a namespace. */
  private static String queueIn(String name) {
    int open = name.indexOf('{');
    return open < 0 ? ANY_QUEUE : name.substring(open + 1, name.indexOf('}', open));
  }
}
