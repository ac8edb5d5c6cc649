package io.sluice.gateway.http;

import io.sluice.gateway.access.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint answers what.
 *
 * @param template the path; a segment like <code>{queue}</code> stands for any one segment
 * @param role what a caller needs at least; null when anybody may ask, without a token
 * @param audited whether the audit log tells of each request
 */
public record Route(
    String method,
    String template,
    @Nullable Role role,
    boolean audited,
    Endpoint endpoint,
    List<String> segments) {
  private static final List<String> GET_OR_HEAD = List.of("GET", "HEAD");

  /** A GET that needs no token. */
  public static Route open(String template, Endpoint endpoint) {
    return of("GET", template, null, endpoint);
  }

  public static Route get(String template, Role role, Endpoint endpoint) {
    return of("GET", template, role, endpoint);
  }

  public static Route post(String template, Role role, Endpoint endpoint) {
    return of("POST", template, role, endpoint);
  }

  public static Route put(String template, Role role, Endpoint endpoint) {
    return of("PUT", template, role, endpoint);
  }

  public static Route delete(String template, Role role, Endpoint endpoint) {
    return of("DELETE", template, role, endpoint);
  }

  /** What operators and admins do is audited. */
  private static Route of(String method, String template, @Nullable Role role, Endpoint endpoint) {
    boolean audited = role != null && role.covers(Role.OPERATOR);
    return new Route(method, template, role, audited, endpoint, split(template));
  }

  /** The same, but not audited: for what workers do with every task. */
  public Route unaudited() {
    return new Route(method, template, role, false, endpoint, segments);
  }

  /** The segments of a path that begins with a slash. */
  public static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  /**
   * What the variable segments are, in the order of the path, or null when the path is another one.
   */
  public @Nullable Map<String, String> match(List<String> path) {
    if (path.size() != segments.size()) {
      return null;
    }
    for (int i = 0; i < path.size(); i++) {
      boolean fits = isVariable(i) ? !path.get(i).isEmpty() : segments.get(i).equals(path.get(i));
      if (!fits) {
        return null;
      }
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (isVariable(i)) {
        variables.put(segment.substring(1, segment.length() - 1), path.get(i));
      }
    }
    return variables;
  }

  private boolean isVariable(int index) {
    return segments.get(index).startsWith("{");
  }

  /**
   * Whether it does something, by whatever method: a role that only reads is not enough for it. A
   * stream of claims is a GET, and takes tasks.
   */
  public boolean acts() {
    return role != null && role.covers(Role.PRODUCER);
  }

  /** The methods it takes. A HEAD is answered like a GET, without the body. */
  public List<String> methods() {
    return method.equals("GET") ? GET_OR_HEAD : List.of(method);
  }
}
