package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.sluice.architecture.Habits;
import io.sluice.architecture.Layers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the house, each of them also shown to find what it is there for. */
class ArchitectureTest {
  private static final String BASE = "io.sluice";
  private static final String FIXTURE = "io.sluice.fixture";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  private static final ArchRule NOTHING_BLOCKS =
      Habits.nothingBlocksBut("io.sluice.Sluice", "io.sluice.SluiceBuilder");

  private static final ArchRule NOTHING_READS_THE_WALL_CLOCK = Habits.nothingReadsTheWallClock();

  @Test
  void thePackagesHaveNoCycles() {
    new Layers(BASE).noCycles().check(PRODUCT);
  }

  @Test
  void aCycleOfPackagesIsFound() {
    assertThat(violations(new Layers(FIXTURE + ".cycle").noCycles(), FIXTURE + ".cycle"))
        .anyMatch(line -> line.contains("Cycle detected"));
  }

  @Test
  void aPackageImportsOnlyWhatTheDiagramAllows() {
    new Layers(BASE).importsOnlyWhatTheDiagramAllows().check(PRODUCT);
  }

  @Test
  void anImportAgainstTheDiagramIsFound() {
    String base = FIXTURE + ".layers";

    assertThat(violations(new Layers(base).importsOnlyWhatTheDiagramAllows(), base))
        .anyMatch(line -> line.contains("task.Value.store"))
        .anyMatch(line -> line.contains("worker.Sideways.store"))
        .anyMatch(line -> line.contains("codec.Upwards.top"))
        .hasSize(3);
  }

  @Test
  void onlyThePackageRedisKnowsLettuce() {
    onlyRedisKnowsLettuce().check(PRODUCT);
  }

  @Test
  void lettuceInAnotherPackageIsFound() {
    assertThat(violations(onlyRedisKnowsLettuce(), FIXTURE + ".foreign"))
        .anyMatch(line -> line.contains("KnowsRedis"));
  }

  @Test
  void onlyThePackageCodecKnowsJackson() {
    onlyCodecKnowsJackson().check(PRODUCT);
  }

  @Test
  void jacksonInAnotherPackageIsFound() {
    assertThat(violations(onlyCodecKnowsJackson(), FIXTURE + ".foreign"))
        .anyMatch(line -> line.contains("KnowsJson"));
  }

  @Test
  void onlyThePackageOfTheServerInMemoryKnowsLuaJ() {
    onlyMemoryKnowsLuaJ().check(PRODUCT);
  }

  @Test
  void luaJInAnotherPackageIsFound() {
    assertThat(violations(onlyMemoryKnowsLuaJ(), FIXTURE + ".foreign"))
        .anyMatch(line -> line.contains("KnowsLua"));
  }

  @Test
  void nothingBlocksButConnectAndClose() {
    NOTHING_BLOCKS.check(PRODUCT);
  }

  @Test
  void everyWayToBlockIsFound() {
    assertThat(violations(NOTHING_BLOCKS, FIXTURE + ".blocking"))
        .anyMatch(line -> line.contains("Mono.block()") && line.contains("Blocks.mono"))
        .anyMatch(line -> line.contains("Mono.block()") && line.contains("Blocks.byReference"))
        .anyMatch(line -> line.contains("Flux.blockFirst()"))
        .anyMatch(line -> line.contains("Flux.blockLast()"))
        .anyMatch(line -> line.contains("Flux.toIterable()"))
        .anyMatch(line -> line.contains("Flux.toStream()"))
        .anyMatch(line -> line.contains("Thread.sleep(long)"))
        .anyMatch(line -> line.contains("CompletableFuture.join()"))
        .anyMatch(line -> line.contains("Future.get()"))
        .hasSize(9);
  }

  @Test
  void nothingReadsTheWallClock() {
    NOTHING_READS_THE_WALL_CLOCK.check(PRODUCT);
  }

  @Test
  void everyReadOfTheWallClockIsFound() {
    assertThat(violations(NOTHING_READS_THE_WALL_CLOCK, FIXTURE + ".clock"))
        .anyMatch(line -> line.contains("System.currentTimeMillis()"))
        .anyMatch(line -> line.contains("Instant.now()"))
        .anyMatch(line -> line.contains("Date.<init>()"))
        .hasSize(3);
  }

  @Test
  void futuresAreAwaitedByOneBridge() {
    futuresAreAwaited().check(PRODUCT);
  }

  @Test
  void everyOtherBridgeToAFutureIsFound() {
    assertThat(violations(futuresAreAwaited(), FIXTURE + ".future"))
        .anyMatch(line -> line.contains("Mono.fromFuture("))
        .anyMatch(line -> line.contains("Mono.fromCompletionStage("))
        .hasSize(2);
  }

  /** Those of user code are left to Reactor: what their errors say is theirs. */
  private static ArchRule futuresAreAwaited() {
    return Habits.futuresAreAwaitedBut(BASE + ".spring..");
  }

  private static ArchRule onlyRedisKnowsLettuce() {
    return Habits.isKnownOnlyIn("io.lettuce..", BASE + ".redis..");
  }

  private static ArchRule onlyCodecKnowsJackson() {
    return Habits.isKnownOnlyIn("tools.jackson..", BASE + ".codec..");
  }

  private static ArchRule onlyMemoryKnowsLuaJ() {
    return Habits.isKnownOnlyIn("org.luaj..", BASE + ".memory..");
  }

  private static List<String> violations(ArchRule rule, String brokenPackage) {
    JavaClasses broken = new ClassFileImporter().importPackages(brokenPackage);
    return rule.evaluate(broken).getFailureReport().getDetails();
  }
}
