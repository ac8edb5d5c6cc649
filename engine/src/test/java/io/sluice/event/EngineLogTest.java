package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EngineLogTest {
  private static final QueueName QUEUE = QueueName.of("q");

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.sluice");
  private final Level before = logger.getLevel();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final EngineLog log = new EngineLog();

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setLevel(before);
  }

  @Test
  void everyEventButTheEndOfAnAttemptIsLogged() {
    assertThat(Arrays.stream(EngineEvent.class.getPermittedSubclasses()))
        .filteredOn(type -> !log.logs(type))
        .containsExactlyInAnyOrder(EngineEvent.TaskSettled.class, EngineEvent.TaskTimed.class);
  }

  @Test
  void anEventIsLoggedWithItsLevelAndItsValues() {
    log.on(new EngineEvent.SessionLost(QUEUE, "s1", 3));

    assertThat(lines.list).hasSize(1);
    assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(lines.list.get(0).getFormattedMessage())
        .isEqualTo("session s1 on q lost with 3 tasks running; they run again elsewhere");
  }

  @Test
  void aFailureThatRepeatsItselfIsLoggedOnceInAWhile() {
    for (int i = 0; i < 5; i++) {
      log.on(new EngineEvent.PassFailed("reap", QUEUE, new IllegalStateException("no")));
    }
    log.on(new EngineEvent.PassFailed("sweep", QUEUE, new IllegalStateException("no")));

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "reap on q failed, goes on: java.lang.IllegalStateException: no",
            "sweep on q failed, goes on: java.lang.IllegalStateException: no");
  }

  @Test
  void aFailedAttemptIsLoggedWithTheStackTraceOfItsError() {
    Failure failure = Failure.of("type", "message");
    TaskId id = TaskId.of("x");
    log.on(
        new EngineEvent.AttemptFailed(
            QUEUE, id, "mail", 2, new IllegalStateException("no"), new Outcome.Bury(failure)));

    ILoggingEvent line = lines.list.get(0);
    assertThat(line.getFormattedMessage()).isEqualTo("task x of mail on q: attempt 2 failed, Bury");
    assertThat(line.getThrowableProxy().getMessage()).isEqualTo("no");
  }
}
