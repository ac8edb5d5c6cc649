package io.sluice.gateway.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the dashboard. The page names them beneath a folder that is called by what is in all
 * of them, so that a browser asks once for each, and anew when any of them is another one. Each is
 * also there without that folder, and under that of another version, for a page that was open when
 * the gateway became another one.
 */
final class UiFiles {
  static final String PAGE = "index.html";

  private static final String VERSION_PREFIX = "v-";
  private static final Pattern VERSION = Pattern.compile(VERSION_PREFIX + "[0-9a-f]{16}/");
  private static final Pattern NAMED = Pattern.compile("(src|href)=\"(?!data:)");

  /** By folder: a class path cannot be asked what lies in it. */
  private static final Map<String, List<String>> FILES =
      Map.of(
          "",
          List.of("index.html", "app.js", "parts.css", "style.css"),
          "vendor/",
          List.of("preact-htm.js", "uPlot.iife.min.js", "uPlot.min.css"),
          "core/",
          List.of(
              "caller.js",
              "events.js",
              "history.js",
              "http.js",
              "keys.js",
              "live.js",
              "notices.js",
              "rawjson.js",
              "route.js",
              "samples.js",
              "steady.js",
              "store.js",
              "theme.js"),
          "parts/",
          List.of(
              "bits.js",
              "chart.js",
              "dialog.js",
              "help.js",
              "pick.js",
              "shell.js",
              "table.js",
              "text.js"),
          "pages/",
          List.of(
              "about.js",
              "acts.js",
              "batch.js",
              "batches.js",
              "body.js",
              "bulk.js",
              "charts.js",
              "dead.js",
              "enqueue.js",
              "events.js",
              "overview.js",
              "problems.js",
              "queue.js",
              "queues.js",
              "report.js",
              "reports.js",
              "schedule-acts.js",
              "schedule.js",
              "schedules.js",
              "search.js",
              "settings.js",
              "task.js",
              "tasks.js",
              "timeline.js",
              "workers.js"));

  private final Map<String, UiFile> byName;

  /** The folder of this version. */
  private final String folder;

  private UiFiles(Map<String, UiFile> byName, String folder) {
    this.byName = byName;
    this.folder = folder;
  }

  static UiFiles read() {
    Map<String, UiFile> all = new TreeMap<>();
    FILES.forEach(
        (folder, names) -> names.forEach(name -> all.put(folder + name, UiFile.of(folder + name))));
    StringBuilder versions = new StringBuilder();
    all.forEach((name, file) -> versions.append(name).append(' ').append(file.version().quoted()));
    String folder = VERSION_PREFIX + UiFile.hash(versions.toString().getBytes(UTF_8)) + "/";
    all.compute(PAGE, (name, page) -> naming(page, folder));
    return new UiFiles(new HashMap<>(all), folder);
  }

  private static UiFile naming(@Nullable UiFile page, String folder) {
    if (page == null) {
      throw new IllegalStateException("the dashboard has no page");
    }
    String text = new String(page.bytes(), UTF_8);
    String named = NAMED.matcher(text).replaceAll("$1=\"" + folder);
    return UiFile.of(page.contentType(), named.getBytes(UTF_8));
  }

  /** The file of this name, with or without a version before it; null for none. */
  @Nullable UiFile named(String name) {
    return byName.get(VERSION.matcher(name).lookingAt() ? name.substring(folder.length()) : name);
  }

  boolean isOfThisVersion(String name) {
    return name.startsWith(folder);
  }
}
