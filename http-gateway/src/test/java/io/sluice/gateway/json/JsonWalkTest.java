package io.sluice.gateway.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWalkTest {
  @Test
  void takesWhatIsAskedForAndStepsOverTheRest() {
    Map<String, Object> seen = new LinkedHashMap<>();
    walk(
        "{\"skip\":{\"deep\":[{}]},\"tree\":{\"a\":[1,\"ü\"]},\"n\":[1,2.5,null,\"x\",[3],1e3],"
            + "\"in\":{\"x\":{\"y\":1},\"z\":true},\"last\":\"text\"}",
        (name, value) -> {
          switch (name) {
            case "tree", "last" -> seen.put(name, String.valueOf(value.tree(99)));
            case "n" -> seen.put(name, value.numbers());
            case "in" -> value.members((inner, of) -> seen.put("in." + inner, inner));
            default -> seen.put(name, "left");
          }
        });

    assertThat(seen.keySet()).containsExactly("skip", "tree", "n", "in.x", "in.z", "last");
    assertThat(seen.get("tree")).isEqualTo(String.valueOf(JsonTree.parse("{\"a\":[1,\"ü\"]}")));
    assertThat((double[]) seen.get("n"))
        .containsExactly(1, 2.5, Double.NaN, Double.NaN, Double.NaN, 1000);
  }

  @Test
  void aValueOfAnotherKindHasNoMembersAndNoNumbers() {
    List<Object> seen = new ArrayList<>();
    walk(
        "{\"a\":7,\"b\":[1],\"c\":{\"d\":1}}",
        (name, value) -> {
          if (name.equals("c")) {
            seen.add(value.numbers().length);
          } else {
            value.members((inner, of) -> seen.add(inner));
          }
        });

    assertThat(seen).containsExactly(0);
  }

  @Test
  void aTreeThatIsTooLongIsSteppedOver() {
    Map<String, Boolean> there = new LinkedHashMap<>();
    walk(
        "{\"long\":[1,2,3],\"short\":[1,2],\"text\":\"longer\"}",
        (name, value) -> there.put(name, value.tree(5) != null));

    assertThat(there)
        .containsExactly(
            Map.entry("long", false), Map.entry("short", true), Map.entry("text", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "7", "{", "{\"a\":}", "{} {}", "{\"a\":1}x", "{\"a\":\"\\udc00\"}"})
  void whatIsNoObjectIsRefused(String text) {
    assertThatThrownBy(() -> walk(text, (name, value) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void walk(String json, BiConsumer<String, JsonWalk> visitor) {
    JsonWalk.through(json.getBytes(UTF_8), visitor);
  }
}
