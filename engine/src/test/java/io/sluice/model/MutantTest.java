package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.script.Edit;
import io.sluice.spec.Programs;
import io.sluice.spec.Variant;
import io.sluice.testing.RecordedSeeds;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The judges are judged: without any one rule of the protocol they find what breaks. */
@Tag("scaled")
class MutantTest {
  private static final int STEPS = 3000;
  private static final RecordedSeeds SEEDS = RecordedSeeds.of(MutantTest.class);

  private static final List<TestRedis> SERVERS = new ArrayList<>();
  private static final List<RedisLine> LINES = new ArrayList<>();

  @BeforeAll
  static void start() {
    for (int i = 0; i < RecordedSeeds.servers(); i++) {
      TestRedis redis = TestRedis.start();
      SERVERS.add(redis);
      LINES.add(new RedisLine(redis.port()));
    }
  }

  @AfterAll
  static void stop() {
    LINES.forEach(RedisLine::close);
    SERVERS.forEach(TestRedis::close);
    SEEDS.close();
  }

  /** A build tries one of so many, the proof all of them. */
  private static final int ONE_OF = Integer.getInteger("mutants.oneOf", 8);

  /** A search for one that is rare takes minutes: a test of its own stands for it in a build. */
  static Stream<Mutant> tried() {
    Mutant[] all = Mutant.values();
    return IntStream.range(0, all.length)
        .filter(i -> i % ONE_OF == 0)
        .mapToObj(i -> all[i])
        .filter(mutant -> ONE_OF == 1 || !mutant.isRare());
  }

  @ParameterizedTest
  @MethodSource("tried")
  void aRuleThatIsRemovedIsMissed(Mutant mutant) {
    OptionalLong recorded = SEEDS.of(mutant);
    if (recorded.isPresent() && serversThatMiss(mutant, recorded.getAsLong()) == LINES.size()) {
      return;
    }
    int lived = 0;
    long most = 0;
    for (long seed = 1; lived < mutant.seeds() && most < LINES.size(); seed++) {
      if (mutant.showsUnder(simulation(LINES.get(0), mutant, seed).conditions())) {
        lived++;
        long servers = serversThatMiss(mutant, seed);
        if (servers > most) {
          most = servers;
          SEEDS.found(mutant, seed);
        }
      }
    }
    assertThat(most).as("%s was not found in %s seeds", mutant, lived).isPositive();
  }

  private static long serversThatMiss(Mutant mutant, long seed) {
    return LINES.stream().takeWhile(line -> isMissed(line, mutant, seed)).count();
  }

  private static boolean isMissed(RedisLine line, Mutant mutant, long seed) {
    try {
      simulation(line, mutant, seed).run(STEPS);
      return false;
    } catch (History.Violation found) {
      assertThat(found).hasMessageContaining(mutant.name());
      return true;
    }
  }

  private static Simulation simulation(RedisLine line, Mutant mutant, long seed) {
    return new Simulation(line, mutant.variant(), seed);
  }

  @Test
  void anErrorOfAScriptIsAViolation() {
    Edit fails = new Edit("settle", "local seq, claims =", "local seq, claims = nil .. '',");
    Variant variant = new Variant("SCRIPT_FAILS", List.of(fails), false);

    assertThatThrownBy(() -> new Simulation(LINES.get(0), variant, 1).run(STEPS))
        .isInstanceOf(History.Violation.class)
        .hasMessageContaining("attempt to concatenate a nil value")
        .hasMessageContaining("seed 1");
  }

  /** Fast, so that a rule that was moved or written in other words is met at once. */
  @ParameterizedTest
  @EnumSource(Mutant.class)
  void theRuleIsThereToBeRemoved(Mutant mutant) {
    assertThatCode(() -> new Programs(mutant.variant())).doesNotThrowAnyException();
  }

  @Test
  void aMutantWhoseTextIsGoneOrDoubledSaysSo() {
    Edit edit = new Edit("claim", "if held", "if true");

    assertThat(edit.appliedTo("a if held b")).isEqualTo("a if true b");
    for (String source : List.of("nothing", "if held if held")) {
      assertThatThrownBy(() -> edit.appliedTo(source))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("a mutant no longer applies")
          .hasMessageContaining("claim.lua");
    }
  }

  @Test
  void aListedFaultThatNeverFiredIsNamed() {
    Faults faults = new Faults();
    assertThat(faults.missing()).contains(Faults.KILLED, Faults.LATE + "claim");

    faults.fired(Faults.KILLED);
    faults.fired(Faults.LATE + "claim", 0);

    assertThat(faults.missing()).doesNotContain(Faults.KILLED).contains(Faults.LATE + "claim");
  }
}
