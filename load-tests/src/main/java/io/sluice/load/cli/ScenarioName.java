package io.sluice.load.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scenarios of {@code run}, and which options say something to each. */
enum ScenarioName {
  ENQUEUE,
  E2E,
  HTTP_ENQUEUE,
  HTTP_E2E,
  DELAYED,
  RETRY_STORM,
  MANY_QUEUES,
  PRIORITY,
  FAIR,
  SLOW_CONSUMER;

  private static final Set<String> SENDS = Set.of("--arrivals", "--closed");
  private static final Set<String> RUNS = Set.of("--handler", "--concurrency");

  private static final Set<String> ENGINE = Set.of("--bare", "--durability");

  /** Options that mean nothing to some scenario. */
  private static final Set<String> PARTICULAR =
      Arrays.stream(values())
          .flatMap(scenario -> scenario.options().stream())
          .collect(Collectors.toUnmodifiableSet());

  private Set<String> options() {
    return switch (this) {
      case ENQUEUE -> and(SENDS, ENGINE);
      case HTTP_ENQUEUE -> SENDS;
      case E2E -> and(and(SENDS, RUNS), ENGINE);
      case HTTP_E2E -> and(SENDS, RUNS);
      case DELAYED -> and(RUNS, Set.of("--arrivals", "--delay"));
      case RETRY_STORM ->
          and(and(SENDS, RUNS), Set.of("--fail-share", "--fail-times", "--backoff"));
      case MANY_QUEUES -> and(and(SENDS, RUNS), Set.of("--queues"));
      case PRIORITY -> and(RUNS, Set.of("--arrivals", "--backlog", "--priorities"));
      case FAIR ->
          and(
              RUNS,
              Set.of(
                  "--arrivals",
                  "--backlog",
                  "--light",
                  "--light-backlog",
                  "--weights",
                  "--group-limit"));
      case SLOW_CONSUMER -> and(RUNS, Set.of("--arrivals"));
    };
  }

  private static Set<String> and(Set<String> some, Set<String> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
  }

  static ScenarioName of(String text) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.wireName().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "scenario '" + text + "' is none: take one of " + String.join(", ", names())));
  }

  static List<String> names() {
    return Arrays.stream(values()).map(ScenarioName::wireName).toList();
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean overHttp() {
    return this == HTTP_ENQUEUE || this == HTTP_E2E;
  }

  /**
   * Checks that an option that was given says something here.
   *
   * @throws IllegalArgumentException when it does not
   */
  void check(String option) {
    if (PARTICULAR.contains(option) && !options().contains(option)) {
      throw new IllegalArgumentException(
          option
              + " means nothing to "
              + wireName()
              + "; it is for "
              + Arrays.stream(values())
                  .filter(scenario -> scenario.options().contains(option))
                  .map(ScenarioName::wireName)
                  .collect(Collectors.joining(", ")));
    }
  }
}
