package io.sluice.gateway.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a browser asks for to have the dashboard: the page, all of its styles and all of its
 * scripts. The page names the two by what is in them, so that a browser may keep them for good. A
 * name of another version leads to what is there now, for a page that another gateway has sent.
 */
final class UiFiles {
  static final String PAGE = "index.html";

  private static final String SCRIPT = "all.js";
  private static final String STYLE = "all.css";
  private static final String SCRIPT_OF_CHARTS = "vendor/uPlot.iife.min.js";
  private static final List<String> STYLES =
      List.of("vendor/uPlot.min.css", "style.css", "parts.css");
  private static final Pattern VERSIONED = Pattern.compile("(all)-[0-9a-f]{16}(\\.js|\\.css)");

  /** By the name without a version. */
  private final Map<String, UiFile> byName = new HashMap<>();

  private UiFiles() {}

  static UiFiles read() {
    UiFiles files = new UiFiles();
    String style = STYLES.stream().map(UiFiles::text).collect(Collectors.joining("\n"));
    // The page asks for its data while it makes ready what draws the charts of them.
    String script = UiScript.from("app.js") + "\n" + text(SCRIPT_OF_CHARTS);
    files.byName.put(STYLE, UiFile.of("text/css", style));
    files.byName.put(SCRIPT, UiFile.of("text/javascript", script));
    String page = files.naming(STYLE, files.naming(SCRIPT, text(PAGE)));
    files.byName.put(PAGE, UiFile.of("text/html", page));
    return files;
  }

  private String naming(String name, String page) {
    return page.replace("\"" + name + "\"", "\"" + versioned(name) + "\"");
  }

  private String versioned(String name) {
    UiFile file = byName.get(name);
    return file == null ? name : name.replace(".", "-" + file.hash() + ".");
  }

  /** What lies beside this class, where the build puts it. */
  static String text(String name) {
    try (InputStream in = UiFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the dashboard has no file " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of this name, of whatever version; null for none. */
  @Nullable UiFile named(String name) {
    return byName.get(plain(name));
  }

  /** Whether what this name leads to never changes. */
  boolean isLasting(String name) {
    return !byName.containsKey(name) && versioned(plain(name)).equals(name);
  }

  private static String plain(String name) {
    Matcher versioned = VERSIONED.matcher(name);
    return versioned.matches() ? versioned.group(1) + versioned.group(2) : name;
  }
}
