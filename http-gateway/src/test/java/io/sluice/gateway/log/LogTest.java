package io.sluice.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogTest {
  private static final String EVIL = "a\r\nb\u001b[31mc\u0085d\u2028e\u0000\"\\";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void textIsOneLineWhateverStandsInIt() {
    String line = line("text", EVIL, new IllegalStateException(EVIL));

    assertThat(line).endsWith("\n").contains(" WARN  Some - a b [31mc d e \"\\ ");
    assertThat(line.substring(0, line.length() - 1))
        .doesNotContainPattern("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]")
        .contains("java.lang.IllegalStateException: a | b", " | at ");
  }

  @Test
  void jsonIsAnObjectOnALineWhateverStandsInIt() {
    String line = line("json", EVIL, new IllegalStateException(EVIL));
    JsonNode json = MAPPER.readTree(line);

    assertThat(line.substring(0, line.length() - 1)).doesNotContainPattern("[\\x00-\\x1f]");
    assertThat(json.path("message").asString()).isEqualTo(EVIL);
    assertThat(json.path("error").asString())
        .startsWith("java.lang.IllegalStateException: " + EVIL);
    assertThat(json.path("level").asString()).isEqualTo("WARN");
    assertThat(json.path("logger").asString()).isEqualTo("io.sluice.Some");
    assertThat(json.path("thread").asString()).isNotEmpty();
    assertThat(json.path("timestamp").asString()).isEqualTo("2026-11-20T19:30:00.000Z");
  }

  @ParameterizedTest
  @CsvSource({
    "request ab.1-2_c: GET /x failed, ab.1-2_c",
    "caller=ann role=admin POST /v1 status=200 request=xyz, xyz",
    "session abc on demo opened, ''"
  })
  void theRequestIdStandsInBothForms(String message, String id) {
    JsonNode json = MAPPER.readTree(line("json", message, null));

    assertThat(json.path("requestId").asString("")).isEqualTo(id);
    assertThat(line("text", message, null)).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void secretsAreMasked(String format) {
    String token = "sluice_" + "k".repeat(43);
    String message =
        "cannot use redis://ann:hunter2@host:6379 with Authorization: Bearer abc.def or " + token;
    String line = line(format, message, new IllegalStateException(message));

    assertThat(line)
        .contains("redis://***@host:6379", "Bearer ***")
        .doesNotContain("hunter2", "abc.def", "kkkk");
  }

  @Test
  void theEnvironmentChoosesFormatAndLevel() throws JoranException {
    Logger sluice = configured(Map.of("SLUICE_LOG_FORMAT", "json", "SLUICE_LOG_LEVEL", "DEBUG"));

    assertThat(encoder(sluice).isJson()).isTrue();
    assertThat(sluice.getLevel()).isEqualTo(Level.DEBUG);
  }

  @Test
  void withoutAnythingOrWithNonsenseItIsText() throws JoranException {
    assertThat(encoder(configured(Map.of())).isJson()).isFalse();
    assertThat(context.getLogger("io.sluice").getLevel()).isEqualTo(Level.INFO);
    assertThat(encoder(configured(Map.of("SLUICE_LOG_FORMAT", "xml"))).isJson()).isFalse();
  }

  private Logger configured(Map<String, String> environment) throws JoranException {
    context.reset();
    environment.forEach(context::putProperty);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogTest.class.getResource("/logback.xml"));
    return context.getLogger("io.sluice");
  }

  private static LineEncoder encoder(Logger sluice) {
    AsyncAppender async =
        (AsyncAppender)
            sluice.getLoggerContext().getLogger(Logger.ROOT_LOGGER_NAME).getAppender("ASYNC");
    ConsoleAppender<ILoggingEvent> console =
        (ConsoleAppender<ILoggingEvent>) async.getAppender("STDERR");
    return (LineEncoder) console.getEncoder();
  }

  private String line(String format, String message, @Nullable Throwable error) {
    LineEncoder encoder = new LineEncoder();
    encoder.setFormat(format);
    LoggingEvent event =
        new LoggingEvent(
            "x", context.getLogger("io.sluice.Some"), Level.WARN, message, error, null);
    event.setInstant(Instant.parse("2026-11-20T19:30:00Z"));
    return new String(encoder.encode(event), UTF_8);
  }
}
