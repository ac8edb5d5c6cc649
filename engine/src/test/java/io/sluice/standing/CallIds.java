package io.sluice.standing;

import io.sluice.spec.Call;
import java.util.ArrayList;
import java.util.List;

/** The ids of the tasks that a call is about. */
final class CallIds {
  private CallIds() {}

  /** Of an enqueue, those that may run now and those that are delayed. */
  static List<String> enqueued(Call call) {
    List<String> args = call.args();
    List<String> ids = new ArrayList<>();
    int fresh = Integer.parseInt(args.get(2));
    for (int i = 0; i < fresh; i++) {
      ids.add(args.get(3 + 2 * i));
    }
    for (int i = 3 + 2 * fresh; i < args.size(); i += 3) {
      ids.add(args.get(i));
    }
    return ids;
  }

  /** What succeeds by a settle, but for the items of these places, from 1 on, which were lost. */
  static List<String> succeeded(Call settle, List<Integer> lost) {
    List<String> args = settle.args();
    List<String> ids = new ArrayList<>();
    int at = 3;
    int place = 0;
    for (int group = Integer.parseInt(args.get(2)); group > 0; group--) {
      int size = Integer.parseInt(args.get(at + 1));
      for (int i = 0; i < size; i++) {
        if (!lost.contains(++place)) {
          ids.add(args.get(at + 2 + i));
        }
      }
      at += 2 + 2 * size;
    }
    return ids;
  }
}
