package io.sluice.gateway.http;

import io.sluice.gateway.access.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint answers what.
 *
 * @param template the path; a segment like <code>{queue}</code> stands for any one segment
 * @param role what a caller needs at least; null when anybody may ask, without a token
 */
public record Route(
    String method, String template, @Nullable Role role, Endpoint endpoint, List<String> segments) {
  /** A GET that needs no token. */
  public static Route open(String template, Endpoint endpoint) {
    return new Route("GET", template, null, endpoint, split(template));
  }

  public static Route get(String template, Role role, Endpoint endpoint) {
    return new Route("GET", template, role, endpoint, split(template));
  }

  public static Route post(String template, Role role, Endpoint endpoint) {
    return new Route("POST", template, role, endpoint, split(template));
  }

  public static Route put(String template, Role role, Endpoint endpoint) {
    return new Route("PUT", template, role, endpoint, split(template));
  }

  public static Route delete(String template, Role role, Endpoint endpoint) {
    return new Route("DELETE", template, role, endpoint, split(template));
  }

  /** The segments of a path that begins with a slash. */
  public static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  /** What the variable segments are, or null when the path is another one. */
  public @Nullable Map<String, String> match(List<String> path) {
    if (path.size() != segments.size()) {
      return null;
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{") && !path.get(i).isEmpty()) {
        variables.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return null;
      }
    }
    return variables;
  }

  /** The methods it takes. A HEAD is answered like a GET, without the body. */
  public List<String> methods() {
    return method.equals("GET") ? List.of("GET", "HEAD") : List.of(method);
  }
}
