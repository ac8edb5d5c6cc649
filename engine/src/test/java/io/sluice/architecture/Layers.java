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

/**
 * Which package below a base may import which; a package that is not listed belongs to its parent;
 * the base itself wires and may import all.
 */
public final class Layers {
  private static final String TOP = "";

  /** A package that is not listed here may be imported by nobody and imports nothing. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("grammar", Set.of()),
          Map.entry("task", Set.of("grammar")),
          Map.entry("schedule", Set.of("task")),
          Map.entry("guard", Set.of("task")),
          Map.entry("event", Set.of("task")),
          Map.entry("adapt", Set.of("event")),
          Map.entry("config", Set.of("task")),
          Map.entry("id", Set.of("task")),
          Map.entry("loop", Set.of("task", "event", "guard")),
          Map.entry("crew", Set.of("task", "event", "guard", "loop")),
          Map.entry("script", Set.of("task", "guard", "loop")),
          Map.entry("format", Set.of("task", "event", "guard", "loop", "script")),
          Map.entry("store", Set.of("task", "schedule")),
          Map.entry("encryption", Set.of("task", "store")),
          Map.entry("encoding", Set.of("task", "store", "config", "encryption")),
          Map.entry(
              "protocol",
              Set.of(
                  "task", "event", "guard", "config", "schedule", "store", "encoding", "script")),
          Map.entry("lane", Set.of("task", "event", "guard", "loop", "script")),
          Map.entry("settle", Set.of("task", "event", "store", "protocol", "script", "lane")),
          Map.entry("partition", Set.of("task", "event", "store", "protocol", "loop")),
          Map.entry(
              "client",
              Set.of(
                  "partition",
                  "encoding",
                  "script",
                  "task",
                  "event",
                  "guard",
                  "config",
                  "id",
                  "store",
                  "protocol",
                  "lane",
                  "loop",
                  "crew")),
          Map.entry(
              "claim",
              Set.of(
                  "task",
                  "event",
                  "guard",
                  "config",
                  "id",
                  "store",
                  "encoding",
                  "protocol",
                  "script",
                  "settle",
                  "lane",
                  "loop",
                  "crew")),
          Map.entry(
              "worker",
              Set.of(
                  "task",
                  "event",
                  "guard",
                  "adapt",
                  "config",
                  "store",
                  "encoding",
                  "claim",
                  "loop",
                  "crew")),
          Map.entry(
              "remote",
              Set.of(
                  "task",
                  "event",
                  "guard",
                  "config",
                  "id",
                  "store",
                  "encoding",
                  "protocol",
                  "script",
                  "settle",
                  "lane",
                  "loop")),
          Map.entry(
              "maintenance",
              Set.of("task", "event", "guard", "config", "store", "protocol", "loop", "schedule")),
          Map.entry("redis", Set.of("task", "event", "guard", "config", "loop", "script")),
          Map.entry("memory", Set.of("task", "guard", "loop", "script")),
          Map.entry("junit", Set.of(TOP, "config", "memory", "spring")),
          Map.entry(
              "spring",
              Set.of(TOP, "config", "task", "event", "metrics", "codec", "encryption", "memory")),
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
    if (type.getPackageName().equals(base)) {
      return TOP;
    }
    String below = type.getPackageName().substring(base.length() + 1);
    return MAY_IMPORT.containsKey(below) ? below : below.split("\\.", 2)[0];
  }
}
