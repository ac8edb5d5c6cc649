package io.sluice.letters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Does operations in one queue, each of which writes letters to others; sends again what gets no
 * answer.
 */
final class Writer implements Actor {
  private final World world;
  private final Map<String, Operation> plan;
  private final String queue;
  private final String lane;
  private final List<Operation> todo = new ArrayList<>();
  private int sequence = 1;

  /** Writer of an operation, and its letters: {@code target id}. */
  record Operation(String id, String queue, List<String> letters) {
    List<String> args(int sequence) {
      List<String> args = new ArrayList<>(List.of("" + sequence, id));
      for (String letter : letters) {
        int space = letter.indexOf(' ');
        args.add(letter.substring(0, space));
        args.add(letter.substring(space + 1) + " 0 \1e");
      }
      return args;
    }
  }

  /** Does new operations. */
  Writer(World world, Map<String, Operation> plan) {
    this.world = world;
    this.plan = plan;
    queue = world.anyQueue();
    lane = "w" + world.random.nextLong();
    for (int i = world.random.nextInt(5); i >= 0; i--) {
      Operation operation = operation();
      plan.put(operation.id(), operation);
      todo.add(operation);
    }
  }

  /** Does again what was taken back. */
  Writer(World world, Map<String, Operation> plan, Operation again) {
    this.world = world;
    this.plan = plan;
    queue = again.queue();
    lane = "w" + world.random.nextLong();
    todo.add(again);
  }

  private Operation operation() {
    String id = "o" + plan.size();
    List<String> letters = new ArrayList<>();
    for (int i = world.random.nextInt(5); i >= 0; i--) {
      String target = world.anyQueue();
      if (!target.equals(queue)) {
        letters.add(target + " " + id + "." + i);
      }
    }
    return new Operation(id, queue, letters);
  }

  @Override
  public boolean step() {
    if (todo.isEmpty()) {
      return false;
    }
    if (world.send(queue, "write", lane, todo.get(0).args(sequence)) != null) {
      todo.remove(0);
      sequence++;
    }
    return !todo.isEmpty();
  }
}
