package io.sluice.gateway.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final String BASE = "io.sluice.gateway";
  private static final String FIXTURE = BASE + ".fixture";

  /** The rooms of the API: the bounds below all, tasks on acts and queues, the others on both. */
  private static final Map<String, Set<String>> API_ROOMS =
      Map.ofEntries(
          Map.entry("bounds", Set.of()),
          Map.entry("queues", Set.of("bounds")),
          Map.entry("acts", Set.of("bounds", "queues")),
          Map.entry("tasks", Set.of("acts", "bounds", "queues")),
          Map.entry("claims", Set.of("bounds", "tasks")),
          Map.entry("batches", Set.of("bounds", "queues", "tasks")),
          Map.entry("flow", Set.of("bounds", "tasks")),
          Map.entry("schedules", Set.of("bounds", "tasks")),
          Map.entry("events", Set.of("bounds", "queues", "tasks")),
          Map.entry("reports", Set.of("bounds")),
          Map.entry("server", Set.of("bounds", "queues")));

  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void noPackageReachesItself() {
    Rules.noCycles(BASE).check(GATEWAY);
    isBrokenBy(Rules.noCycles(FIXTURE + ".cycle"), "cycle");
  }

  @Test
  void theRoomsOfTheApiImportOnlyWhatIsBelowThem() {
    Rules.rooms(BASE + ".api", API_ROOMS).check(GATEWAY);
    isBrokenBy(Rules.rooms(FIXTURE + ".cycle", Map.of("a", Set.of("b"))), "cycle");
  }

  @Test
  void nobodyImportsTheWiring() {
    Rules.nobodyImports(BASE, BASE + ".cli..").check(GATEWAY);
    isBrokenBy(Rules.nobodyImports(FIXTURE + ".cycle.b"), "cycle.a");
  }

  @Test
  void onlyTheJsonPackageKnowsJackson() {
    Rules.onlyJsonKnowsJackson().check(GATEWAY);
    isBrokenBy(Rules.onlyJsonKnowsJackson(), "jackson");
  }

  @Test
  void onlyTheCommandLineBlocks() {
    Rules.nobodyBlocks().check(GATEWAY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ByBlock", "ByLast", "BySleep", "ByIterable"})
  void eachWayToBlockIsSeen(String fixture) throws ClassNotFoundException {
    JavaClasses broken =
        new ClassFileImporter()
            .importClasses(Class.forName(FIXTURE + ".blocking.Blocks$" + fixture));

    assertThatThrownBy(() -> Rules.nobodyBlocks().check(broken))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(fixture);
  }

  private static void isBrokenBy(ArchRule rule, String fixture) {
    JavaClasses broken = new ClassFileImporter().importPackages(FIXTURE + "." + fixture);
    assertThatThrownBy(() -> rule.check(broken)).isInstanceOf(AssertionError.class);
  }
}
