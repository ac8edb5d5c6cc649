package io.sluice.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Sessions, and what they say of the tasks that they run. */
final class Sessions {
  private static final int MAX_LINES = 100;
  private static final int MAX_BYTES = 16_384;

  private final QueueState queue;

  Sessions(QueueState queue) {
    this.queue = queue;
  }

  List<Object> open(Args args) {
    String session = args.next();
    if (queue.walk.contains(session)) {
      return List.of("gone");
    }
    queue.sessions.put(session, queue.after(args.number()));
    return List.of("ok");
  }

  List<Object> extend(Args args, Answer answer) {
    String session = args.next();
    if (!queue.sessions.has(session)) {
      return List.of("gone");
    }
    queue.sessions.put(session, queue.after(args.number()));
    List<List<Object>> stopped = new ArrayList<>();
    under(session, queue.cancels).forEach((id, token) -> stopped.add(List.of(id)));
    return answer.size() < 3
        ? List.of("ok", "0", "")
        : with(List.of("ok", answer.text(1), ""), Followed.inOrderOf(answer, 3, stopped, 1));
  }

  List<Object> close(Args args) {
    String session = args.next();
    if (!queue.sessions.remove(session)) {
      return List.of(0L);
    }
    if (!queue.running.isEmpty()) {
      queue.walk.add(session);
    }
    return List.of(1L);
  }

  List<Object> held(Args args, Answer answer) {
    List<List<Object>> held = new ArrayList<>();
    under(args.next(), queue.running).forEach((id, token) -> held.add(List.of(id, token)));
    return with(List.of(answer.text(0)), Followed.inOrderOf(answer, 1, held, 0));
  }

  List<Object> note(Args args) {
    long taken = 0;
    while (args.more()) {
      String id = args.next();
      String token = args.next();
      String kind = args.next();
      String text = queue.now + " " + args.next();
      if (token.equals(queue.running.get(id))) {
        taken++;
        String before = queue.notes.getOrDefault(id, "");
        queue.notes.put(id, kind.equals("P") ? withProgress(before, text) : withLine(before, text));
      }
    }
    return List.of(taken);
  }

  private static String withProgress(String before, String progress) {
    int lines = before.indexOf(Failed.SEPARATOR);
    return progress + (lines < 0 ? "" : before.substring(lines));
  }

  /** The newest lines are kept, as many as there is room for. */
  private static String withLine(String before, String line) {
    List<String> lines =
        new ArrayList<>(List.of(before.split(Pattern.quote(Failed.SEPARATOR), -1)));
    String progress = lines.remove(0);
    lines.add(line);
    int from = lines.size() - 1;
    int bytes = line.length();
    while (from > 0
        && lines.size() - from < MAX_LINES
        && bytes + lines.get(from - 1).length() < MAX_BYTES) {
      from--;
      bytes += lines.get(from).length();
    }
    return progress
        + Failed.SEPARATOR
        + String.join(Failed.SEPARATOR, lines.subList(from, lines.size()));
  }

  private static Map<String, String> under(String session, Map<String, String> tokens) {
    Map<String, String> under = new java.util.TreeMap<>(tokens);
    under.values().removeIf(token -> !token.startsWith(session + ":"));
    return under;
  }

  private static List<Object> with(List<Object> head, List<Object> rest) {
    List<Object> all = new ArrayList<>(head);
    all.addAll(rest);
    return all;
  }
}
