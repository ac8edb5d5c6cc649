package io.sluice.gateway.support;

import io.sluice.gateway.json.ObjectShape;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The fields of JSON objects as paths with dots, as {@link ObjectShape#supported} names them. */
public final class Fields {
  /** The shape that a request body of the API is read by. */
  public static ObjectShape<?> shape(String bodyClass) {
    try {
      Field shape = Class.forName("io.sluice.gateway.api." + bodyClass).getDeclaredField("SHAPE");
      shape.setAccessible(true);
      return (ObjectShape<?>) shape.get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no body " + bodyClass, e);
    }
  }

  /** The fields that the API document lists for a schema. */
  public static Set<String> documented(ApiDocument api, JsonNode schema) {
    Set<String> paths = new TreeSet<>();
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              Set<String> inside = held(api, property.getValue());
              inside.forEach(path -> paths.add(property.getKey() + "." + path));
              if (inside.isEmpty()) {
                paths.add(property.getKey());
              }
            });
    return paths;
  }

  /** The fields that a document has. */
  public static Set<String> of(JsonNode document) {
    Set<String> paths = new TreeSet<>();
    document
        .properties()
        .forEach(
            member -> {
              Set<String> inside = of(member.getValue());
              inside.forEach(path -> paths.add(member.getKey() + "." + path));
              if (inside.isEmpty()) {
                paths.add(member.getKey());
              }
            });
    return paths;
  }

  private static Set<String> held(ApiDocument api, JsonNode node) {
    String of = node.path("$ref").asString();
    if (of.endsWith("/FollowUpRequest") || of.endsWith("/CallbackRequest")) {
      return new TreeSet<>(); // a task inside a task, without end
    }
    JsonNode schema = api.resolve(node);
    Set<String> paths = documented(api, schema);
    for (String parts : new String[] {"allOf", "oneOf"}) {
      schema.path(parts).values().forEach(part -> paths.addAll(held(api, part)));
    }
    for (String each : new String[] {"items", "additionalProperties"}) {
      if (schema.path(each).isObject()) {
        paths.addAll(held(api, schema.path(each)));
      }
    }
    return paths;
  }

  private Fields() {}
}
