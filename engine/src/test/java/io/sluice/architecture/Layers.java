package io.sluice.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.Set;

/** Which package below a base may import which; the base itself wires and may import all. */
public final class Layers {
  private static final String TOP = "";

  /** A package that is not listed here may be imported by nobody and imports nothing. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("grammar", Set.of()),
          Map.entry("script", Set.of("task")),
          Map.entry("task", Set.of("grammar")),
          Map.entry("schedule", Set.of("task")),
          Map.entry("guard", Set.of("task")),
          Map.entry("event", Set.of("task")),
          Map.entry("config", Set.of("task")),
          Map.entry("id", Set.of("task")),
          Map.entry("store", Set.of("script", "task", "event", "guard", "loop", "schedule")),
          Map.entry("loop", Set.of("task", "event", "guard")),
          Map.entry("crew", Set.of("task", "event", "guard", "loop")),
          Map.entry("lane", Set.of("script", "task", "event", "guard", "store", "loop")),
          Map.entry(
              "client",
              Set.of(
                  "script", "task", "event", "guard", "config", "id", "store", "lane", "loop",
                  "crew")),
          Map.entry(
              "claim",
              Set.of(
                  "script", "task", "event", "guard", "config", "id", "store", "lane", "loop",
                  "crew")),
          Map.entry(
              "worker",
              Set.of(
                  "script", "task", "claim", "event", "guard", "config", "id", "store", "lane",
                  "loop", "crew")),
          Map.entry(
              "remote",
              Set.of("script", "task", "event", "guard", "config", "id", "store", "lane", "loop")),
          Map.entry(
              "maintenance",
              Set.of("script", "task", "event", "guard", "config", "store", "loop", "schedule")),
          Map.entry(
              "protocol",
              Set.of("task", "event", "guard", "config", "store", "loop", "schedule", "script")),
          Map.entry("redis", Set.of("task", "event", "guard", "config", "loop", "script")),
          Map.entry("memory.redis", Set.of("script", "task")),
          Map.entry("junit", Set.of(TOP, "config", "memory")),
          Map.entry(
              "memory",
              Set.of(
                  "script",
                  "task",
                  "event",
                  "guard",
                  "config",
                  "store",
                  "loop",
                  "schedule",
                  "memory.redis")),
          Map.entry("codec", Set.of("task")),
          Map.entry("metrics", Set.of("task", "event")));

  private final String base;

  public Layers(String base) {
    this.base = base;
  }

  public ArchRule noCycles() {
    return SlicesRuleDefinition.slices().matching(base + ".(**)").should().beFreeOfCycles();
  }

  public ArchRule importsOnlyWhatTheDiagramAllows() {
    return ArchRuleDefinition.classes()
        .that(DescribedPredicate.describe("are below " + base, type -> !layerOf(type).equals(TOP)))
        .should(importOnlyAllowed());
  }

  private ArchCondition<JavaClass> importOnlyAllowed() {
    return new ArchCondition<>("import only what the diagram allows") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> !allowed(dependency))
            .forEach(
                dependency ->
                    events.add(
                        SimpleConditionEvent.violated(dependency, dependency.getDescription())));
      }
    };
  }

  private boolean allowed(Dependency dependency) {
    JavaClass target = dependency.getTargetClass().getBaseComponentType();
    if (!isOurs(target)) {
      return true;
    }
    String from = layerOf(dependency.getOriginClass());
    String to = layerOf(target);
    return from.equals(to) || MAY_IMPORT.getOrDefault(from, Set.of()).contains(to);
  }

  private boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(base) || type.getPackageName().startsWith(base + ".");
  }

  private String layerOf(JavaClass type) {
    return type.getPackageName().equals(base)
        ? TOP
        : type.getPackageName().substring(base.length() + 1);
  }
}
