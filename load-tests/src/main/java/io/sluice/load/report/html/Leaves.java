package io.sluice.load.report.html;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The values of a tree by their path, so that fields that nobody foresaw are shown as well. */
final class Leaves {
  static void into(Map<String, JsonNode> leaves, String path, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(entry -> into(leaves, path + '.' + entry.getKey(), entry.getValue()));
    } else if (!node.isNull()) {
      leaves.put(path, node);
    }
  }

  private Leaves() {}
}
