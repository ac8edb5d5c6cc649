package io.sluice.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiPathTest {
  @Test
  void namesStayOneSegmentEach() {
    assertThat(ApiPath.task("a/b", "../x y", "result"))
        .hasToString("/v1/queues/a%2Fb/tasks/..%2Fx%20y/result");
  }

  @Test
  void aQueryHoldsWhatIsGiven() {
    assertThat(ApiPath.of("events").with("queue", null)).hasToString("/v1/events");
    assertThat(ApiPath.of("events").with("queue", "q&x=1").with("event", "e"))
        .hasToString("/v1/events?queue=q%26x%3D1&event=e");
  }
}
