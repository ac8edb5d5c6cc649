package io.sluice.load.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The scenarios of {@code run}, and which options say something to each. */
enum ScenarioName {
  ENQUEUE("--arrivals", "--closed"),
  E2E("--arrivals", "--closed", "--handler", "--concurrency"),
  HTTP_ENQUEUE("--arrivals", "--closed"),
  HTTP_E2E("--arrivals", "--closed", "--handler", "--concurrency"),
  DELAYED("--arrivals", "--delay", "--handler", "--concurrency"),
  RETRY_STORM(
      "--arrivals",
      "--closed",
      "--fail-share",
      "--fail-times",
      "--backoff",
      "--handler",
      "--concurrency"),
  MANY_QUEUES("--arrivals", "--closed", "--queues", "--handler", "--concurrency"),
  PRIORITY("--arrivals", "--urgent-rate", "--handler", "--concurrency"),
  FAIR("--arrivals", "--quiet", "--quiet-rate", "--handler", "--concurrency"),
  SLOW_CONSUMER("--arrivals", "--handler", "--concurrency");

  /** Options that mean nothing to some scenario. */
  private static final Set<String> PARTICULAR =
      Arrays.stream(values())
          .flatMap(scenario -> scenario.options.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final Set<String> options;

  ScenarioName(String... options) {
    this.options = Set.of(options);
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
    if (PARTICULAR.contains(option) && !options.contains(option)) {
      throw new IllegalArgumentException(
          option
              + " means nothing to "
              + wireName()
              + "; it is for "
              + Arrays.stream(values())
                  .filter(scenario -> scenario.options.contains(option))
                  .map(ScenarioName::wireName)
                  .collect(Collectors.joining(", ")));
    }
  }
}
