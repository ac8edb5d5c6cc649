package io.sluice.load.report.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the run was made with: enough to make it again. */
final class Setup {
  private static final double MEBIBYTE = 1 << 20;
  private static final String BYTES = "Bytes";

  private final JsonNode env;
  private final JsonNode config;
  private final Markup page;

  Setup(JsonNode result, Markup page) {
    this.env = result.path("env");
    this.config = result.path("config");
    this.page = page;
  }

  void command() {
    page.element("h2", "Command");
    JsonNode command = config.path("command");
    if (!command.isString()) {
      page.element("p", "This result does not tell its command.", "class", "about");
    } else {
      page.open("div", "class", "command")
          .open("pre")
          .element("code", command.stringValue(), "id", "command")
          .close("pre")
          .element("button", "Copy", "type", "button", "id", "copy", "hidden", "")
          .element("span", "", "id", "copied", "role", "status")
          .close("div");
    }
    page.open("p", "class", "about");
    page.text("Seed " + Shown.exact(config.path("seed")));
    page.text(", on Redis " + Shown.value(env.path("redis")));
    page.text(" (target: " + Shown.value(config.path("target")) + ")");
    page.text(", persistence: " + Shown.value(env.path("persistence")) + ".");
    page.close("p");
  }

  void all() {
    page.element("h2", "Environment and settings", "id", "setup");
    table("Environment", env);
    table("Settings", config);
  }

  private void table(String caption, JsonNode tree) {
    Map<String, JsonNode> leaves = new LinkedHashMap<>();
    tree.properties().forEach(entry -> Leaves.into(leaves, entry.getKey(), entry.getValue()));
    if (leaves.isEmpty()) {
      return;
    }
    Table table = Table.ofWords(page, caption, List.of("name", "value"));
    leaves.forEach((name, value) -> table.row(name, List.of(told(name, value))));
    table.close();
  }

  /** Sizes of memory are read in MiB; everything else as it was given. */
  private static String told(String name, JsonNode value) {
    boolean memory = name.endsWith(BYTES) && value.isNumber() && value.doubleValue() >= MEBIBYTE;
    return memory
        ? Shown.number(Math.rint(value.doubleValue() / MEBIBYTE)) + " MiB"
        : Shown.exact(value);
  }
}
