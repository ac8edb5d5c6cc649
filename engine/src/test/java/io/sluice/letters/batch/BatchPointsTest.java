package io.sluice.letters.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.letters.Failover;
import io.sluice.letters.Mishap;
import io.sluice.letters.Site;
import io.sluice.script.LetterScripts;
import io.sluice.script.LetterScripts.Change;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A matrix of batches with members in two queues on two servers, whose follow-ups are members, that
 * lie in another batch, or that are cancelled: what goes wrong with each call, and each failover.
 * In each cell each callback is given once, and the counts are those of a recount.
 */
@Tag("scaled")
class BatchPointsTest {
  /** A build tries one of so many cells, of each kind some, and the proof all of them. */
  private static final int ONE_OF = Integer.getInteger("crash.oneOf", 199);

  private static final int ONE_FAILOVER_OF = ONE_OF == 1 ? 7 : 1439;
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
  void oneCallbackWhateverGoesWrongWithOneCall() {
    List<String> violations = new ArrayList<>();
    int cell = 0;
    for (Shape shape : Shape.values()) {
      for (int call = 1; call <= shape.calls(); call++) {
        for (Mishap mishap : Mishap.all()) {
          if (cell++ % ONE_OF == 0) {
            violations.addAll(run(List.of(), shape, call, mishap, Failover.NONE));
          }
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void oneCallbackWhicheverServerFailsOver() {
    List<String> violations = new ArrayList<>();
    int cell = 0;
    for (Shape shape : Shape.values()) {
      for (Failover failover : Failover.all(shape.calls())) {
        if (cell++ % ONE_FAILOVER_OF == 0) {
          violations.addAll(run(List.of(), shape, 0, Mishap.NONE, failover));
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void aPartThatTellsItsHomeNothingIsMissed() {
    Change removed =
        new Change(
            "judge.lua", "if home == own then return judgeLater", "if true then return judgeLater");

    assertThat(run(List.of(removed), Shape.PLAIN, 0, Mishap.NONE, Failover.NONE)).isNotEmpty();
  }

  @Test
  void aKnownMemberThatIsCountedAgainIsMissed() {
    Change removed =
        new Change("lib/joined.lua", "if number and not isKnown[i] then", "if number then");
    Mishap unheard = new Mishap(Mishap.Request.RUNS, 0, Mishap.Caller.DIES);

    assertThat(run(List.of(removed), Shape.PLAIN, 1, unheard, Failover.NONE)).isNotEmpty();
  }

  @Test
  void aSealThatRefusesFollowUpsIsMissed() {
    assertThat(
            run(
                BatchMutant.SEAL_REFUSES_FOLLOW_UPS.changes(),
                Shape.FOLLOWED,
                0,
                Mishap.NONE,
                Failover.NONE))
        .isNotEmpty();
  }

  @Test
  void aBatchThatDoesNotEndInItsParentIsMissed() {
    Change removed =
        new Change("judge.lua", "  endInParent(batch, hasSucceeded, sum['dead'] > 0)\n", "");

    assertThat(run(List.of(removed), Shape.NESTED, 0, Mishap.NONE, Failover.NONE)).isNotEmpty();
  }

  @Test
  void aPartThatIsStoppedAndCancelsNothingIsMissed() {
    assertThat(
            run(
                BatchMutant.STOP_CANCELS_NOTHING.changes(),
                Shape.CANCELLED,
                0,
                Mishap.NONE,
                Failover.NONE))
        .isNotEmpty();
  }

  private static List<String> run(
      List<Change> changes, Shape shape, int call, Mishap mishap, Failover failover) {
    return new Gathering(SITES, LetterScripts.ofWork(changes), shape, call, mishap, failover)
        .run().stream()
            .map(
                violation ->
                    shape + ", call " + call + " " + mishap + "; " + failover + ": " + violation)
            .toList();
  }
}
