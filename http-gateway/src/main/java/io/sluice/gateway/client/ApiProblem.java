package io.sluice.gateway.client;

import io.sluice.gateway.json.JsonTree;
import org.jspecify.annotations.Nullable;

/** The gateway refused. Has no stack trace: it is an answer. */
public final class ApiProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient JsonTree problem;

  private ApiProblem(int status, JsonTree problem) {
    super(oneLine(status, problem), null, false, false);
    this.status = status;
    this.problem = problem;
  }

  /**
   * @param requestId from the header, for bodies that do not have it
   */
  static ApiProblem of(int status, byte[] body, @Nullable String requestId) {
    JsonTree problem = parsed(body);
    return new ApiProblem(
        status,
        problem.get("requestId").isNull() && requestId != null
            ? problem.with("requestId", new JsonTree.Text(requestId))
            : problem);
  }

  public int status() {
    return status;
  }

  /** The problem document; empty when there was none. */
  public JsonTree document() {
    return problem;
  }

  /**
   * Title, detail, code, request id and bad fields of a problem, on one line.
   *
   * @param status of the answer, for what is no problem document
   */
  public static String oneLine(int status, JsonTree problem) {
    String title = problem.get("title").text();
    StringBuilder line = new StringBuilder(title.isEmpty() ? "HTTP status " + status : title);
    String detail = problem.get("detail").text();
    if (!detail.isEmpty()) {
      line.append(": ").append(detail);
    }
    problem.get("errors").items().forEach(error -> field(line, error, detail));
    String code = problem.get("code").text();
    String request = problem.get("requestId").text();
    if (!code.isEmpty() || !request.isEmpty()) {
      line.append(" (").append(code).append(code.isEmpty() || request.isEmpty() ? "" : ", ");
      line.append(request.isEmpty() ? "" : "request " + request).append(')');
    }
    return line.toString();
  }

  /** The detail of the first bad field is the detail of the problem, and is not said twice. */
  private static void field(StringBuilder line, JsonTree error, String said) {
    String pointer = error.get("pointer").text();
    String detail = error.get("detail").text();
    line.append(" [").append(pointer.isEmpty() ? "request" : pointer);
    line.append(detail.equals(said) ? "" : ": " + detail).append(']');
  }

  private static JsonTree parsed(byte[] body) {
    try {
      return JsonTree.parse(body);
    } catch (IllegalArgumentException notJson) {
      return JsonTree.Literal.NULL;
    }
  }
}
