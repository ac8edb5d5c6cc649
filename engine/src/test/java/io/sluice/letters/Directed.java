package io.sluice.letters;

import io.sluice.letters.Site.Past;
import io.sluice.script.LetterScripts;
import io.sluice.script.LetterScripts.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Two queues on two servers, one call after the other: scenes that chance seldom plays. */
final class Directed {
  private static final String SOURCE = "a";
  private static final String TARGET = "b";
  private static final int FIRST_LETTER = 12;
  private static final long TAIL_MS = 60_000;
  private static final long IDLE_MS = 3_600_000;

  private final Site source;
  private final Site target;
  private final LetterScripts scripts;
  private final Set<String> written = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private final Set<String> takenAgain = new HashSet<>();
  private long now = 1_700_000_000_000L;
  private int calls;

  Directed(List<Site> sites, LetterScripts scripts) {
    source = sites.get(0);
    target = sites.get(1);
    this.scripts = scripts;
    source.begin("1".repeat(40));
    target.begin("2".repeat(40));
  }

  /**
   * The opening packet of an epoch comes when the target has lost letters that the epoch begins
   * after. Answers the letters that are lost then.
   */
  Set<String> anOpeningPacketComesLate() {
    write("l1");
    deliver();
    Past targetAtOne = target.past(now, false);
    write("l2");
    deliver();
    Past sourceAtTwo = source.past(now, false);
    write("l3");
    deliver();
    source.setBack(sourceAtTwo, "3".repeat(40));
    written.remove("l3");
    write("l4");
    deliver();
    List<?> opening = collect();
    target.setBack(targetAtOne, "4".repeat(40));
    Object unused = receive(opening);
    return lost();
  }

  /**
   * The source comes back as a server that knows more of the author before than the author of the
   * last letter knew.
   */
  Set<String> whatTheAuthorBeforeWroteWentOnElsewhere() {
    write("l1");
    deliver();
    Past atOne = source.past(now, false);
    write("l2");
    write("l3");
    Past atThree = source.past(now, false);
    source.setBack(atOne, "3".repeat(40));
    write("m2");
    deliver();
    source.setBack(atThree, "4".repeat(40));
    return lost();
  }

  /**
   * The target loses a letter and takes it again; the source, which had heard of that, comes back
   * as it was before it heard; and the target loses the letter once more.
   */
  Set<String> theSourceForgetsThatTheTargetHadLostALetter() {
    Past empty = target.past(now, false);
    write("l1");
    deliver();
    target.setBack(empty, "3".repeat(40));
    now += TAIL_MS;
    Past unaware = source.past(now, false);
    deliver();
    deliver();
    source.setBack(unaware, "4".repeat(40));
    deliver();
    target.setBack(empty, "5".repeat(40));
    return lost();
  }

  /**
   * The source comes back twice and writes each time; then once more, as it was before both.
   * Answers what is taken again then, though the target never lost it.
   */
  Set<String> theSourceComesBackAsBeforeTwoOthers() {
    write("l1");
    Past atOne = source.past(now, false);
    deliver();
    runAll();
    source.setBack(atOne, "3".repeat(40));
    write("m2");
    deliver();
    Past atTwo = source.past(now, false);
    source.setBack(atTwo, "4".repeat(40));
    write("n3");
    deliver();
    source.setBack(atOne, "5".repeat(40));
    return lost();
  }

  /** The same process of the source writes in both lives of the line. */
  Set<String> aLineEndsAndBeginsAnew() {
    write("l1");
    write("l2");
    deliver();
    for (int look = 0; look < 3; look++) {
      now += IDLE_MS;
      deliver();
    }
    write("m1");
    return lost();
  }

  /** What was never taken, and what was taken again. */
  private Set<String> lost() {
    for (int i = 0; i < 6; i++) {
      deliver();
    }
    runAll();
    Set<String> lost = new HashSet<>(written);
    lost.removeAll(taken);
    lost.addAll(takenAgain);
    return lost;
  }

  private void runAll() {
    for (Object id = run(target, TARGET, "run", List.of("0"));
        !"".equals(id);
        id = run(target, TARGET, "run", List.of("0"))) {
      if (!taken.add(String.valueOf(id))) {
        takenAgain.add(id + " again");
      }
    }
  }

  private void write(String id) {
    written.add(id);
    Object unused = run(source, SOURCE, "write", List.of("" + ++calls, id, TARGET, id + " 0 \1e"));
  }

  private void deliver() {
    List<?> packet = collect();
    if (packet.size() == 1) {
      now += 10_000;
      return;
    }
    List<?> stand = receive(packet);
    List<String> args = new ArrayList<>(texts(packet.subList(1, 4)));
    args.add("" + (packet.size() - FIRST_LETTER));
    args.addAll(texts(stand.subList(0, 5)));
    Object unused = run(source, SOURCE, "forget", args);
  }

  private List<?> collect() {
    return (List<?>) run(source, SOURCE, "collect", List.of("8", "1000"));
  }

  private List<?> receive(List<?> packet) {
    List<String> args = new ArrayList<>(List.of(SOURCE, "0"));
    args.addAll(texts(packet.subList(4, FIRST_LETTER - 1)));
    args.addAll(texts(packet.subList(FIRST_LETTER, packet.size())));
    return (List<?>) run(target, TARGET, "receive", args);
  }

  private Object run(Site site, String queue, String script, List<String> args) {
    now++;
    Program program = scripts.of(script);
    Object answer = site.run(program, program.keys(queue, "w"), now, args);
    return answer == null ? "" : answer;
  }

  private static List<String> texts(List<?> all) {
    return all.stream().map(Object::toString).toList();
  }
}
