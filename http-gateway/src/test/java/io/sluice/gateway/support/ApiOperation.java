package io.sluice.gateway.support;

import io.sluice.gateway.http.Route;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One operation of the API document.
 *
 * @param node what the document says of it
 */
public record ApiOperation(String method, String template, JsonNode node) {
  /** The role that it wants, in lower case; empty when anybody may ask. */
  public String role() {
    return node.path("security").path(0).path("token").path(0).asString("");
  }

  /** Whether it has to be given a body. */
  public boolean needsBody() {
    return node.at("/requestBody/required").asBoolean(false);
  }

  /** Whether it takes JSON, or nothing. */
  public boolean mayHaveBody() {
    return node.at("/requestBody/content").has("application/json") && !needsBody();
  }

  boolean isAt(List<String> path) {
    List<String> segments = Route.split(template);
    if (segments.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      boolean variable = segments.get(i).startsWith("{") && !path.get(i).isEmpty();
      if (!variable && !segments.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return method + " " + template;
  }
}
