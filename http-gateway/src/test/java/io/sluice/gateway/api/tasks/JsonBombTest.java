package io.sluice.gateway.api.tasks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.gateway.access.Caller;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.task.QueueName;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are made to cost much more than they look. None may keep an event loop for long. */
class JsonBombTest {
  private static final Reach QUEUE = new Reach(QueueName.of("q"), Caller.EVERYBODY);

  private static final int MEBIBYTE = 1024 * 1024;

  /** Of this thread only, so that whatever else runs here is not counted. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final int TRIES = 15;

  /** As often as an ordinary body of the greatest length, which anybody may send. */
  private static final double MOST_TIMES = 5;

  private static final long ORDINARY_NANOS = ordinary();

  private static final String TAKEN = "taken";
  private static final String MALFORMED = "malformed_json";
  private static final String INVALID = "validation_failed";

  static Stream<Arguments> bombs() {
    return Stream.of(
        arguments("nothing but brackets", "[".repeat(MEBIBYTE), MALFORMED),
        arguments("brackets in a payload", payload("[".repeat(MEBIBYTE - 40)), MALFORMED),
        arguments("objects in objects", payload("{\"a\":".repeat(150_000)), MALFORMED),
        arguments("deep in an unknown field", "{\"x\":" + "[".repeat(900_000), MALFORMED),
        arguments("a huge exponent", payload("1e999999999"), TAKEN),
        arguments("a huge exponent where a number is read", retry("1e999999999"), INVALID),
        arguments("digits", payload("9".repeat(500_000)), MALFORMED),
        arguments("digits after a point", payload("0." + "9".repeat(500_000)), MALFORMED),
        arguments("digits where a number is read", retry("9".repeat(16_000)), INVALID),
        arguments("zeros", payload("0".repeat(500_000)), MALFORMED),
        arguments("fields", payload(object(8_000, i -> "k" + i, "1")), TAKEN),
        arguments("too many fields", payload(object(70_000, i -> "k" + i, "1")), MALFORMED),
        arguments("objects of one field", payload(objects(32_000)), TAKEN),
        arguments("too many objects of one field", payload(objects(90_000)), MALFORMED),
        arguments("unknown fields", object(90_000, i -> "k" + i, "1"), INVALID),
        arguments(
            "unknown fields that sound known", object(60_000, i -> "retrX" + i, "1"), INVALID),
        arguments(
            "headers of a wrong form",
            field("headers", object(70_000, i -> "k" + i, "1")),
            INVALID),
        arguments("headers", field("headers", object(70_000, i -> "k" + i, "\"\"")), INVALID),
        arguments("tags", field("tags", "[" + "\"a\",".repeat(200_000) + "\"a\"]"), INVALID),
        arguments(
            "tags of a wrong form", field("tags", "[" + "1,".repeat(400_000) + "1]"), INVALID),
        arguments(
            "names of one hash", payload(object(1 << 13, JsonBombTest::sameHash, "1")), TAKEN),
        arguments("a long name", payload("{\"" + "n".repeat(500_000) + "\":1}"), MALFORMED),
        arguments("a long string", payload("\"" + "s".repeat(MEBIBYTE - 60) + "\""), TAKEN),
        arguments("a long string where text is read", type("s".repeat(600_000)), MALFORMED),
        arguments("a string that does not end", payload("\"" + "s".repeat(1_000_000)), MALFORMED),
        arguments("escapes", payload("\"" + "\\u0041".repeat(170_000) + "\""), TAKEN),
        arguments("escapes where text is read", type("\\u0041".repeat(80_000)), INVALID),
        arguments("backslashes", payload("\"" + "\\\\".repeat(500_000) + "\""), TAKEN),
        arguments("the same name twice", "{\"type\":\"a\",\"type\":\"b\"}", MALFORMED),
        arguments(
            "the same name twice in a payload", payload("{\"a\":1,\"\\u0061\":2}"), MALFORMED),
        arguments("a second document", "{\"type\":\"a\"}" + " ".repeat(500_000) + "{}", MALFORMED),
        arguments("spaces", " ".repeat(MEBIBYTE), MALFORMED),
        arguments("a byte order mark inside", payload("\u00ef\u00bb\u00bf1"), MALFORMED),
        arguments("a byte that is not UTF-8", payload("\"\u00ff\""), MALFORMED),
        arguments("a letter in too many bytes", payload("\"\u00c0\u00af\""), MALFORMED),
        arguments("a surrogate in UTF-8", payload("\"\u00ed\u00a0\u0080\""), MALFORMED),
        arguments("UTF-16", "\0{\0}", MALFORMED),
        arguments("half a pair in a payload", payload("\"\\ud800\""), MALFORMED),
        arguments("the other half in a tag", field("tags", "[\"\\uDC00\"]"), MALFORMED),
        arguments("halves in a wrong order", payload("\"\\udc00\\ud800\""), MALFORMED),
        arguments("half a pair in a name", "{\"\\ud83d\":1}", MALFORMED),
        arguments("a pair", payload("\"\\ud83d\\ude00 \\\\ud800\""), TAKEN),
        arguments("a NUL", payload("\"\u0000\""), MALFORMED),
        arguments("a line break in a string", payload("\"\n\""), MALFORMED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  void isReadInNoTimeAndRefusedUnlessItIsHarmless(String name, String body, String outcome) {
    byte[] bytes = body.getBytes(ISO_8859_1);
    double times = (double) nanos(bytes, outcome) / ORDINARY_NANOS;
    System.out.printf(
        "json: %s, %d bytes: %.2f times an ordinary body%n", name, bytes.length, times);
    assertThat(times).isLessThanOrEqualTo(MOST_TIMES);
  }

  /**
   * The shortest of all tries: on a busy machine code is compiled late, and most tries may be of
   * code that is interpreted. What costs too much does so each time.
   */
  private static long nanos(byte[] body, String outcome) {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long began = THREADS.getCurrentThreadCpuTime();
      String became = read(body);
      shortest = Math.min(shortest, THREADS.getCurrentThreadCpuTime() - began);
      assertThat(became).isEqualTo(outcome);
    }
    return shortest;
  }

  /** Of rows of a table; the first tries make the reader warm. */
  private static long ordinary() {
    String row =
        "{\"id\":%d,\"name\":\"customer %<d of a town with a name that is long, in a land with a"
            + " longer one\",\"ok\":true,\"amount\":%<d.25,\"note\":\"says \\\"no\\\" to"
            + " calls\",\"tags\":[\"a\",null]}";
    String rows =
        IntStream.range(0, 5_000).mapToObj(row::formatted).collect(Collectors.joining(","));
    byte[] body = payload("[" + rows + "]").getBytes(ISO_8859_1);
    assertThat(body.length).isBetween(MEBIBYTE * 3 / 4, MEBIBYTE);
    long unused = nanos(body, TAKEN);
    return nanos(body, TAKEN);
  }

  private static String read(byte[] body) {
    try {
      EnqueueBody.parse(QUEUE, body);
      return TAKEN;
    } catch (ProblemException refused) {
      return refused.problem().code().wireName();
    }
  }

  private static String payload(String json) {
    return field("payload", json);
  }

  private static String field(String name, String json) {
    return "{\"type\":\"a\",\"" + name + "\":" + json + "}";
  }

  private static String type(String text) {
    return "{\"type\":\"" + text + "\"}";
  }

  private static String retry(String number) {
    return field("retry", "{\"maxAttempts\":" + number + "}");
  }

  private static String object(int fields, IntFunction<String> name, String value) {
    return IntStream.range(0, fields)
        .mapToObj(i -> '"' + name.apply(i) + "\":" + value)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String objects(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"" + Integer.toHexString(i) + "\":1}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** "Aa" and "BB" have one hash code, and so has any row of them. */
  private static String sameHash(int number) {
    return IntStream.range(0, 13)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining());
  }
}
