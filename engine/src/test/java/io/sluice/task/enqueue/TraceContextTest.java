package io.sluice.task.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.util.context.Context;

class TraceContextTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @ParameterizedTest
  @ValueSource(
      strings = {
        PARENT,
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-holds"
      })
  void aTraceparentOfTheGrammarIsKept(String traceparent) {
    assertThat(TraceContext.of(traceparent, null, null).traceparent()).isEqualTo(traceparent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-1",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
        " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01"
      })
  void aTraceparentAgainstTheGrammarIsDroppedAndItsStateWithIt(String traceparent) {
    TraceContext trace = TraceContext.of(traceparent, "a=1", "k=v");

    assertThat(trace).isEqualTo(TraceContext.of(null, null, "k=v"));
    assertThat(trace.tracestate()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rojo=00f067aa0ba902b7",
        "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
        "a=1 , b=2\t,,c=3",
        "0tenant@system=1",
        "a-b_c*d/e=x y;z:!"
      })
  void aTracestateOfTheGrammarIsKept(String tracestate) {
    assertThat(TraceContext.of(PARENT, tracestate, null).tracestate()).isEqualTo(tracestate);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "a", "A=1", "a=", "a=1=2", "a=1,a=2", "1a=1", "a=é", "a@=1", "@b=1"})
  void aTracestateAgainstTheGrammarIsDroppedAlone(String tracestate) {
    assertThat(TraceContext.of(PARENT, tracestate, null))
        .isEqualTo(TraceContext.of(PARENT, null, null));
  }

  @Test
  void aTracestateHasThirtyTwoMembersAtMost() {
    assertThat(TraceContext.of(PARENT, members(32), null).tracestate()).isNotNull();
    assertThat(TraceContext.of(PARENT, members(33), null).tracestate()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userId=alice",
        "userId=alice,serverNode=DF%2028,isProduction=false",
        "k = v ; property ; other = 1 , next=",
        "a=b=c"
      })
  void aBaggageOfTheGrammarIsKeptAlsoWithoutATrace(String baggage) {
    TraceContext trace = TraceContext.of(null, null, baggage);

    assertThat(trace.baggage()).isEqualTo(baggage);
    assertThat(trace.isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a=b,", "a=b c", "a=\"b\"", "a b=c", "a=b;;", "a=b\\", "é=1", "a=é"})
  void aBaggageAgainstTheGrammarIsDropped(String baggage) {
    assertThat(TraceContext.of(null, null, baggage)).isEqualTo(TraceContext.NONE);
  }

  @Test
  void aBaggageHasItsBounds() {
    assertThat(TraceContext.of(null, null, members(180)).baggage()).isNotNull();
    assertThat(TraceContext.of(null, null, members(181)).baggage()).isNull();
    assertThat(TraceContext.of(null, null, "a=" + "x".repeat(8190)).baggage()).isNotNull();
    assertThat(TraceContext.of(null, null, "a=" + "x".repeat(8191)).baggage()).isNull();
  }

  @Test
  void whatWasWrittenIntoAContextIsInIt() {
    TraceContext trace = TraceContext.of(PARENT, "a=1", "k=v");

    assertThat(TraceContext.in(trace.write().apply(Context.empty()))).isEqualTo(trace);
    assertThat(TraceContext.in(Context.empty())).isEqualTo(TraceContext.NONE);
    assertThat(TraceContext.in(Context.of(TraceContext.KEY, "something else")))
        .isEqualTo(TraceContext.NONE);
    assertThat(TraceContext.NONE.write().apply(Context.empty()).isEmpty()).isTrue();
  }

  @Test
  void whatHeadersCarryIsReadAgain() {
    TraceContext trace = TraceContext.of(PARENT, "a=1", "k=v");

    Map<String, String> headers = trace.addedTo(Map.of("other", "1"));

    assertThat(headers)
        .isEqualTo(
            Map.of("other", "1", "traceparent", PARENT, "tracestate", "a=1", "baggage", "k=v"));
    assertThat(TraceContext.of(headers)).isEqualTo(trace);
  }

  @Test
  void headersOfTheTasksOwnGoBeforeTheTrace() {
    String own = PARENT.replace("-01", "-00");

    assertThat(TraceContext.of(PARENT, "a=1", "k=v").addedTo(Map.of("traceparent", own)))
        .isEqualTo(Map.of("traceparent", own, "baggage", "k=v"));
  }

  @Test
  void whatThereIsNoRoomForIsLeftOut() {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < TaskOptions.MAX_HEADERS - 1; i++) {
      headers.put("h" + i, "");
    }
    TraceContext trace = TraceContext.of(PARENT, "a=1", "k=" + "v".repeat(2_000));

    assertThat(trace.addedTo(headers)).hasSize(TaskOptions.MAX_HEADERS).containsKey("traceparent");
    assertThat(trace.addedTo(Map.of())).containsOnlyKeys("traceparent", "tracestate");
  }

  private static String members(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
  }
}
