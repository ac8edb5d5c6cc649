package io.sluice.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What no code does: wait on its thread, read the wall clock, know a library out of its place. */
public final class Habits {
  private static final String CONSTRUCTOR = "<init>";

  /** Methods of a class, or of what extends it. */
  private record Banned(Class<?> owner, Set<String> names) {
    boolean covers(JavaClass target, String name) {
      return names.contains(name) && target.isAssignableTo(owner);
    }
  }

  private static final List<Banned> BLOCKING =
      List.of(
          new Banned(Mono.class, Set.of("block", "blockOptional")),
          new Banned(Flux.class, Set.of("blockFirst", "blockLast", "toIterable", "toStream")),
          new Banned(Thread.class, Set.of("sleep")),
          new Banned(Future.class, Set.of("join", "get")));

  private static final List<Banned> WALL_CLOCK =
      List.of(
          new Banned(System.class, Set.of("currentTimeMillis")),
          new Banned(Instant.class, Set.of("now")),
          new Banned(Clock.class, Set.of("systemUTC", "systemDefaultZone", "system")),
          new Banned(Date.class, Set.of(CONSTRUCTOR)));

  private static final List<Banned> FUTURES =
      List.of(new Banned(Mono.class, Set.of("fromFuture", "fromCompletionStage")));

  /** Blocks only where it says so: on connecting and on closing. */
  public static ArchRule nothingBlocksBut(String... documented) {
    Set<String> exceptions = Set.of(documented);
    return noClasses()
        .that(
            DescribedPredicate.describe(
                "are not " + exceptions, type -> !exceptions.contains(type.getName())))
        .should()
        .accessTargetWhere(isOneOf(BLOCKING));
  }

  public static ArchRule nothingReadsTheWallClock() {
    return noClasses().should().accessTargetWhere(isOneOf(WALL_CLOCK));
  }

  /** The error of a future whose subscriber has left is let go, and not dropped as if missed. */
  public static ArchRule futuresAreAwaitedBut(String... homes) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .accessTargetWhere(isOneOf(FUTURES))
        .because("Awaited lets go of what comes too late");
  }

  public static ArchRule isKnownOnlyIn(String library, String... homes) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static DescribedPredicate<JavaAccess<?>> isOneOf(List<Banned> banned) {
    return DescribedPredicate.describe(
        "it is one of " + banned,
        access ->
            banned.stream()
                .anyMatch(
                    each -> each.covers(access.getTargetOwner(), access.getTarget().getName())));
  }

  private Habits() {}
}
