package io.sluice.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.TestGateway;
import io.sluice.schedule.Schedule;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.view.QueueSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The dashboard under tasks that mean ill, and under many. */
@SuppressWarnings("NullAway.Init") // JUnit calls the method that sets them
class LoadedPageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TaskType<byte[], byte[]> EVIL = TaskType.raw("evil");
  private static final TaskType<byte[], byte[]> ECHO = TaskType.raw("demo.echo");
  private static final int PAYLOADS = 200;

  /** How many updates of the page the reader is left alone by. */
  private static final int UPDATES = Integer.getInteger("dashboard.updates", 3);

  private static final List<String> VECTORS =
      List.of(
          "<script>pwned()</script>",
          "<img src=x onerror=pwned()>",
          "<svg onload=pwned()>",
          "<iframe srcdoc='<script>parent.pwned()</script>'></iframe>",
          "<a href=javascript:pwned()>x</a>",
          "<body onload=pwned()>",
          "<input autofocus onfocus=pwned()>",
          "<details open ontoggle=pwned()>",
          "<style>*{display:none}</style>",
          "javascript:pwned()");

  private static final List<String> WRAPS =
      List.of(
          "%s",
          "\">%s",
          "'>%s",
          "</td>%s",
          "</pre>%s",
          "-->%s",
          "`${%s}`",
          "{{%s}}",
          "</title>%s",
          "%s\u0000",
          "\u202e%s",
          "</script>%s",
          "<!--%s-->",
          "]]>%s",
          "\\\">%s",
          "%%3C%s",
          "&lt;%s",
          "#/%s",
          "</textarea>%s",
          "a\n%s");

  private static final String FIELD = "'Find a task by its id, or a queue'";

  private static TestGateway gateway;
  private static Chromium chromium;
  private static Http http;

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start();
    gateway = TestGateway.start();
    http = gateway.http();
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

  @Test
  void nothingThatATaskHoldsBecomesMarkup() {
    Sluice sluice = gateway.sluice();
    sluice.queues().configure("evil", QueueSettings.NONE).block(PATIENCE);
    sluice.worker("evil").handle(EVIL, LoadedPageTest::tellAndFail).start();
    Flux.fromStream(IntStream.range(0, PAYLOADS).mapToObj(LoadedPageTest::payload))
        .flatMap(text -> enqueue(sluice, text), 16)
        .blockLast(PATIENCE);
    sluice.queues().pause("evil", payload(1), null).block(PATIENCE);
    sluice
        .schedules()
        .put("evil", Schedule.every(Duration.ofHours(1)), "evil", EVIL.with(bytes(payload(2))))
        .block(PATIENCE);
    awaitDead();
    String dead =
        http.get("/v1/queues/evil/tasks?state=dead&limit=1").json().at("/items/0/id").asString();

    try (Tab tab = chromium.tab(1280, 900)) {
      tab.go(http.url() + "/ui/");
      for (String page :
          List.of(
              "#/overview",
              "#/queues",
              "#/queue/evil",
              "#/dead?queue=evil",
              "#/batches?queue=evil",
              "#/schedule/evil",
              "#/task/evil/" + dead)) {
        tab.evaluate("location.hash = " + Tab.quoted(page));
        tab.until("t.text().includes('evil') && !t.text().includes('Loading')");
        unharmed(tab);
      }
      tab.evaluate("location.hash = '#/tasks?queue=evil&state=dead'");
      for (int shown = 50; shown < PAYLOADS; shown += 50) {
        tab.until("document.querySelectorAll('tbody tr').length >= " + shown);
        tab.press("Show more");
      }
      tab.until("document.querySelectorAll('tbody tr').length >= " + PAYLOADS);
      unharmed(tab);
      tab.evaluate(
          "location.hash = " + Tab.quoted("#/search/" + VECTORS.get(0).replace("/", "%2F")));
      tab.shows("No queue has this");
      unharmed(tab);
    }
  }

  private static void unharmed(Tab tab) {
    assertThat(tab.troubles()).isEmpty();
    assertThat(
            tab.evaluate(
                    "document.querySelectorAll('#app :is(script, img, iframe, style, [onerror],"
                        + " [onload], [onfocus], a[href^=\"javascript:\"])').length")
                .asInt())
        .isZero();
  }

  private static Mono<byte[]> tellAndFail(TaskContext<byte[]> task) {
    String text = new String(task.payload(), StandardCharsets.UTF_8);
    return task.log(text)
        .then(task.progress(0.5, text))
        .then(Mono.error(new IllegalStateException(text)));
  }

  private static Mono<?> enqueue(Sluice sluice, String text) {
    return sluice.enqueue(
        "evil",
        EVIL.with(bytes(text))
            .tags(List.of("t"))
            .retry(RetryPolicy.fixed(1, Duration.ofSeconds(1))));
  }

  private static String payload(int number) {
    String vector = VECTORS.get(number % VECTORS.size());
    return String.format(WRAPS.get(number / VECTORS.size() % WRAPS.size()), vector);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void awaitDead() {
    while (http.get("/v1/queues/evil").json().at("/counts/dead").asInt() < PAYLOADS) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatIsTypedSelectedAndScrolledStaysUnderAThousandEventsASecond() {
    Sluice sluice = gateway.sluice();
    for (int i = 0; i < 80; i++) {
      http.enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":" + i + "}");
    }
    Disposable traffic =
        Flux.interval(Duration.ofMillis(3))
            .onBackpressureDrop()
            .concatMap(i -> sluice.enqueue("demo", ECHO.with(bytes("1"))).onErrorComplete(), 1)
            .subscribe();
    try (Tab tab = chromium.tab(900, 500)) {
      tab.go(http.url() + "/ui/#/tasks?queue=demo&state=succeeded");
      tab.until("document.querySelectorAll('tbody tr').length >= 50");
      tab.evaluate(
          "t.fill("
              + FIELD
              + ", 'ab').then(() => { t.field("
              + FIELD
              + ").setSelectionRange(1, 2); window.row = document.querySelectorAll('tbody tr')[20];"
              + " scrollTo(0, 400); window.top0 = row.getBoundingClientRect().top; window.fresh ="
              + " new Set(); })");
      for (int i = 0; i < UPDATES; i++) {
        tab.until(
            "(window.fresh.add(document.querySelector('.count').parentNode.parentNode.textContent),"
                + " window.fresh.size > "
                + (i + 1)
                + ")");
      }

      assertThat(tab.evaluate("Math.abs(row.getBoundingClientRect().top - top0) < 1").asBoolean())
          .isTrue();
      assertThat(tab.evaluate("document.querySelectorAll('tbody tr')[20] === row").asBoolean())
          .isTrue();
      assertThat(tab.evaluate("document.activeElement === t.field(" + FIELD + ")").asBoolean())
          .isTrue();
      assertThat(
              tab.evaluate("t.field(" + FIELD + ").value + t.field(" + FIELD + ").selectionStart")
                  .asString())
          .isEqualTo("ab1");
      tab.until("document.querySelector('.fresh:not([hidden])')");
      selectsAndHolds(tab);
      assertThat(tab.troubles()).isEmpty();
    } finally {
      traffic.dispose();
    }
  }

  /** A selection in the events, held while more of them come. */
  private static void selectsAndHolds(Tab tab) {
    tab.evaluate("location.hash = '#/events'");
    tab.until("document.querySelectorAll('tbody tr').length >= 30");
    tab.press("Hold");
    tab.evaluate(
        "getSelection().selectAllChildren(document.querySelectorAll('tbody tr')[3].children[3])");
    String chosen = tab.evaluate("String(getSelection())").asString();
    tab.until("document.querySelector('.fresh:not([hidden])')");

    assertThat(chosen).isNotBlank();
    assertThat(tab.evaluate("String(getSelection())").asString()).isEqualTo(chosen);
    tab.press("Go on");
    tab.until("document.querySelector('.fresh').hidden");
    assertThat(tab.evaluate("document.querySelectorAll('tbody tr').length").asInt())
        .isLessThanOrEqualTo(100);
  }
}
