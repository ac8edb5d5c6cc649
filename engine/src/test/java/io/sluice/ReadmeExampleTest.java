package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schedule.Schedule;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.Redrive;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The example of the README, as it stands there. */
class ReadmeExampleTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  record SendEmail(String to, String template) {}

  record Receipt(String messageId) {}

  record User(String mail) {}

  interface Mailer {
    Mono<Receipt> send(SendEmail email);
  }

  static final TaskType<SendEmail, Receipt> SEND_EMAIL =
      TaskType.of("email.send", SendEmail.class, Receipt.class);

  @Test
  void theExampleOfTheReadmeDoesWhatItSays() {
    Mailer mailer = email -> Mono.just(new Receipt("to " + email.to()));
    Flux<User> users = Flux.just(new User("bob@example.com"), new User("eve@example.com"));
    try (TestRedis redis = TestRedis.start();
        Sluice sluice = Sluice.connect(redis.uri())) {
      Mono<TaskHandle<Receipt>> one =
          sluice.enqueue(
              "email",
              SEND_EMAIL
                  .with(new SendEmail("ann@example.com", "welcome"))
                  .delay(Duration.ofMillis(300)));
      Mono<Receipt> done = one.flatMap(sluice::result);

      Flux<EnqueueResult<User>> many =
          sluice.enqueueAll(
              "news",
              users.map(u -> SEND_EMAIL.with(new SendEmail(u.mail(), "news")).correlate(u)));

      Worker worker =
          sluice
              .worker("email")
              .concurrency(256)
              .handle(SEND_EMAIL, task -> mailer.send(task.payload()))
              .start();
      assertThat(done.block(SOON)).isEqualTo(new Receipt("to ann@example.com"));
      worker.stop(SOON).block(SOON);

      SendEmail welcome = new SendEmail("ann@example.com", "welcome");
      NewTask<SendEmail, Receipt> onceAndInTime =
          SEND_EMAIL
              .with(welcome)
              .uniqueFor("welcome:ann", Duration.ofMinutes(10))
              .expiresIn(Duration.ofHours(1));
      sluice.enqueue("email", onceAndInTime).block(SOON);
      assertThatThrownBy(() -> sluice.enqueue("email", onceAndInTime).block(SOON))
          .isInstanceOf(DuplicateTaskException.class);
      Schedule nightly = Schedule.cron("30 2 * * *", ZoneId.of("Europe/Berlin"));
      sluice.schedules().put("nightly", nightly, "reports", SEND_EMAIL.with(welcome)).block(SOON);
      assertThat(sluice.schedules().find("nightly").block(SOON).nextFireAt()).isNotNull();
      sluice.enqueue("email", SEND_EMAIL.with(welcome).group("tenant-7").priority(9)).block(SOON);
      sluice
          .queues()
          .configure("email", QueueSettings.NONE.groups(Map.of("tenant-7", GroupRule.weighing(4))))
          .block(SOON);
      sluice.queues().pause("email", "mail server is down", Duration.ofMinutes(10)).block(SOON);
      assertThat(sluice.queues().find("email").block(SOON).paused()).isTrue();
      sluice
          .queues()
          .redrive("email", Redrive.ALL.error("java.net.ConnectException").rate(500))
          .block(SOON);

      List<EnqueueResult<User>> answers = many.collectList().block(SOON);
      assertThat(answers).allMatch(EnqueueResult::accepted);
      assertThat(answers.get(1).correlation()).isEqualTo(new User("eve@example.com"));

      Disposable receiver =
          sluice
              .receive("news", SEND_EMAIL)
              .flatMap(
                  d -> mailer.send(d.payload()).flatMap(d::succeed).onErrorResume(d::retry), 256, 1)
              .subscribe();
      for (EnqueueResult<User> answer : answers) {
        TaskHandle<?> task = ((EnqueueResult.Accepted<User>) answer).task();
        assertThat(sluice.result(task).block(SOON)).isInstanceOf(Receipt.class);
      }
      receiver.dispose();
    }
  }
}
