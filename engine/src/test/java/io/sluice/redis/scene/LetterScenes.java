package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.PRODUCER;
import static io.sluice.redis.scene.Scenes.bytes;
import static io.sluice.redis.scene.Scenes.name;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.script.ScriptCalls;
import java.util.List;

/** The calls that carry letters. */
final class LetterScenes {
  private static final String STAMP = "A.1.-.1000";
  private static final String LANED = "\2\17a\0005" + "0".repeat(13) + "\1\0\4mail\0";

  static List<Scene> all() {
    return List.of(
        new Scene("due", "collect", PRODUCER, calls -> written(calls, 1, 0), 8, 1000),
        new Scene("damaged", "collect", PRODUCER, LetterScenes::damaged, 8, 1000),
        new Scene("without a line", "collect", PRODUCER, LetterScenes::withoutLine, 8, 1000),
        receive("new", "x1 0 e", "x2 60000 e", "x1 0 e"),
        receive("laned", "x1 0 " + LANED, "x2 60000 " + LANED),
        receive("a ghost", "w1 0 e"),
        forget("held", 2, 1, 0, 3, STAMP),
        forget("lost too much", 2, 2, 0, 0, "-"),
        forget("rested", 3, 3, 1, 3, STAMP),
        new Scene("all", "letters", PRODUCER, calls -> written(calls, 1, 0), "0", 100),
        new Scene("old stands", "sweep", PRODUCER, LetterScenes::oldStands, 0, 0, 0, 0, 100),
        new Scene("with letters", "delete", PRODUCER, calls -> written(calls, 1, 0)),
        new Scene("with letters that are kept", "delete", PRODUCER, calls -> written(calls, 1, 3)));
  }

  private static Scene receive(String what, String... bodies) {
    Object[] args = new Object[9 + bodies.length];
    List<Object> head = List.of("source", 9, 5, 0, 0, "-", 1, 1, "-");
    for (int i = 0; i < args.length; i++) {
      args[i] =
          i < head.size()
              ? head.get(i)
              : (STAMP + i + " task " + bodies[i - head.size()]).getBytes(ISO_8859_1);
    }
    return new Scene(what, "receive", PRODUCER, Scenes::busy, args);
  }

  private static Scene forget(String what, int first, int sent, long rest, int held, String stamp) {
    return new Scene(
        what,
        "forget",
        PRODUCER,
        calls -> written(calls, first, sent, rest),
        "target",
        1,
        99_999_999,
        3 - sent,
        5,
        held,
        stamp,
        "other",
        1);
  }

  private static void written(ScriptCalls calls, int first, int sent) {
    written(calls, first, sent, 0);
  }

  /** Three letters, some of which are dropped and some sent. */
  private static void written(ScriptCalls calls, int first, int sent, long rest) {
    int next = rest > 0 ? first : 4;
    for (int number = first; number < next; number++) {
      calls
          .commands()
          .hset(name(calls, "outbox"), bytes("target " + number), bytes(STAMP + " task x 0 e"));
    }
    String line =
        String.format(
            "1 1 0 5 0 0 - 1 %d %d %d %s 0 0 ? %d A 1",
            first, next, Math.max(sent, first - 1), STAMP, rest);
    calls.commands().hset(name(calls, "lines"), bytes("target"), bytes(line));
    calls
        .commands()
        .hset(name(calls, "lines"), bytes("*"), bytes("" + Math.max(0, next - 1 - sent)));
    calls.commands().zadd(name(calls, "mail"), 1, bytes("target"));
  }

  private static void damaged(ScriptCalls calls) {
    written(calls, 1, 0);
    calls.commands().hdel(name(calls, "outbox"), bytes("target 1"));
  }

  private static void withoutLine(ScriptCalls calls) {
    calls.commands().zadd(name(calls, "mail"), 1, bytes("nobody"));
  }

  private static void oldStands(ScriptCalls calls) {
    calls.commands().hset(name(calls, "inbox"), bytes("source"), bytes("5 3 " + STAMP + " 1"));
  }

  private LetterScenes() {}
}
