package io.sluice.gateway.support;

import io.sluice.gateway.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Holds every answer that a test gets against the API document: its status, its headers, its media
 * type and its body; and every request that was taken, which the document must allow.
 */
public final class ApiCheck {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String EVENTS = "text/event-stream";

  /** Headers that say something about an answer, and so must be documented where they come. */
  private static final List<String> TELLING =
      List.of("Location", "ETag", "Retry-After", "Link", "Allow", "Idempotent-Replayed");

  /** Of a stream only the beginning is looked at, and the end. */
  private static final int MAX_LINES = 500;

  private static final ApiDocument API = ApiDocument.OURS;

  private final String what;
  private final boolean hasBody;
  private final Reply reply;
  private final List<String> errors = new ArrayList<>();

  private ApiCheck(String what, boolean hasBody, Reply reply) {
    this.what = what;
    this.hasBody = hasBody;
    this.reply = reply;
  }

  /** The reply, if it is as documented. */
  public static Reply check(String method, String uri, String type, String body, Reply reply) {
    List<String> path = Route.split(uri.split("\\?", 2)[0]);
    Optional<ApiOperation> asked = API.find(method.equals("HEAD") ? "GET" : method, path);
    String what = asked.map(ApiOperation::toString).orElse(method + " " + uri);
    ApiCheck check = new ApiCheck(what, !method.equals("HEAD"), reply);
    if (asked.isEmpty() || isNoPath(reply, asked.get())) {
      check.answer(API.root().at("/components/responses/" + other(method, path, reply)));
    } else {
      check.answer(response(asked.get(), reply.status()));
      if (reply.status() < 300 && mediaOf(type).equals(JSON) && saysSomething(asked.get(), body)) {
        check.request(asked.get(), body);
      }
    }
    check.end();
    return reply;
  }

  /** Where a body need not be there, {@code null} is none. */
  private static boolean saysSomething(ApiOperation asked, String body) {
    return !body.isEmpty() && (asked.needsBody() || !body.equals("null"));
  }

  /** A path that fits but for its encoding is none. */
  private static boolean isNoPath(Reply reply, ApiOperation asked) {
    return reply.status() == 404
        && response(asked, 404).isMissingNode()
        && reply.text().contains("\"code\":\"not_found\"");
  }

  /** What answers where no operation does; who has no token is not even told so much. */
  private static String other(String method, List<String> path, Reply reply) {
    if (reply.status() == 401) {
      return "unauthenticated";
    }
    if (reply.status() == 404 || !API.knows(path)) {
      return "not_found";
    }
    return method.equals("OPTIONS") ? "options" : "method_not_allowed";
  }

  private static JsonNode response(ApiOperation operation, int status) {
    return API.resolve(operation.node().path("responses").path(String.valueOf(status)));
  }

  private void answer(JsonNode response) {
    if (response.isMissingNode()) {
      errors.add("the status is not documented");
      return;
    }
    headers(response.path("headers"));
    if (hasBody && reply.body().length > 0) {
      String media = mediaOf(reply.header("Content-Type"));
      JsonNode content = response.path("content").path(media);
      if (content.isMissingNode()) {
        errors.add("the media type is not documented");
      } else {
        body(media, content);
      }
    }
  }

  private void headers(JsonNode documented) {
    for (Map.Entry<String, JsonNode> header : documented.properties()) {
      JsonNode says = API.resolve(header.getValue());
      String value = reply.header(header.getKey());
      if (!value.isEmpty()) {
        note("header " + header.getKey(), says.path("schema"), typed(says.path("schema"), value));
      } else if (says.path("required").asBoolean(false)) {
        errors.add("header " + header.getKey() + " is missing");
      }
    }
    for (String name : TELLING) {
      if (!reply.header(name).isEmpty() && !documented.has(name)) {
        errors.add("header " + name + " is not documented");
      }
    }
  }

  private static JsonNode typed(JsonNode schema, String value) {
    boolean number = schema.path("type").asString("").equals("integer");
    return number ? MAPPER.readTree(value) : StringNode.valueOf(value);
  }

  private void body(String media, JsonNode content) {
    switch (media) {
      case JSON -> json("", content.path("schema"), reply.text());
      case PROBLEM -> problem(content);
      case NDJSON ->
          lines(
              content.path("x-line"),
              reply.text().lines().filter(line -> !line.isEmpty()).toList());
      case EVENTS -> List.of(reply.text().split("\n\n")).forEach(of -> event(of, content));
      default -> {}
    }
  }

  /** Which codes come at a status stands beside the schema of all problems. */
  private void problem(JsonNode content) {
    json("", content.path("schema"), reply.text());
    if (content.has("x-codes")) {
      JsonNode told = MAPPER.readTree(reply.text());
      if (told.path("status").asInt(0) != content.path("x-status").asInt(-1)) {
        errors.add("/status: is not " + content.path("x-status"));
      }
      if (content.path("x-codes").values().stream().noneMatch(told.path("code")::equals)) {
        errors.add("/code: is none of " + content.path("x-codes"));
      }
    }
  }

  private void lines(JsonNode schema, List<String> lines) {
    lines.stream().limit(MAX_LINES).forEach(line -> json(line, schema, line));
    json("the last line", schema, lines.get(lines.size() - 1));
  }

  private void event(String text, JsonNode content) {
    String name = "";
    String data = "";
    for (String line : text.lines().toList()) {
      name = line.startsWith("event: ") ? line.substring("event: ".length()) : name;
      data = line.startsWith("data: ") ? line.substring("data: ".length()) : data;
    }
    JsonNode schema = content.path("x-events").path(name);
    if (!data.isEmpty() && schema.isMissingNode()) {
      errors.add("event " + name + " is not documented");
    } else if (!data.isEmpty()) {
      json("event " + name, schema, data);
    }
  }

  private void request(ApiOperation operation, String body) {
    JsonNode schema = operation.node().at("/requestBody/content/application~1json/schema");
    if (schema.isMissingNode()) {
      errors.add("a request with a body was taken, and none is documented");
    } else {
      JsonNode given = MAPPER.readTree(body);
      dropNulls(given);
      dropRefused(given);
      note("the request", schema, given);
    }
  }

  /** A field that is null is one that is not given. */
  private static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.removeNulls();
    }
    node.values().forEach(ApiCheck::dropNulls);
  }

  /** Of a call that answers each of its items, those that it refused are not as documented. */
  private void dropRefused(JsonNode given) {
    JsonNode results = MAPPER.readTree(reply.text()).path("results");
    if (given.path("outcomes") instanceof ArrayNode outcomes) {
      for (int i = outcomes.size() - 1; i >= 0; i--) {
        if (results.path(i).path("status").asString("").equals("refused")) {
          outcomes.remove(i);
        }
      }
    }
  }

  private void json(String where, JsonNode schema, String text) {
    try {
      note(where, schema, MAPPER.readTree(text.getBytes(StandardCharsets.UTF_8)));
    } catch (JacksonException notJson) {
      errors.add(where + " is no JSON");
    }
  }

  private void note(String where, JsonNode schema, JsonNode value) {
    API.errors(schema, value).forEach(error -> errors.add((where + " " + error).strip()));
  }

  private void end() {
    if (!errors.isEmpty()) {
      throw new AssertionError(
          "%s answered %d %s, not as the API document says:\n  %s\n%s"
              .formatted(
                  what,
                  reply.status(),
                  reply.header("Content-Type"),
                  String.join("\n  ", errors),
                  reply.text()));
    }
  }

  private static String mediaOf(String type) {
    return type.split(";", 2)[0].strip();
  }
}
