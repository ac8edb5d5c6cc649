package io.sluice.gateway.ui;

import io.sluice.gateway.http.ETag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One file of the dashboard, as it is sent. */
record UiFile(String contentType, byte[] bytes, ETag version) {
  private static final int VERSION_DIGITS = 16;

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

  /** All of them, by the name under which they are asked for. */
  static Map<String, UiFile> all() {
    return FILES.entrySet().stream()
        .flatMap(folder -> folder.getValue().stream().map(name -> folder.getKey() + name))
        .collect(Collectors.toUnmodifiableMap(Function.identity(), UiFile::of));
  }

  /** Reads it from beside this class, where the build puts it. */
  static UiFile of(String name) {
    try (InputStream in = UiFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the dashboard has no file " + name);
      }
      byte[] bytes = in.readAllBytes();
      return new UiFile(contentType(name), bytes, versionOf(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      default -> throw new IllegalArgumentException("no media type for " + name);
    };
  }

  private static ETag versionOf(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ETag(HexFormat.of().formatHex(hash).substring(0, VERSION_DIGITS));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
