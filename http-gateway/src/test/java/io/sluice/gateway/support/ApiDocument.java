package io.sluice.gateway.support;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API document that the server gives out. Its schemas leave answers open for what later
 * versions add; here they are closed, so that a member that is not documented shows. What
 * generators of clients do not understand stands in {@code x-rules}; here it holds as well.
 */
public final class ApiDocument {
  /** Schemas by such names are there to be extended, and stay open. */
  private static final String EXTENDED = "Fields";

  /** More schemas that a value must match: conditions between its members. */
  private static final String RULES = "x-rules";

  private static final String ALL = "allOf";

  private static final String ID = "urn:sluice:openapi";
  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  public static final ApiDocument OURS = new ApiDocument("/io/sluice/gateway/openapi.json");

  private final JsonNode root;
  private final List<ApiOperation> operations = new ArrayList<>();
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private ApiDocument(String resource) {
    root = read(resource);
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(member -> METHODS.contains(member.getKey()))
                    .forEach(
                        member ->
                            operations.add(
                                new ApiOperation(
                                    member.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    member.getValue()))));
    JsonNode closed = root.deepCopy();
    close(closed, "");
    registry =
        SchemaRegistry.withDialect(
            Dialects.getDraft202012(),
            builder ->
                builder
                    .schemas(Map.of(ID, closed.toString()))
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  }

  public JsonNode root() {
    return root;
  }

  public List<ApiOperation> operations() {
    return List.copyOf(operations);
  }

  public Optional<ApiOperation> find(String method, List<String> path) {
    return operations.stream().filter(of -> of.method().equals(method) && of.isAt(path)).findAny();
  }

  boolean knows(List<String> path) {
    return operations.stream().anyMatch(operation -> operation.isAt(path));
  }

  /** A part of the document; if it is a reference, what that refers to. */
  public JsonNode resolve(JsonNode node) {
    String ref = node.path("$ref").asString("");
    return ref.isEmpty() ? node : root.at(ref.substring(1));
  }

  /** What is wrong with the value, each with its pointer; nothing if it is as the schema says. */
  public List<String> errors(JsonNode schema, JsonNode value) {
    JsonNode closed = schema.deepCopy();
    close(closed, "");
    String text = closed.toString().replace("\"$ref\":\"#/", "\"$ref\":\"" + ID + "#/");
    return schemas.computeIfAbsent(text, this::compiled).validate(value).stream()
        .map(ApiDocument::shown)
        .toList();
  }

  private Schema compiled(String text) {
    return registry.getSchema(new JsonMapper().readTree(text));
  }

  private static String shown(Error error) {
    return error.getInstanceLocation() + ": " + error.getMessage();
  }

  private static void close(JsonNode node, String name) {
    if (node instanceof ObjectNode object) {
      if (!name.endsWith(EXTENDED) && !object.has("additionalProperties") && isObject(object)) {
        object.put("unevaluatedProperties", false);
      }
      rules(object);
    }
    node.properties().stream()
        .filter(member -> !member.getKey().equals(ALL))
        .forEach(member -> close(member.getValue(), member.getKey()));
    if (node.isArray()) {
      node.values().forEach(item -> close(item, ""));
    }
  }

  /** By its members, or by the parts that it is made of, which stay open for each other. */
  private static boolean isObject(ObjectNode schema) {
    return (schema.path("type").asString("").equals("object") && schema.has("properties"))
        || StreamSupport.stream(schema.path(ALL).spliterator(), false)
            .anyMatch(part -> part.path("$ref").asString("").endsWith(EXTENDED));
  }

  private static void rules(ObjectNode schema) {
    if (schema.get(RULES) instanceof ArrayNode rules) {
      schema.withArray(ALL).addAll(rules);
      schema.remove(RULES);
    }
  }

  private static JsonNode read(String resource) {
    try (InputStream in = ApiDocument.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new AssertionError("there is no " + resource);
      }
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
