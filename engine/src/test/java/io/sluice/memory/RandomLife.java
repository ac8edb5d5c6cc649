package io.sluice.memory;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The life of a queue, by a seed: random calls of all scripts, and what happens around them. */
final class RandomLife {
  /** At the beginning, before anything is in the way. */
  private static final int CALM_CALLS = 12;

  private static final long BEGIN = 1_700_000_000_000L;
  private static final int COMPARE_EACH = 20;

  private final Scene scene;
  private final TaskCalls tasks;
  private final StandCalls stands;
  private final QueueCalls queue;
  private final LaneCalls lanes;
  private final LetterCalls letters;
  private final StreamCalls streams;
  private final BatchCalls batches;
  private final ScheduleCalls schedules;
  private final NameCalls names;
  private final Mishaps mishaps;
  private final TreeMap<Integer, Runnable> steps = new TreeMap<>();
  private int weight;
  private @Nullable Consumer<Twins> check;

  RandomLife(long seed, Twins twins, Coverage coverage) {
    scene = new Scene(seed, twins, coverage);
    int cap = scene.oneIn(3) ? 0 : 5;
    tasks = new TaskCalls(scene, cap);
    stands = new StandCalls(scene, cap);
    queue = new QueueCalls(scene, cap);
    lanes = new LaneCalls(scene);
    letters = new LetterCalls(scene);
    streams = new StreamCalls(scene);
    batches = new BatchCalls(scene);
    schedules = new ScheduleCalls(scene);
    names = new NameCalls(scene);
    mishaps = new Mishaps(scene);
    addTaskSteps();
    addQueueSteps();
    addLaneSteps();
    addBatchSteps();
    addScheduleSteps();
    addNameSteps();
  }

  private void addTaskSteps() {
    step(140, tasks::enqueue);
    step(90, tasks::enqueueOnce);
    step(50, tasks::open);
    step(40, tasks::extend);
    step(15, tasks::close);
    step(20, tasks::presentOrAsk);
    step(190, tasks::claim);
    step(30, tasks::shrink);
    step(25, tasks::note);
    step(170, tasks::settle);
    step(30, tasks::succeed);
    step(20, tasks::spread);
    step(40, tasks::cancel);
    step(15, tasks::find);
    step(30, tasks::await);
    step(20, tasks::held);
    step(30, tasks::land);
    step(40, stands::claim);
    step(40, stands::offer);
    step(30, stands::settle);
    step(50, stands::exchange);
    step(60, streams::emit);
    step(30, streams::read);
  }

  private void addQueueSteps() {
    step(60, queue::promote);
    step(30, queue::expire);
    step(40, queue::reap);
    step(25, queue::sweep);
    step(30, queue::pull);
    step(12, queue::shed);
    step(10, queue::gather);
    step(20, queue::discard);
    step(60, queue::act);
    step(60, queue::bulk);
    step(10, queue::list);
    step(20, queue::errors);
    step(20, queue::record);
    step(10, queue::workers);
    step(15, queue::configure);
    step(10, queue::stats);
    step(10, queue::audit);
    step(12, queue::survey);
    step(20, queue::repair);
    step(3, queue::delete);
  }

  private void addLaneSteps() {
    step(30, lanes::prioritize);
    step(15, lanes::explain);
    step(10, lanes::groups);
    step(15, lanes::rules);
    step(60, lanes::unbar);
    step(30, letters::collect);
    step(15, letters::receive);
    step(30, letters::forget);
    step(8, letters::letters);
  }

  private void addBatchSteps() {
    step(15, batches::batch);
    step(30, batches::enroll);
    step(15, batches::seal);
    step(30, batches::judge);
    step(15, batches::stop);
    step(10, batches::batches);
    step(12, batches::members);
    step(30, batches::gathered);
  }

  private void addScheduleSteps() {
    step(25, schedules::plan);
    step(10, schedules::unplan);
    step(20, schedules::hold);
    step(15, schedules::planned);
    step(40, schedules::due);
    step(12, schedules::fireByHand);
    step(15, schedules::ahead);
    step(20, schedules::align);
    step(15, schedules::mend);
    step(15, mishaps::listenOrLeave);
    step(12, this::damage);
    step(6, () -> mishaps.wrongType(this::someCalls));
  }

  private void addNameSteps() {
    step(20, names::register);
    step(25, names::unregister);
    step(10, names::format);
    step(15, names::stamp);
    step(12, names::queues);
    step(10, names::chronicle);
    step(25, names::known);
    step(15, names::divide);
    step(15, names::divided);
    step(6, names::remap);
    step(15, names::occupied);
    step(20, names::announce);
    step(15, names::enlist);
    step(15, names::enlisted);
  }

  private void step(int often, Runnable step) {
    steps.put(weight, step);
    weight += often;
  }

  /** Checks after each step, which needs a life without damage. */
  void checkEach(Consumer<Twins> check) {
    this.check = check;
  }

  private void damage() {
    if (check == null) {
      mishaps.damage();
    }
  }

  private void someCalls() {
    queue.reap();
    for (Runnable one :
        List.<Runnable>of(tasks::settle, tasks::cancel, tasks::enqueueOnce, tasks::note)) {
      one.run();
    }
  }

  /** Calls so many times; the last of them empty the queue and delete it. */
  void run(long calls) {
    scene.twins.begin(BEGIN + scene.upTo(1_000_000));
    tasks.open();
    boolean stand = scene.oneIn(2);
    for (int i = 0; i < CALM_CALLS; i++) {
      if (stand) {
        stands.calm();
      } else if (scene.oneIn(3)) {
        stands.exchange();
      } else {
        tasks.calm();
      }
    }
    long compared = 0;
    while (scene.twins.calls() < calls) {
      mishaps.pass();
      Map.Entry<Integer, Runnable> step = steps.floorEntry(scene.random.nextInt(weight));
      step.getValue().run();
      if (check != null) {
        check.accept(scene.twins);
      }
      if (scene.twins.calls() >= compared + COMPARE_EACH) {
        compared = scene.twins.calls();
        scene.twins.compare();
      }
    }
    end();
    scene.twins.compare();
  }

  private void end() {
    for (String name : Scene.SCHEDULES) {
      scene.run("unplan", name, "*");
    }
    for (String session : List.of("S0", "S1", "S2", "S3")) {
      scene.run("close", session);
    }
    scene.run("configure", "paused", "", "max_concurrency", "");
    queue.reap();
    queue.reap();
    queue.purgeAll();
    batches.end();
    queue.delete();
  }
}
