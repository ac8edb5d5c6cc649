package io.sluice.gateway.demo;

import io.sluice.Sluice;
import io.sluice.task.BuryTaskException;
import io.sluice.task.handler.TaskContext;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs the tasks of the shown demo: some take their time, some fail, a few for good. */
final class LifeWorkers {
  private static final int MAIL_AT_ONCE = 32;

  /** Fewer than a burst brings, so that a backlog comes and goes. */
  private static final int IMAGES_AT_ONCE = 8;

  private static final int WEBHOOKS_AT_ONCE = 16;
  private static final int REPORTS_AT_ONCE = 3;

  private static final Duration SHORT = Duration.ofMillis(60);
  private static final Duration STEP = Duration.ofMillis(300);
  private static final Duration PAGE = Duration.ofMillis(1_200);

  /** Starts claiming; stopped together with the engine. */
  static void start(Sluice sluice) {
    sluice
        .worker(LifeTypes.MAIL)
        .concurrency(MAIL_AT_ONCE)
        .handle(LifeTypes.SEND, LifeWorkers::send)
        .start();
    sluice
        .worker(LifeTypes.IMAGES)
        .concurrency(IMAGES_AT_ONCE)
        .handle(LifeTypes.RESIZE, LifeWorkers::resize)
        .start();
    sluice
        .worker(LifeTypes.WEBHOOKS)
        .concurrency(WEBHOOKS_AT_ONCE)
        .handle(LifeTypes.CALL, LifeWorkers::call)
        .start();
    sluice
        .worker(LifeTypes.REPORTS)
        .concurrency(REPORTS_AT_ONCE)
        .handle(LifeTypes.PAGE, LifeWorkers::page)
        .handle(
            LifeTypes.CLEAN, task -> Mono.delay(PAGE).thenReturn(task.payload().olderThanDays()))
        .start();
  }

  private static Mono<Void> send(TaskContext<LifeTypes.Mail> task) {
    LifeTypes.Mail mail = task.payload();
    if (mail.to().endsWith(".invalid")) {
      return Mono.error(new BuryTaskException("no mail server takes mail for " + domain(mail)));
    }
    if (mail.order() % 23 == 0 && task.attempt() == 1) {
      return Mono.delay(SHORT)
          .then(Mono.error(new TimeoutException("the mail server has not answered in time")));
    }
    return task.log("sent " + mail.template() + " to " + mail.to()).delaySubscription(SHORT);
  }

  private static String domain(LifeTypes.Mail mail) {
    return mail.to().substring(mail.to().indexOf('@') + 1);
  }

  private static Mono<LifeTypes.Size> resize(TaskContext<LifeTypes.Image> task) {
    LifeTypes.Image image = task.payload();
    return Flux.range(1, image.steps())
        .concatMap(step -> Mono.delay(STEP).then(tell(task, step, image.steps())), 1)
        .then(Mono.just(new LifeTypes.Size(image.width(), image.width() * 3 / 4)));
  }

  private static Mono<Void> tell(TaskContext<LifeTypes.Image> task, int step, int steps) {
    return task.progress((double) step / steps, "band " + step + " of " + steps);
  }

  private static Mono<Integer> call(TaskContext<LifeTypes.Call> task) {
    long order = task.payload().order();
    if (order % 40 == 0) {
      return Mono.delay(SHORT)
          .then(Mono.error(new IllegalStateException(task.payload().url() + " answered 410 Gone")));
    }
    return order % 6 == 0 && task.attempt() == 1
        ? Mono.delay(SHORT)
            .then(
                Mono.error(
                    new IllegalStateException(
                        task.payload().url() + " answered 503 Service Unavailable")))
        : Mono.delay(SHORT.multipliedBy(1 + order % 5)).thenReturn(200);
  }

  private static Mono<String> page(TaskContext<LifeTypes.Page> task) {
    LifeTypes.Page page = task.payload();
    return task.log("draws page " + page.page() + " of " + page.report())
        .then(Mono.delay(PAGE))
        .thenReturn(page.report() + "-" + page.page() + ".pdf");
  }

  private LifeWorkers() {}
}
