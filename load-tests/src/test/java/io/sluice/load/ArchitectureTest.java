package io.sluice.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses HARNESS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sluice.load");

  private static final ArchRule NO_CYCLES =
      slices().matching("io.sluice.load.(**)").should().beFreeOfCycles();

  @Test
  void noPackageIsInACycle() {
    NO_CYCLES.check(HARNESS);
  }

  @Test
  void theRuleFindsACycleWhereThereIsOne() {
    JavaClasses broken = new ClassFileImporter().importPackages("io.sluice.load.fixture");

    assertThatThrownBy(() -> NO_CYCLES.check(broken))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Cycle detected");
  }

  @Test
  void onlyTargetMeasureFaultAndBareTalkToRedisThemselves() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "..load.target..", "..load.measure..", "..load.fault..", "..load.bare..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.lettuce..", "redis.embedded..", "io.sluice.gateway..")
        .check(HARNESS);
  }

  @Test
  void onlyTheReportAndTheClientOfTheGatewayKnowJson() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..load.report..", "..load.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(HARNESS);
  }
}
