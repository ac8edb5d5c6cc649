package io.sluice.memory;

import io.sluice.script.ScriptText;
import java.util.ArrayList;
import java.util.List;

/** Random calls that carry letters; the queue writes to others, and others write to it. */
final class LetterCalls {
  private static final List<String> OTHERS = List.of("other", "another", "third");
  private static final List<String> PROCESSES = List.of("?", "?", "b".repeat(12));
  private static final List<String> KINDS =
      List.of(
          "task", "task", "task", "lost", "odd", "seal", "stop", "drop", "report", "report", "hand",
          "member");
  private static final int SENT = 10;

  private final Scene scene;
  private List<?> packet = List.of();

  LetterCalls(Scene scene) {
    this.scene = scene;
  }

  /** Mostly of a line that is there; some of its letters are sent, and one may be damaged. */
  void collect() {
    if (scene.oneIn(2)) {
      write(scene.any(OTHERS));
    }
    List<?> answer = scene.run("collect", 1 + scene.upTo(4), 40 + scene.upTo(100));
    if (answer.size() > 1) {
      packet = answer;
    }
  }

  private void write(String target) {
    long now = scene.twins.now();
    int first = 1 + scene.upTo(3);
    int sent = first - 1 + scene.upTo(2);
    int next = sent + 1 + scene.upTo(4);
    for (int number = first; number < next; number++) {
      if (!scene.oneIn(9)) {
        String letter = stamp("A", number, now) + " task " + task();
        scene.twins.command("HSET", ScriptText.key("outbox"), target + " " + number, letter);
      }
    }
    String base = first == 1 ? "-" : stamp("A", first - 1, now);
    String line =
        String.format(
            "%d %d 0 %d 0 0 - %d %d %d %d %s %d %d %s 0 A 1",
            now,
            now,
            now,
            first,
            first,
            next,
            sent,
            base,
            sent,
            now - scene.upTo(90_000),
            scene.any(PROCESSES));
    scene.twins.command("HSET", ScriptText.key("lines"), target, line, "*", next - 1 - sent);
    scene.twins.command("ZADD", ScriptText.key("mail"), now, target);
  }

  private static String stamp(String author, int number, long now) {
    return author + ".1.-." + (now / 1000 * 1000 + number);
  }

  private String bodyOf(String kind) {
    return switch (kind) {
      case "task" -> task();
      case "report" -> report();
      case "hand" -> "b%d@q %s %d ".formatted(1 + scene.upTo(6), hands(), scene.upTo(1)) + task();
      case "member" -> "b" + scene.upTo(6) + " " + task();
      default -> "b" + scene.upTo(6);
    };
  }

  private String hands() {
    return scene.oneIn(2) ? "q" : "other";
  }

  /** Mostly of a batch that is there. */
  private String report() {
    String marks = scene.any(List.of("-", "rs", "rsx"));
    return "b%d@q %d %d %d 0 0 %s %d %s"
        .formatted(
            1 + scene.upTo(6),
            scene.upTo(1),
            scene.upTo(3),
            scene.upTo(1),
            marks,
            scene.upTo(3),
            scene.oneIn(2) ? "-" : stamp("A", scene.upTo(3), scene.twins.now()));
  }

  private String task() {
    String id = scene.oneIn(3) ? scene.anyId() : scene.newId();
    String due = scene.oneIn(2) ? "0" : "" + scene.upTo(900);
    return id + " " + due + " " + scene.laned(scene.envelope(scene.twins.now(), null, 0));
  }

  /**
   * A packet of the next letters; now and then of earlier ones, of another epoch, or unreadable.
   */
  void receive() {
    String source = scene.any(OTHERS);
    List<?> stand = scene.run("receive", source, 0, 1, 0, 0, "-", 1, 1, "-");
    if (stand.size() < 3) {
      return;
    }
    long epoch = (Long) stand.get(0);
    long number = (Long) stand.get(1);
    boolean reopens = epoch == 0 || scene.oneIn(6);
    long from = number + 1 - (scene.oneIn(5) ? scene.upTo(2) : 0);
    List<Object> args = new ArrayList<>();
    args.add(source);
    args.add(scene.oneIn(4) ? 3 : 0);
    args.add(reopens ? epoch + 1 : epoch);
    args.add(epoch);
    args.add(number);
    args.add(stand.get(2));
    args.add(from);
    args.add(from);
    args.add(stand.get(2));
    for (int i = scene.upTo(3); i >= 0; i--) {
      String kind = scene.any(KINDS);
      String body = scene.oneIn(15) ? "not readable" : bodyOf(kind);
      args.add(stamp("B", (int) from + args.size(), scene.twins.now()) + " " + kind + " " + body);
    }
    scene.run(scene.oneIn(3) ? "hear" : "receive", args);
  }

  /** Of the packet before: that the target holds it, or a part of it, or stands elsewhere. */
  void forget() {
    if (packet.isEmpty()) {
      return;
    }
    int shown = packet.size() - 12;
    int held = scene.oneIn(3) ? scene.upTo(shown) : shown;
    long from = (Long) packet.get(9);
    String stamp = held == 0 ? text(10) : text(11 + held).split(" ", -1)[0];
    scene.run(
        "forget",
        text(1),
        text(2),
        scene.twins.now() - scene.upTo(SENT),
        shown,
        scene.oneIn(5) ? 7 : text(4),
        from + held - 1,
        scene.oneIn(5) ? stamp("A", scene.upTo(5), scene.twins.now()) : stamp,
        scene.any(PROCESSES),
        scene.upTo(1));
    packet = List.of();
  }

  void letters() {
    scene.run("letters", "0", 1000);
  }

  private String text(int index) {
    return packet.get(index).toString();
  }
}
