package io.sluice.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.encryption.EncryptionKeys;
import io.sluice.encryption.PayloadPlace;
import io.sluice.gateway.reports.Reports;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestRuns;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Each page of the dashboard, wide and narrow, light and dark. */
@SuppressWarnings("NullAway.Init") // JUnit calls the method that sets them
class PagesTest {
  private static final String RULES =
      "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],"
          + " resultTypes: ['violations']}).then((all) => all.violations.map((found) => found.id +"
          + " ': ' + found.nodes.slice(0, 4).map((node) => node.html + ' ' +"
          + " (node.any[0]?.message ?? '')).join('; ')))";

  @TempDir private static Path dir;
  private static Reports reports;
  private static TestGateway gateway;
  private static Chromium chromium;
  private static Tab tab;

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start();
    TestRuns runs = new TestRuns(dir);
    runs.put("before", TestRuns.real());
    runs.put("after", TestRuns.real());
    runs.put("broken", "{");
    reports = Reports.in(dir);
    gateway = TestGateway.start(reports);
    Scene.make(gateway.http());
    enqueueEncrypted();
    tab = chromium.tab(1280, 800);
    tab.go(gateway.http().url() + "/");
    tab.shows("Overview");
    tab.evaluate(Tab.resource("axe.min.js"));
  }

  /** What the gateway cannot read; it takes bytes as they are. */
  private static void enqueueEncrypted() {
    byte[] payload =
        EncryptionKeys.of("k1", new byte[32])
            .encrypt(
                "4111".getBytes(StandardCharsets.UTF_8),
                PayloadPlace.ofTask(QueueName.of("hidden"), "pay", TaskId.of("paid")));
    gateway
        .sluice()
        .enqueue("hidden", TaskType.raw("pay").with(payload).id("paid"))
        .block(Duration.ofSeconds(15));
  }

  @AfterAll
  static void stop() throws IOException {
    if (gateway != null) {
      gateway.close();
      reports.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageShowsItsThingsToEverybodyOnEveryScreen(String page, String shown) {
    tab.size(1280, 800);
    tab.evaluate("location.hash = " + Tab.quoted(page));
    tab.shows(shown);

    for (int width : List.of(1280, 390)) {
      tab.size(width, 800);
      for (String theme : List.of("light", "dark")) {
        tab.evaluate("document.documentElement.dataset.theme = " + Tab.quoted(theme));
        assertThat(found()).as("%s, %d wide", theme, width).isEmpty();
      }
    }
    assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
        .as("nothing stands out to the side")
        .isLessThanOrEqualTo(390);
    assertThat(tab.troubles()).isEmpty();
  }

  static List<Arguments> pages() {
    return List.of(
        arguments("#/overview", "Busiest queues"),
        arguments("#/queues", "done /s"),
        arguments("#/queue/demo", "accepted in all"),
        arguments("#/tasks?queue=demo&state=dead", "dead-0"),
        arguments("#/tasks?queue=demo&state=scheduled", "later-0"),
        arguments("#/task/demo/dead-0", "fails on request"),
        arguments("#/task/demo/later-0", "Why it waits"),
        arguments("#/task/hidden/paid", "Only a program that has the key can read it"),
        arguments("#/dead?queue=demo", "IllegalStateException"),
        arguments("#/dead?queue=demo&by=type%2Cerror", "demo.fail"),
        arguments("#/schedules", "nightly"),
        arguments("#/schedule/nightly", "quartz"),
        arguments("#/batches?queue=demo", "mailing"),
        arguments("#/bulk", "Bulk actions"),
        arguments("#/workers", "heartbeat"),
        arguments("#/events", "live"),
        arguments("#/reports", "it is no JSON"),
        arguments("#/report/before", "CPU of one core"),
        arguments("#/report/before?with=after", "Rates, after"),
        arguments("#/about", "payload bytes"),
        arguments("#/about", "commands a second"),
        arguments("#/search/none", "has this id"),
        arguments("#/nowhere", "There is no view"));
  }

  @Test
  void keysLeadAndTheSearchFindsATaskInAnyQueue() {
    tab.size(1280, 800);
    tab.evaluate("location.hash = '#/about'");
    tab.shows("This page");
    tab.key("g");
    tab.key("q");
    tab.until("location.hash === '#/queues'");
    tab.key("?");
    tab.shows("find a task or a queue");
    tab.press("Close");
    tab.until("!document.querySelector('dialog')");
    tab.key("/");
    tab.until("document.activeElement.type === 'search'");
    tab.fill("Find a task by its id, or a queue", "later-0");
    tab.evaluate("document.querySelector('form.search').requestSubmit()");
    tab.until("location.hash === '#/task/demo/later-0'");
    tab.shows("12345678901234567890.12345678901");

    assertThat(tab.troubles()).isEmpty();
  }

  @Test
  void whatIsEncryptedCannotBeEnqueuedAgainByHand() {
    tab.size(1280, 800);
    tab.evaluate("location.hash = '#/task/hidden/paid'");
    tab.shows("Only a program that has the key can read it");

    assertThat(tab.evaluate("document.body.innerText").asString())
        .contains("k1")
        .doesNotContain("Edit and enqueue again", "cURL");
  }

  private static List<String> found() {
    JsonNode found = tab.evaluate(RULES);
    return found.valueStream().map(JsonNode::asString).toList();
  }
}
