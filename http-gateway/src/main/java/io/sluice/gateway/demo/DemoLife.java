package io.sluice.gateway.demo;

import io.sluice.BatchHandle;
import io.sluice.Sluice;
import io.sluice.schedule.Dialect;
import io.sluice.schedule.Schedule;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Life worth looking at: queues that differ, priorities and groups, retries, tasks that end dead, a
 * backlog that comes and goes, schedules, batches. Its figures follow the clock alone, so that
 * every demo looks like the last.
 */
public final class DemoLife {
  private static final Duration PERIOD = Duration.ofMillis(250);

  /** In periods: a burst of images every 40 s, a batch every minute. */
  private static final long BURST_EVERY = 160;

  private static final long BATCH_EVERY = 240;
  private static final int BURST = 140;
  private static final int PAGES = 24;
  private static final int AT_ONCE = 16;
  private static final int NO_MORE_THAN = 5_000;

  private static final List<String> TENANTS = List.of("acme", "globex", "initech", "umbrella");
  private static final List<String> TEMPLATES = List.of("welcome", "invoice", "reminder");

  private final Sluice sluice;

  public DemoLife(Sluice sluice) {
    this.sluice = sluice;
  }

  /** Makes the queues and schedules, and starts workers for them. */
  public Mono<Void> start() {
    return Flux.concat(
            configure(LifeTypes.MAIL, QueueSettings.NONE.maxBacklog(NO_MORE_THAN)),
            configure(LifeTypes.IMAGES, QueueSettings.NONE.maxBacklog(NO_MORE_THAN)),
            configure(LifeTypes.WEBHOOKS, QueueSettings.NONE.maxConcurrency(12)),
            configure(LifeTypes.REPORTS, QueueSettings.NONE),
            schedules())
        .then(Mono.fromRunnable(() -> LifeWorkers.start(sluice)));
  }

  private Mono<Void> configure(String queue, QueueSettings settings) {
    return sluice.queues().configure(queue, settings).then();
  }

  private Mono<Void> schedules() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    return Flux.concat(
            put(
                "digest",
                Schedule.every(Duration.ofSeconds(15)),
                LifeTypes.MAIL,
                mail(7, "digest")),
            put(
                "nightly-clean",
                Schedule.cron("30 3 * * *", zone),
                LifeTypes.REPORTS,
                LifeTypes.CLEAN.with(new LifeTypes.Clean(30))),
            put(
                "monday-report",
                Schedule.cron("0 0 8 * * MON", zone, Dialect.SPRING),
                LifeTypes.REPORTS,
                LifeTypes.PAGE.with(new LifeTypes.Page("week", 1))))
        .then();
  }

  private Mono<Void> put(String name, Schedule schedule, String queue, NewTask<?, ?> task) {
    return sluice.schedules().put(name, schedule, queue, task);
  }

  /** Enqueues, until it is cancelled. What a full queue refuses is left out. */
  public Flux<Long> traffic() {
    return Flux.interval(PERIOD)
        .onBackpressureDrop()
        .concatMap(i -> at(i).onErrorResume(refused -> Mono.empty()).thenReturn(i), 1);
  }

  private Mono<Void> at(long i) {
    return Flux.concat(mails(i), webhook(i), burst(i), batch(i)).then();
  }

  /** About six a second, more for some tenants; now and then one for later. */
  private Mono<Void> mails(long i) {
    NewTask<?, ?> usual = mail(i, TEMPLATES.get((int) (i % TEMPLATES.size())));
    NewTask<?, ?> second =
        i % 9 == 0
            ? mail(i + 1, "reminder").delay(Duration.ofMinutes(1 + i % 7))
            : mail(i + 1, "invoice");
    return enqueue(LifeTypes.MAIL, i % 2 == 0 ? List.of(usual, second) : List.of(usual));
  }

  private static NewTask<LifeTypes.Mail, Void> mail(long i, String template) {
    String tenant = TENANTS.get((int) (i % 10 < 5 ? 0 : i % TENANTS.size()));
    String domain = i % 97 == 13 ? tenant + ".invalid" : tenant + ".example";
    return LifeTypes.SEND
        .with(new LifeTypes.Mail("user" + i % 500 + "@" + domain, template, i))
        .group(tenant)
        .priority(template.equals("welcome") ? 7 : 4)
        .tags(List.of(template))
        .retry(LifeTypes.SOON);
  }

  private Mono<Void> webhook(long i) {
    String url = "api." + TENANTS.get((int) (i % TENANTS.size())) + ".example/hooks/orders";
    return i % 2 == 0
        ? Mono.empty()
        : enqueue(
            LifeTypes.WEBHOOKS,
            List.of(LifeTypes.CALL.with(new LifeTypes.Call(url, i / 2)).retry(LifeTypes.SOON)));
  }

  private Mono<Void> burst(long i) {
    return i % BURST_EVERY != 4
        ? Mono.empty()
        : enqueue(
            LifeTypes.IMAGES,
            Flux.range(0, BURST)
                .map(
                    n ->
                        LifeTypes.RESIZE
                            .with(new LifeTypes.Image("photo-" + (i + n) + ".jpg", 1600, 3 + n % 6))
                            .priority(n % 20 == 0 ? 8 : 3)));
  }

  private Mono<Void> batch(long i) {
    if (i % BATCH_EVERY != 8) {
      return Mono.empty();
    }
    String report = "report-" + i / BATCH_EVERY;
    NewBatch batch =
        NewBatch.DEFAULT.name(report).gather().onComplete(LifeTypes.MAIL, mail(2, report));
    return sluice.batches().open(LifeTypes.REPORTS, batch).flatMap(id -> pages(report, id));
  }

  private Mono<Void> pages(String report, BatchId id) {
    Flux<NewTask<?, ?>> pages =
        Flux.range(1, PAGES)
            .map(page -> LifeTypes.PAGE.with(new LifeTypes.Page(report, page)).in(id));
    BatchHandle opened = sluice.batches().of(id);
    return enqueue(LifeTypes.REPORTS, pages).then(opened.seal());
  }

  private Mono<Void> enqueue(String queue, List<NewTask<?, ?>> tasks) {
    return enqueue(queue, Flux.fromIterable(tasks));
  }

  private Mono<Void> enqueue(String queue, Publisher<? extends NewTask<?, ?>> tasks) {
    return Flux.from(tasks).flatMap(task -> sluice.enqueue(queue, task), AT_ONCE, 1).then();
  }
}
