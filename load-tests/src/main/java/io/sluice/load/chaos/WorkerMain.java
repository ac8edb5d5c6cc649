package io.sluice.load.chaos;

import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.config.CrashLimit;
import io.sluice.config.Retention;
import io.sluice.config.SluiceConfig;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.TaskContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A worker in a process of its own. Connects, says that it is up, and begins to work when a byte
 * comes in; then tells of every task, and of its health when that changes. It stops in good order
 * on SIGTERM, and when its parent is gone.
 */
final class WorkerMain {
  static final TaskType<byte[], byte[]> TYPE = TaskType.raw("chaos");

  /** Short, so that a run does not wait for tasks that crashed again and again. */
  static final CrashLimit CRASH_LIMIT = new CrashLimit(5, Duration.ofSeconds(2));

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final int CONNECT_AGAIN_MILLIS = 100;
  private static final String BETWEEN_QUEUES = ",";

  private final Pen pen;
  private final Orders orders;
  private final long parent;

  /**
   * What a worker is told on its command line.
   *
   * @param queues in the order in which tasks go through them
   * @param retained how many finished tasks each keeps, for the judge to look at
   */
  record Orders(
      String redisUri,
      String namespace,
      List<String> queues,
      Duration session,
      int concurrency,
      Duration runTime,
      int retained) {

    Orders {
      queues = List.copyOf(queues);
    }

    List<String> words() {
      return List.of(
          redisUri,
          namespace,
          String.join(BETWEEN_QUEUES, queues),
          String.valueOf(session.toMillis()),
          String.valueOf(concurrency),
          String.valueOf(runTime.toMillis()),
          String.valueOf(retained));
    }

    static Orders of(String[] words) {
      return new Orders(
          words[0],
          words[1],
          List.of(words[2].split(BETWEEN_QUEUES, -1)),
          Duration.ofMillis(Long.parseLong(words[3])),
          Integer.parseInt(words[4]),
          Duration.ofMillis(Long.parseLong(words[5])),
          Integer.parseInt(words[6]));
    }

    /** The settings of every engine of the run. */
    SluiceConfig config() {
      Retention all = new Retention(Duration.ofDays(1), retained);
      return SluiceConfig.of(redisUri)
          .withNamespace(namespace)
          .withSessionLife(session)
          .withRetention(all)
          .withDeadRetention(all)
          .withCrashLimit(CRASH_LIMIT);
    }
  }

  /**
   * @param parent the process that waits for this one: it may be gone before this one looks
   */
  private WorkerMain(Orders orders, long parent) {
    this.orders = orders;
    this.parent = parent;
    this.pen = new Pen(orders.queues());
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    // Standard output is for notes; whatever else is printed must not be among them.
    System.setOut(System.err);
    new WorkerMain(Orders.of(args), Long.parseLong(args[args.length - 1])).work();
  }

  private void work() throws IOException, InterruptedException {
    Sluice sluice = connected();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sluice), "stop"));
    pen.tell(Note.Kind.UP);
    if (System.in.read() >= 0) {
      for (String queue : orders.queues()) {
        sluice.worker(queue).concurrency(orders.concurrency()).handle(TYPE, this::handle).start();
      }
      pen.tell(Note.Kind.WORKING);
      tellHealth(sluice);
      while (System.in.read() >= 0) {
        // Only its end says anything.
      }
    }
    System.exit(0);
  }

  /** However long there is no Redis, as long as there is a parent. */
  private Sluice connected() throws InterruptedException {
    while (ProcessHandle.of(parent).map(ProcessHandle::isAlive).orElse(false)) {
      try {
        return Sluice.builder(orders.config()).listener(pen).connect();
      } catch (RedisUnavailableException notYet) {
        TimeUnit.MILLISECONDS.sleep(CONNECT_AGAIN_MILLIS);
      }
    }
    // What failed to connect may have left threads that would keep this process.
    System.exit(1);
    throw new IllegalStateException("the parent is gone");
  }

  private static void stop(Sluice sluice) {
    sluice.stop(STOP_GRACE).block(STOP_GRACE.multipliedBy(4));
  }

  private void tellHealth(Sluice sluice) {
    Flux.interval(LOOK)
        .onBackpressureDrop()
        .concatMap(tick -> sluice.health(), 0)
        .map(Health::ready)
        .distinctUntilChanged()
        .subscribe(
            ready -> pen.tell(ready ? Note.Kind.READY : Note.Kind.UNREADY),
            error -> Runtime.getRuntime().halt(1));
  }

  private Publisher<byte[]> handle(TaskContext<byte[]> context) {
    int task = Parcel.number(context.payload());
    pen.start(context, task);
    if (Parcel.poison(context.payload())) {
      Runtime.getRuntime().halt(Crew.POISONED);
    }
    handOn(context, task);
    return Mono.delay(orders.runTime())
        .then(
            Mono.fromRunnable(
                () -> {
                  pen.end(context, task);
                }));
  }

  /** To the next queue, with the same number and, as the producer does it, every second id own. */
  private void handOn(TaskContext<byte[]> context, int task) {
    int next = orders.queues().indexOf(context.queue().value()) + 1;
    if (next < orders.queues().size()) {
      NewTask<byte[], byte[]> followUp = TYPE.with(context.payload());
      String own = Sends.ownId(task);
      context.then(orders.queues().get(next), own == null ? followUp : followUp.id(own));
    }
  }
}
