package io.sluice.gateway.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One tab, in a browser context of its own. It notes what a user would call broken. */
final class Tab implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** That come in the place of a page while something is waited for. */
  private static final int MOST_LOADS = 3;

  private final DevTools tools;
  private final String context;
  private final String session;
  private final List<String> troubles = new CopyOnWriteArrayList<>();

  private Tab(DevTools tools, String context, String session) {
    this.tools = tools;
    this.context = context;
    this.session = session;
  }

  static Tab open(DevTools tools, int width, int height) {
    String context =
        tools
            .call(null, "Target.createBrowserContext", Map.of())
            .path("browserContextId")
            .asString();
    String target =
        tools
            .call(
                null,
                "Target.createTarget",
                Map.of("url", "about:blank", "browserContextId", context))
            .path("targetId")
            .asString();
    String session =
        tools
            .call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asString();
    Tab tab = new Tab(tools, context, session);
    tools.listen(tab::note);
    List.of("Page", "Runtime", "Log").forEach(domain -> tab.call(domain + ".enable", Map.of()));
    tab.call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", resource("helpers.js")));
    tab.size(width, height);
    return tab;
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    return tools.call(session, method, parameters);
  }

  private void note(JsonNode event) {
    if (!event.path("sessionId").asString("").equals(session)) {
      return;
    }
    JsonNode of = event.path("params");
    switch (event.path("method").asString("")) {
      case "Runtime.exceptionThrown" -> troubles.add("exception: " + of.path("exceptionDetails"));
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(of.path("type").asString())) {
          troubles.add("console: " + of.path("args"));
        }
      }
      case "Log.entryAdded" -> {
        if (of.path("entry").path("level").asString().equals("error")) {
          troubles.add("log: " + of.path("entry"));
        }
      }
      case "Page.javascriptDialogOpening" -> troubles.add("dialog: " + of.path("message"));
      default -> {
        // Of no concern.
      }
    }
  }

  /** Errors on the console, of scripts and of the policy, and dialogs; of requests refused not. */
  List<String> troubles() {
    return troubles.stream()
        .filter(trouble -> !trouble.contains("\"source\":\"network\""))
        .toList();
  }

  void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Loads a page; from a page of the dashboard to another only the part after # changes. */
  void go(String url) {
    call("Page.navigate", Map.of("url", url));
  }

  /** What an expression is, once its promise is kept. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(
          answer.path("exceptionDetails").path("exception").path("description").asString("")
              + "\nin "
              + expression
              + "\ntroubles "
              + troubles);
    }
    return answer.path("result").path("value");
  }

  /** Waits until it is true in the page, or in the one that takes its place meanwhile. */
  JsonNode until(String expression) {
    String waits = "t.until(() => " + expression + ", " + quoted(expression) + ")";
    for (int left = MOST_LOADS; ; left--) {
      try {
        return evaluate(waits);
      } catch (AssertionError error) {
        if (left == 0 || !wasReplaced(error)) {
          throw error;
        }
      }
    }
  }

  private static boolean wasReplaced(AssertionError error) {
    String message = String.valueOf(error.getMessage());
    return message.contains("navigated") || message.contains("context was destroyed");
  }

  /** Waits until the page shows this text. */
  void shows(String text) {
    until("t.text().includes(" + quoted(text) + ")");
  }

  /** Presses the button or follows the link with this name; in a dialog when one is open. */
  void press(String name) {
    evaluate("t.press(" + quoted(name) + ")");
  }

  /** Presses this button of the dialog that is about to open. */
  void confirm(String name) {
    until("document.querySelector('dialog[open]')");
    press(name);
  }

  /** Fills in the field with this label, as by typing. */
  void fill(String label, String value) {
    evaluate("t.fill(" + quoted(label) + ", " + quoted(value) + ")");
  }

  /** What its scripts hold, once what they have let go of is collected. */
  double heapMegabytes() {
    call("HeapProfiler.collectGarbage", Map.of());
    return Math.round(call("Runtime.getHeapUsage", Map.of()).path("usedSize").asDouble() / 1e5)
        / 10.0;
  }

  /** The theme of the system, light or dark. */
  void theme(String theme) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
  }

  /** What it shows, as PNG. */
  byte[] picture() {
    return Base64.getDecoder()
        .decode(call("Page.captureScreenshot", Map.of("format", "png")).path("data").asString());
  }

  /** Types a key where the focus is. */
  void key(String key) {
    call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "text", key));
    call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
  }

  static String quoted(String text) {
    return MAPPER.writeValueAsString(text);
  }

  static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Tab.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    tools.call(null, "Target.disposeBrowserContext", Map.of("browserContextId", context));
  }
}
