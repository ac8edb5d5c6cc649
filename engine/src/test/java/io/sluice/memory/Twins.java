package io.sluice.memory;

import static io.sluice.memory.ScriptCall.words;

import io.sluice.memory.Twin.Kept;
import io.sluice.script.ScriptText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Has both servers do the same, and compares what they answer, keep and tell. */
final class Twins {
  /** Between the same call here and there, and for its life there. */
  private static final long TTL_DIFFERENCE_MS = 10_000;

  /** What a straight script answers that has changed nothing. */
  private static final List<String> DECLINED = List.of("whole");

  private final Twin real;
  private final ModelTwin model;
  private final ModelTwin empty = new ModelTwin();
  private final Coverage coverage;
  private final Set<String> listening = new TreeSet<>();
  private String last = "nothing";
  private long now;
  private long calls;
  private boolean waits;

  Twins(Twin real, ModelTwin model, Coverage coverage) {
    this.real = real;
    this.model = model;
    this.coverage = coverage;
  }

  void begin(long time) {
    real.clear();
    model.clear();
    listening.clear();
    waits = false;
    calls = 0;
    clock(time);
  }

  ModelTwin model() {
    return model;
  }

  /** The last call, as text. */
  String last() {
    return last;
  }

  long calls() {
    return calls;
  }

  long now() {
    return now;
  }

  void clock(long time) {
    now = time;
    real.clock(time);
    model.clock(time);
    empty.clock(time);
  }

  /** Every other call by the straight script when its verb has one. */
  @Nullable Object run(ScriptCall call) {
    String straight = calls % 2 == 0 ? ScriptText.straightOf(call.verb()) : null;
    if (straight != null) {
      Object answer = runThis(new ScriptCall(straight, call.lane(), call.args()));
      if (!DECLINED.equals(answer)) {
        return answer;
      }
    }
    return runThis(call);
  }

  private @Nullable Object runThis(ScriptCall call) {
    last = "call " + ++calls + ": " + call;
    Object before = coverage.writes(call.verb()) ? kept(call) : null;
    Object there = real.run(call);
    Object here = model.run(call);
    check("reply", there, here);
    Object idle = before == null ? empty.run(call) : null;
    boolean hasEffect = before == null ? !Objects.equals(here, idle) : !before.equals(kept(call));
    coverage.add(call.verb(), hasEffect);
    checkArrival();
    return here;
  }

  /** Does a plain command, which may damage what is kept. */
  @Nullable Object command(Object... words) {
    last = "command " + words(words);
    Object there = real.command(words(words));
    Object here = model.command(words(words));
    check("reply", there, here);
    checkArrival();
    return here;
  }

  void listenOrLeave(String channel) {
    if (listening.remove(channel)) {
      real.leave(channel);
      model.leave(channel);
    } else {
      listening.add(channel);
      real.listen(channel);
      model.listen(channel);
    }
  }

  /** Begins to wait for a task, or ends the wait. */
  void waitOrNot() {
    if (waits) {
      model.unblock();
      real.unblock();
      waits = false;
      return;
    }
    last = "BLMOVE";
    model.block(true);
    Object brought = model.arrived();
    real.block(brought == null);
    waits = brought == null;
    if (brought != null) {
      check("arrival", real.arrived(), brought);
    }
  }

  private void checkArrival() {
    Object brought = waits ? model.arrived() : null;
    if (brought != null) {
      waits = false;
      check("arrival", real.arrived(), brought);
    }
  }

  /** What is kept, but the receipt of the call. */
  private Map<String, List<?>> kept(ScriptCall call) {
    Map<String, List<?>> all = new TreeMap<>();
    model.keys().forEach((name, kept) -> all.put(name, kept.value()));
    if (call.lane() != null) {
      all.keySet().removeIf(name -> name.endsWith(":" + call.lane()));
    }
    return all;
  }

  /** Compares keys, values, how long they are kept, and messages. */
  void compare() {
    Map<String, Kept> there = real.keys();
    Map<String, Kept> here = model.keys();
    Set<String> names = new HashSet<>(there.keySet());
    names.addAll(here.keySet());
    for (String name : names) {
      compare(name, there.get(name), here.get(name));
    }
    check("messages", real.told(), model.told());
  }

  private void compare(String name, @Nullable Kept there, @Nullable Kept here) {
    if (there == null || here == null) {
      check("key " + name, there, here);
      return;
    }
    check("type of " + name, there.type(), here.type());
    check("value of " + name, comparable(name, there.value()), comparable(name, here.value()));
    boolean bothEnd = there.ttl() >= 0 && here.ttl() >= 0;
    if (!bothEnd || Math.abs(there.ttl() - here.ttl()) > TTL_DIFFERENCE_MS) {
      check("ttl of " + name, there.ttl(), here.ttl());
    }
  }

  /** Without the run of the server, and records by what they say. */
  private static List<?> comparable(String name, List<?> value) {
    List<Object> parts = new ArrayList<>();
    for (Object part : value) {
      if (isPacked(name) && part instanceof List<?> pair && !pair.get(0).equals("*")) {
        parts.add(List.of(pair.get(0), Packed.fields(pair.get(1).toString())));
      } else if (!name.endsWith(":reaper") || !part.toString().startsWith("[run, ")) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static boolean isPacked(String name) {
    return name.endsWith(":bulk") || name.endsWith(":ends");
  }

  private void check(String what, @Nullable Object there, @Nullable Object here) {
    if (!Objects.equals(there, here)) {
      throw new AssertionError(
          what
              + " differs after "
              + last
              + "\n  time    "
              + now
              + "\n  Redis   "
              + there
              + "\n  memory  "
              + here);
    }
  }
}
