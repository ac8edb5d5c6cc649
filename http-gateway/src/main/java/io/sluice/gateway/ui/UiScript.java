package io.sluice.gateway.ui;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The modules of the dashboard as one script: each is a function that gives what the module exports
 * to those that import it. A browser that asked for fifty files would wait for most of the time
 * that the page takes. The modules stand in it as they are written, each beneath its name.
 */
final class UiScript {
  private static final Pattern IMPORT =
      Pattern.compile("^import \\{(.+)} from \"(.+)\";$", Pattern.MULTILINE);

  /** Of our own modules: before what is exported. */
  private static final Pattern EXPORT =
      Pattern.compile("^export ((?:async )?(?:function|const) (\\w+))", Pattern.MULTILINE);

  /** Of modules that others packed: at the end. */
  private static final Pattern EXPORTS = Pattern.compile("export *\\{([^}]*)};?\\s*$");

  private static final Pattern LEFT_OVER =
      Pattern.compile("^(import|export)\\b", Pattern.MULTILINE);
  private static final String AS = " as ";
  private static final String NAMES = ", ";

  private final Map<String, String> joined = new LinkedHashMap<>();

  private UiScript() {}

  /** The module of this name, after all that it imports. */
  static String from(String name) {
    UiScript script = new UiScript();
    script.join(name);
    return String.join("\n", script.joined.values());
  }

  private void join(String name) {
    if (joined.containsKey(name)) {
      return;
    }
    String text = UiFiles.text(name);
    joined.put(name, "");
    IMPORT.matcher(text).results().forEach(found -> join(named(name, found.group(2))));
    joined.remove(name);
    joined.put(name, "// " + name + "\n" + function(name, text));
  }

  private static String function(String name, String text) {
    String exported =
        EXPORT
            .matcher(text)
            .results()
            .map(found -> found.group(2))
            .collect(Collectors.joining(NAMES));
    String body = IMPORT.matcher(text).replaceAll(found -> quoted(imported(name, found)));
    body = EXPORT.matcher(body).replaceAll("$1");
    Matcher packed = EXPORTS.matcher(body);
    if (packed.find()) {
      exported = renamed(packed.group(1), true);
      body = body.substring(0, packed.start());
    }
    if (LEFT_OVER.matcher(body).find()) {
      throw new IllegalStateException(name + " imports or exports in a way that cannot be joined");
    }
    return "const "
        + variable(name)
        + " = (() => {\n"
        + body
        + "\nreturn { "
        + exported
        + " };\n})();\n";
  }

  private static String imported(String name, MatchResult found) {
    String of = variable(named(name, found.group(2)));
    return "const {" + renamed(found.group(1), false) + "} = " + of + ";";
  }

  /** {@code a as b}: what is a inside is b outside. */
  private static String renamed(String names, boolean outside) {
    return Pattern.compile(",")
        .splitAsStream(names)
        .map(one -> one.strip().split(AS, 2))
        .map(
            one ->
                one.length == 1
                    ? one[0]
                    : outside ? one[1] + ": " + one[0] : one[0] + ": " + one[1])
        .collect(Collectors.joining(NAMES, " ", " "));
  }

  /** The module that this one calls by a path. */
  private static String named(String name, String path) {
    return URI.create(name).resolve(path).toString();
  }

  private static String variable(String name) {
    return "$" + name.replaceAll("\\W", "_");
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }
}
