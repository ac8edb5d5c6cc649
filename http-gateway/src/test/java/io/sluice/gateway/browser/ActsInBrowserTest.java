package io.sluice.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.access.Role;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestTokens;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** What can be done with the dashboard, done on real tasks. */
@SuppressWarnings("NullAway.Init") // JUnit calls the methods that set them
class ActsInBrowserTest {
  private static final String PREFIX = "/mon";

  private static TestGateway gateway;
  private static Chromium chromium;
  private static Http http;
  private Tab tab;

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start();
    gateway = TestGateway.start();
    http = gateway.http();
    Scene.make(http);
  }

  @AfterAll
  static void stop() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void open() {
    tab = chromium.tab(1280, 900);
  }

  @AfterEach
  void close() {
    assertThat(tab.troubles()).isEmpty();
    tab.close();
  }

  private void at(String page) {
    tab.go(http.url() + "/ui/" + page);
  }

  @Test
  void aQueueIsPausedWithAReasonAndResumedAndSet() {
    at("#/queue/demo");
    tab.press("Pause");
    tab.fill("Why", "a deploy");
    tab.fill("For how long", "10m");
    tab.press("Pause");
    tab.shows("Queue demo is paused.");
    tab.shows("a deploy");
    assertThat(http.get("/v1/queues/demo").json().path("paused").asBoolean()).isTrue();

    tab.press("Resume");
    tab.shows("Queue demo is resumed.");
    tab.press("Edit");
    tab.fill("Backlog at most", "1234");
    tab.fill("Keep ended tasks for", "2h");
    tab.press("Save");
    tab.shows("The settings of queue demo are saved.");
    assertThat(http.get("/v1/queues/demo").json().at("/limits/maxBacklog").asInt()).isEqualTo(1234);
    tab.shows("1,234");
  }

  @Test
  void aTaskIsEnqueuedAgainRescheduledPrioritizedAndRunNow() {
    at("#/task/demo/later-0");
    tab.press("Priority");
    tab.fill("From 0 to 9", "8");
    tab.press("Set");
    tab.shows("Its priority is 8.");
    tab.press("Reschedule");
    tab.fill("In", "3h");
    tab.press("Reschedule");
    tab.shows("It runs at");
    tab.press("Edit and enqueue again");
    tab.fill("Tags", "again, twice");
    tab.press("Enqueue");
    tab.shows("is enqueued.");
    tab.press("Look at it");
    tab.shows("again, twice");
    tab.shows("12345678901234567890.12345678901");

    at("#/task/demo/later-0");
    tab.press("Run now");
    tab.shows("is made ready");
    tab.until("t.text().includes('last attempt: succeeded')");
    assertThat(Scene.stateOf(http, "later-0")).isEqualTo("succeeded");
  }

  @Test
  void aWorkerIsAskedToBeQuietToClaimAgainAndToStop() {
    http.enqueue("asked", "{\"type\":\"email\",\"delay\":\"1h\"}");
    http.post("/v1/queues/asked/claims", "{}");
    at("#/workers?queue=asked");
    tab.press("Quiet");
    tab.shows("is asked to claim nothing more; what it runs goes on.");
    tab.shows("be quiet");
    tab.press("Resume");
    tab.shows("is asked to claim again.");
    tab.press("Stop");
    tab.shows("Nothing starts it again but its own program.");
    tab.press("Stop");
    tab.shows("is asked to stop.");
    tab.until("!document.querySelector('dialog')");
    assertThat(http.get("/v1/workers").text()).contains("\"asked\":\"stop\"");
  }

  @Test
  void aRunningTaskIsCancelledOnceThatIsConfirmed() {
    at("#/task/demo/running-0");
    tab.press("Cancel");
    tab.shows("A task that runs is asked to stop.");
    tab.press("Leave it");
    tab.until("!document.querySelector('dialog')");
    assertThat(Scene.stateOf(http, "running-0")).isEqualTo("running");
    tab.press("Cancel");
    tab.confirm("Cancel");
    tab.until("t.text().includes('last attempt: cancelled')");
  }

  @Test
  void theDeadAreRedrivenAndPurgedAndBulkActionsTellOfIt() {
    at("#/dead?queue=demo");
    tab.shows("fails on request");
    tab.press("Redrive all");
    tab.shows("They become ready again");
    tab.press("Redrive");
    tab.shows("are being redriven.");
    tab.press("Watch it");
    tab.until("location.hash === '#/bulk'");
    tab.shows("done");
    Scene.await(http, "dead", 3);

    at("#/tasks?queue=demo&state=dead");
    tab.fill("Select dead-1", "true");
    tab.shows("1 task selected");
    tab.press("Delete");
    tab.shows("Deleted tasks cannot be brought back.");
    tab.press("Delete");
    tab.shows("1 task was deleted.");
    Scene.await(http, "dead", 2);

    at("#/dead?queue=demo");
    tab.press("Purge");
    tab.until("document.querySelector('dialog button.danger').disabled");
    tab.fill("Type demo", "demo");
    tab.press("Purge");
    tab.shows("are being removed.");
    Scene.await(http, "dead", 0);
  }

  @Test
  void allThatMatchAreActedOnAlsoThoseThatAreNotShown() {
    String later = "{\"type\":\"demo.echo\",\"delay\":\"1h\",\"tags\":[\"many\"]}\n";
    http.postAs("application/x-ndjson", "/v1/queues/demo/tasks", later.repeat(230));
    at("#/tasks?queue=demo&state=scheduled&tag=many");
    tab.press("All that match…");
    tab.shows("230 tasks");
    tab.fill("What to do", "cancel");
    tab.press("Do it");
    tab.shows("230 tasks were cancelled.");
    assertThat(
            http.get("/v1/queues/demo/tasks?state=scheduled&tag=many").json().path("items").size())
        .isZero();
  }

  @Test
  void aScheduleIsMadeTriggeredPausedChangedAndDeleted() {
    at("#/schedules");
    tab.press("New schedule");
    tab.fill("Name", "hourly");
    tab.fill("Or every", "1h");
    tab.fill("Queue", "demo");
    tab.fill("Task type", "demo.echo");
    tab.fill("Payload", "{\"n\":98765432109876543210}");
    tab.press("Save");
    tab.shows("Schedule hourly is saved.");
    tab.press("hourly");
    tab.shows("98765432109876543210");
    tab.press("Trigger");
    tab.shows("has enqueued a task.");
    tab.press("Look at it");
    tab.shows("last attempt: succeeded");
    at("#/schedule/hourly");
    tab.press("Pause");
    tab.shows("Schedule hourly is paused.");
    tab.press("Resume");
    tab.shows("Schedule hourly is resumed.");
    tab.press("Edit");
    tab.fill("Or every", "2h");
    tab.press("Save");
    tab.until("t.text().includes('2 h')");
    assertThat(http.get("/v1/schedules/hourly").text()).contains("98765432109876543210");
    tab.press("Delete");
    tab.confirm("Delete");
    tab.until("location.hash === '#/schedules'");
    assertThat(http.get("/v1/schedules/hourly").status()).isEqualTo(404);
  }

  @Test
  void aBatchIsLookedAtAndSealed() {
    at("#/batches?queue=demo");
    tab.press("mailing");
    tab.shows("Results");
    tab.press("Seal");
    tab.shows("is sealed.");
    tab.until("t.text().includes('complete')");
  }

  @Test
  void thePageWorksUnderAPathOfAProxy() {
    DisposableServer proxy =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((in, out) -> passedOn(http.url(), in, out))
            .bindNow();
    try {
      tab.go("http://127.0.0.1:" + proxy.port() + PREFIX + "/");
      tab.shows("Busiest queues");
      tab.until("location.pathname === '" + PREFIX + "/ui/'");
      tab.evaluate("location.hash = '#/task/demo/done-0'");
      tab.shows("last attempt: succeeded");
    } finally {
      proxy.disposeNow();
    }
  }

  private static Publisher<Void> passedOn(
      String url, HttpServerRequest in, HttpServerResponse out) {
    String host = url.substring("http://".length());
    return HttpClient.create()
        .headers(all -> all.set(in.requestHeaders()).set("Host", host))
        .request(in.method())
        .uri(url + in.uri().substring(PREFIX.length()))
        .send(in.receive().retain())
        .response(
            (reply, body) ->
                out.status(reply.status()).headers(reply.responseHeaders()).send(body.retain()));
  }

  @Test
  void aTokenIsAskedForOnceAndAViewerIsOfferedNothingThatActs() throws IOException {
    try (TestTokens tokens = new TestTokens()) {
      String secret = tokens.add("ann", Role.VIEWER);
      try (TestGateway closed = TestGateway.start(tokens)) {
        tab.go(closed.http().url() + "/ui/#/queue/demo");
        tab.shows("This gateway asks for a token.");
        tab.fill("Token", "wrong");
        tab.press("Use it");
        tab.shows("The gateway does not know this token.");
        tab.fill("Token", secret);
        tab.press("Use it");
        tab.shows("accepted in all");
        tab.shows("ann, viewer");
        assertThat(tab.evaluate("['Pause', 'Edit', 'Delete'].filter(t.find)").isEmpty()).isTrue();
        tab.evaluate("location.reload()");
        tab.shows("accepted in all");
        tab.press("Forget token");
        tab.shows("This gateway asks for a token.");
      }
    }
  }
}
