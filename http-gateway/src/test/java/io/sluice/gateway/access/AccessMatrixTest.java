package io.sluice.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.ApiDocument;
import io.sluice.gateway.support.ApiOperation;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestTokens;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the API document, asked by everybody: let in exactly as it says. */
class AccessMatrixTest {
  private static final TestTokens TOKENS = new TestTokens();
  private static final Map<Role, String> SECRETS = new EnumMap<>(Role.class);

  static {
    for (Role role : Role.values()) {
      SECRETS.put(role, TOKENS.add("the-" + role.wireName(), role));
    }
  }

  private static final TestGateway GATEWAY = TestGateway.start(TOKENS);
  private static final Http HTTP = GATEWAY.http();

  /** One thing that can be asked for; where that list comes from does not matter here. */
  record Asked(String method, String template, @Nullable Role role) {
    String path() {
      return template
          .replaceAll("\\{[a-z]+}", "x")
          // These would not end.
          .replace("/claims/stream", "/claims/stream?credits=0")
          .replace("/v1/events", "/v1/events?event=x");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    GATEWAY.close();
    TOKENS.close();
  }

  /** What the API document says, which is what callers read. */
  static List<Asked> documented() {
    return ApiDocument.OURS.operations().stream().map(AccessMatrixTest::of).toList();
  }

  private static Asked of(ApiOperation operation) {
    String role = operation.role();
    return new Asked(
        operation.method(),
        operation.template(),
        role.isEmpty() ? null : Role.valueOf(role.toUpperCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @MethodSource("documented")
  void letsInWhoHasTheRoleAndNobodyElse(Asked asked) {
    assertThat(codeFor(HTTP, asked)).isEqualTo(asked.role() == null ? "" : "unauthenticated");
    assertThat(codeFor(HTTP.as(TokenSecret.fresh()), asked))
        .isEqualTo(asked.role() == null ? "" : "unauthenticated");
    for (Role role : Role.values()) {
      boolean enough = asked.role() == null || role.compareTo(asked.role()) >= 0;
      assertThat(codeFor(HTTP.as(SECRETS.get(role)), asked))
          .as(role.name())
          .isEqualTo(enough ? "" : "forbidden");
    }
  }

  @Test
  void asksForATokenAlsoWhereNothingIs() {
    for (Asked nothing :
        List.of(new Asked("GET", "/v1/nothing", null), new Asked("PUT", "/livez", null))) {
      assertThat(codeFor(HTTP, nothing)).isEqualTo("unauthenticated");
      assertThat(codeFor(HTTP.as(SECRETS.get(Role.VIEWER)), nothing)).isEmpty();
    }
  }

  /** Why it was not let in; empty when it was, whatever it was told then. */
  private static String codeFor(Http http, Asked asked) {
    Reply reply = http.method(asked.method(), asked.path());
    assertThat(reply.status()).isLessThan(500);
    boolean refused = reply.status() == 401 || reply.status() == 403;
    assertThat(reply.header("WWW-Authenticate")).isEqualTo(reply.status() == 401 ? "Bearer" : "");
    return refused ? reply.member("code") : "";
  }
}
