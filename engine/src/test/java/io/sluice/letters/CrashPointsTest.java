package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.letters.Handover.Cell;
import io.sluice.letters.Mishap.Caller;
import io.sluice.letters.Mishap.Request;
import io.sluice.script.LetterScripts;
import io.sluice.script.LetterScripts.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A matrix: at each call between the claim of a task and the last word about the letter of its
 * follow-up, each thing that can go wrong with a call, each failover of either server, and both. In
 * each cell there is exactly one follow-up in the end; what was itself taken back is given again,
 * under the same id.
 */
@Tag("scaled")
class CrashPointsTest {
  /** A build tries one of so many cells, of each kind some, and the proof all of them. */
  private static final int ONE_OF = Integer.getInteger("crash.oneOf", 7);

  private static final int SUCCEED = 3;
  private static final int RECEIVE = 5;
  private static final String ELSEWHERE = "b";
  private static final String SAME_SERVER = "twin-of-a";
  private static final List<Site> SITES = new ArrayList<>();

  @BeforeAll
  static void start() {
    for (int i = 0; i < 3; i++) {
      SITES.add(new Site());
    }
  }

  @AfterAll
  static void stop() {
    SITES.forEach(Site::close);
  }

  @Test
  void oneFollowUpWhateverGoesWrongWithOneCall() {
    judge(callsThatGoWrong());
  }

  @Test
  void oneFollowUpWhicheverServerFailsOver() {
    judge(failovers());
  }

  @Test
  @Tag("proof")
  void oneFollowUpWhateverGoesWrongAndWhicheverServerFailsOver() {
    judge(both());
  }

  /** A rule that is removed, and a cell that misses it. */
  static Stream<Arguments> missed() {
    Mishap lateTwin = new Mishap(Request.LATE, 1, Caller.HEARS_NOTHING);
    Mishap lateOfTheDead = new Mishap(Request.LATE, 2, Caller.DIES);
    Mishap lateAtTheEnd = new Mishap(Request.LATE, Mishap.AT_THE_END, Caller.HEARS_NOTHING);
    Failover afterTheProbe = new Failover(Set.of(1), 8, 0, -1);
    return Stream.of(
        arguments(
            FollowMutant.WITHOUT_RECEIPT.changes(),
            new Cell(SUCCEED, lateTwin, Failover.NONE, ELSEWHERE, true)),
        arguments(
            FollowMutant.WITHOUT_FENCE.changes(),
            new Cell(SUCCEED, lateOfTheDead, Failover.NONE, ELSEWHERE, true)),
        arguments(
            FollowMutant.NO_LETTER.changes(),
            new Cell(0, Mishap.NONE, Failover.NONE, ELSEWHERE, true)),
        arguments(
            LetterMutant.ACCEPT_AGAIN.changes(),
            new Cell(RECEIVE, lateAtTheEnd, Failover.NONE, ELSEWHERE, false)),
        arguments(
            LetterMutant.NO_TAIL.changes(),
            new Cell(0, Mishap.NONE, afterTheProbe, ELSEWHERE, true)));
  }

  @ParameterizedTest
  @MethodSource("missed")
  void aRuleThatIsRemovedIsMissed(List<Change> removed, Cell cell) {
    assertThat(new Handover(SITES, LetterScripts.ofWork(List.of()), cell).run()).isEmpty();
    assertThat(new Handover(SITES, LetterScripts.ofWork(removed), cell).run()).isNotEmpty();
  }

  private static void judge(List<Cell> cells) {
    LetterScripts scripts = LetterScripts.ofWork(List.of());
    List<String> violations = new ArrayList<>();
    long begun = System.nanoTime();
    int tried = 0;
    for (int i = 0; i < cells.size(); i += ONE_OF) {
      Cell cell = cells.get(i);
      new Handover(SITES, scripts, cell)
          .run()
          .forEach(violation -> violations.add(cell + ": " + violation));
      tried++;
    }
    System.out.printf(
        "crash points: %,d of %,d cells in %,d ms%n",
        tried, cells.size(), Duration.ofNanos(System.nanoTime() - begun).toMillis());

    assertThat(violations).isEmpty();
  }

  private static List<Cell> callsThatGoWrong() {
    List<Cell> cells = new ArrayList<>();
    for (int call = 1; call <= Handover.CALLS; call++) {
      for (Mishap mishap : Mishap.all()) {
        addAll(cells, call, mishap, Failover.NONE);
      }
    }
    return cells;
  }

  private static List<Cell> failovers() {
    List<Cell> cells = new ArrayList<>();
    Failover.all(Handover.CALLS_WITH_PROBE).forEach(each -> addAll(cells, 0, Mishap.NONE, each));
    return cells;
  }

  private static List<Cell> both() {
    List<Cell> cells = new ArrayList<>();
    for (int call = 1; call <= Handover.CALLS; call++) {
      for (Mishap mishap : Mishap.kinds()) {
        for (Failover failover : Failover.all(Handover.CALLS)) {
          cells.add(new Cell(call, mishap, failover, ELSEWHERE, cells.size() % 2 == 0));
        }
      }
    }
    return cells;
  }

  private static void addAll(List<Cell> cells, int call, Mishap mishap, Failover failover) {
    for (boolean remembers : List.of(true, false)) {
      cells.add(new Cell(call, mishap, failover, ELSEWHERE, remembers));
      if (!failover.sites().contains(1)) {
        cells.add(new Cell(call, mishap, failover, SAME_SERVER, remembers));
      }
    }
  }
}
