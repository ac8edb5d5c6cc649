package io.sluice.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
  @Test
  void isWrittenAsItWasRead() {
    String json =
        "{\"n\":12345678901234567890.5000,\"s\":\"ü\\n\",\"a\":[1,true,null,{}],\"o\":{\"x\":1e400}}";

    assertThat(JsonTree.parse(json).compact()).isEqualTo(json);
    assertThat(JsonTree.parse(JsonTree.parse(json).pretty()).compact()).isEqualTo(json);
    assertThat(JsonTree.parse(json).pretty().lines().count()).isGreaterThan(4);
  }

  @Test
  void whatIsNotThereIsNullAndEmpty() {
    JsonTree tree = JsonTree.parse("{\"a\":{\"b\":7},\"n\":null}");

    assertThat(tree.get("a").get("b").number()).isEqualTo(7);
    assertThat(tree.get("x").get("y").text()).isEmpty();
    assertThat(tree.get("x").get("y").items()).isEmpty();
    assertThat(tree.get("n").isNull()).isTrue();
    assertThat(tree.get("a").number()).isZero();
  }

  @Test
  void aMemberIsSetReplacedOrTakenOut() {
    JsonTree tree = JsonTree.parse("{\"a\":1,\"b\":2}");

    assertThat(tree.with("a", JsonTree.Literal.of(5)).with("c", new JsonTree.Text("x")).compact())
        .isEqualTo("{\"a\":5,\"b\":2,\"c\":\"x\"}");
    assertThat(tree.with("a", JsonTree.Literal.NULL).compact()).isEqualTo("{\"b\":2}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "<html>", "{\"a\":}"})
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> JsonTree.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
