package io.sluice.gateway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the packages may do. */
final class Rules {
  private static final Set<String> BLOCKING =
      Set.of("block", "blockOptional", "blockFirst", "blockLast", "toIterable", "toStream");

  /** No package reaches itself by way of others. */
  static ArchRule noCycles(String base) {
    return slices().matching(base + ".(**)").should().beFreeOfCycles();
  }

  /** Which room below a base may import which of the others; one that is not listed, none. */
  static ArchRule rooms(String base, Map<String, Set<String>> mayImport) {
    return classes()
        .that()
        .resideInAPackage(base + ".*")
        .should(
            new ArchCondition<>("import only the rooms that are listed for their own") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                Set<String> allowed = mayImport.getOrDefault(room(base, type), Set.of());
                type.getDirectDependenciesFromSelf().stream()
                    .filter(to -> to.getTargetClass().getPackageName().startsWith(base + "."))
                    .filter(to -> !allowed.contains(room(base, to.getTargetClass())))
                    .filter(to -> !room(base, type).equals(room(base, to.getTargetClass())))
                    .forEach(to -> events.add(violated(to, to.getDescription())));
              }
            });
  }

  private static String room(String base, JavaClass type) {
    return type.getPackageName().substring(base.length() + 1);
  }

  /** The wiring is imported by nobody. */
  static ArchRule nobodyImports(String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }

  static ArchRule onlyJsonKnowsJackson() {
    return noClasses()
        .that()
        .resideOutsideOfPackage("io.sluice.gateway.json..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson..", "com.fasterxml..");
  }

  /** Only the command line, which is the outermost caller, waits. */
  static ArchRule nobodyBlocks() {
    return noClasses()
        .that(resideInAnyPackage("io.sluice.gateway.."))
        .and()
        .resideOutsideOfPackage("io.sluice.gateway.cli..")
        .should()
        .callMethodWhere(describe("it blocks the calling thread", Rules::blocks));
  }

  private static boolean blocks(JavaMethodCall call) {
    String method = call.getTarget().getName();
    boolean publisher =
        call.getTargetOwner().isAssignableTo(Mono.class)
            || call.getTargetOwner().isAssignableTo(Flux.class);
    return (publisher && BLOCKING.contains(method))
        || (call.getTargetOwner().isEquivalentTo(Thread.class) && method.equals("sleep"));
  }

  private Rules() {}
}
