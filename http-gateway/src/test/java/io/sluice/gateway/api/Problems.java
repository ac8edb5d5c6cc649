package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Reply;
import tools.jackson.databind.JsonNode;

/** What every problem document must look like. */
public final class Problems {
  /** Fails unless the answer is a problem of this status and code, with all of its fields. */
  public static void check(Reply reply, int status, String code) {
    assertThat(reply.text()).isNotEmpty();
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = reply.json();
    assertThat(problem.path("code").asString()).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("type").asString()).isEqualTo("/problems/" + code);
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("detail").asString()).isNotBlank();
    assertThat(problem.path("instance").asString()).startsWith("/");
    assertThat(problem.path("retryable").isBoolean()).isTrue();
    assertThat(problem.path("requestId").asString()).isEqualTo(reply.header("X-Request-Id"));
    assertThat(reply.text()).doesNotContain("Exception", "\tat ", "io.lettuce");
  }

  private Problems() {}
}
