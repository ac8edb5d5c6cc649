package io.sluice.spec;

import io.sluice.script.ScriptText;
import io.sluice.testing.RedisLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real Redis under the clock of the model. */
public final class Server {
  private static final String ANYWAY =
      "#!lua flags=allow-oom\nreturn redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))";

  /** What a straight script answers that has changed nothing. */
  private static final List<String> DECLINED = List.of("whole");

  private final RedisLine line;
  private final Programs programs;
  private long now = 1_700_000_000_000L;
  private boolean clockSet;
  private long calls;

  /** Redis ended a script with an error of its own, as where it indexes what is not there. */
  public static final class ScriptFailed extends AssertionError {
    private static final long serialVersionUID = 1L;

    ScriptFailed(String message) {
      super(message);
    }
  }

  public Server(RedisLine line, Programs programs) {
    this.line = line;
    this.programs = programs;
  }

  public long now() {
    return now;
  }

  public void advance(long ms) {
    now += ms;
    clockSet = false;
  }

  /**
   * Runs what a call asks for, every other time by the straight script when its verb has one; a
   * refusal for want of memory is given back as null.
   */
  public @Nullable Answer run(Call call) {
    if (call.verb().equals(Call.BLMOVE)) {
      return answer(call, arrival());
    }
    if (!clockSet) {
      setClock();
    }
    Programs.Program straight = ++calls % 2 == 0 ? programs.straight(call.verb()) : null;
    if (straight != null) {
      Object reply = run(straight, call);
      if (!DECLINED.equals(reply)) {
        return answer(call, reply);
      }
    }
    return answer(call, run(programs.of(call.verb()), call));
  }

  private @Nullable Object run(Programs.Program program, Call call) {
    Object reply = line.say(words("EVALSHA", program.digest(), program, call));
    return reply instanceof RedisLine.Refusal refusal && refusal.says("NOSCRIPT")
        ? line.say(words("EVAL", program.text(), program, call))
        : reply;
  }

  public Answer read(String verb, String... args) {
    Answer answer = run(new Call(verb, null, List.of(args)));
    if (answer == null) {
      throw new AssertionError(verb + " was refused for want of memory");
    }
    return answer;
  }

  /** A plain command, which must succeed. */
  public @Nullable Object command(String... words) {
    Object reply = line.say(List.of(words));
    if (reply instanceof RedisLine.Refusal refusal) {
      throw new AssertionError(String.join(" ", words) + ": " + refusal.message());
    }
    return reply;
  }

  /** What is in a key of the queue. */
  public List<String> members(String command, String key, String... range) {
    List<String> words = new ArrayList<>(List.of(command, ScriptText.key(key)));
    words.addAll(List.of(range));
    return Answer.of(command(words.toArray(String[]::new))).texts(0);
  }

  /** A plain write, which a full Redis takes too. */
  public void writeAnyway(String key, String command, String... words) {
    List<String> all = new ArrayList<>(List.of("EVAL", ANYWAY, "1", key, command));
    all.addAll(List.of(words));
    Object unused = command(all.toArray(String[]::new));
  }

  private @Nullable Object arrival() {
    return line.say(
        List.of("LMOVE", ScriptText.key("ready"), ScriptText.key("landing"), "LEFT", "RIGHT"));
  }

  private static @Nullable Answer answer(Call call, @Nullable Object reply) {
    if (reply instanceof RedisLine.Refusal refusal) {
      if (refusal.says("OOM") && call.takesMemory()) {
        return null;
      }
      String message = call.verb() + " " + call.args() + ": " + refusal.message();
      throw refusal.isOfAScript() ? new ScriptFailed(message) : new AssertionError(message);
    }
    return Answer.of(reply);
  }

  private static List<String> words(
      String command, String script, Programs.Program program, Call call) {
    List<String> keys = program.keys(call.lane());
    List<String> words = new ArrayList<>(List.of(command, script, String.valueOf(keys.size())));
    words.addAll(keys);
    words.addAll(call.args());
    return words;
  }

  private void setClock() {
    writeAnyway(Programs.CLOCK, "HSET", "s", "" + now / 1000, "us", "" + now % 1000 * 1000);
    clockSet = true;
  }
}
