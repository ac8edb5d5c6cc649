package io.sluice.redis.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import io.sluice.spec.QueueModel;
import io.sluice.spec.Server;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends calls to Redis, and holds each answer against the model. */
final class Calls {
  private final Server server;
  private final QueueModel model;
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, Call> lastCalls = new HashMap<>();

  Calls(Server server, QueueModel model) {
    this.server = server;
    this.model = model;
  }

  /** Under the next number; or the last call once more; or this one under a number of the past. */
  Answer send(String verb, String lane, int numberAt, Step step, List<String> args) {
    long last = sequences.getOrDefault(lane, 0L);
    @Nullable Call lastCall = lastCalls.get(lane);
    if (step.again() == Step.Again.SAME && lastCall != null) {
      return hold(lastCall);
    }
    boolean older = step.again() == Step.Again.OLDER && last > 1;
    args.add(numberAt, String.valueOf(older ? last - 1 : last + 1));
    Call call = new Call(verb, lane, args);
    if (!older) {
      sequences.put(lane, last + 1);
      lastCalls.put(lane, call);
    }
    return hold(call);
  }

  void run(String verb, Object... args) {
    Answer unused = hold(new Call(verb, null, words(args)));
  }

  Answer hold(Call call) {
    Answer answer = server.run(call);
    assertThat(answer).as("no want of memory").isNotNull();
    model.hold(call, answer);
    return answer;
  }

  static int few(Step step) {
    return 1 + step.size() % 4;
  }

  static List<String> words(Object... args) {
    return new ArrayList<>(Arrays.stream(args).map(String::valueOf).toList());
  }
}
