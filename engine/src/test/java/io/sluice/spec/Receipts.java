package io.sluice.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A call of a lane is done once: a copy of the last is answered alike, an older one is refused. */
final class Receipts {
  private static final List<Object> FULL = List.of("full");

  private final Map<String, Receipt> lanes = new HashMap<>();

  private record Receipt(long seq, List<Object> answer) {}

  List<Object> once(String lane, long seq, Supplier<List<Object>> call) {
    Receipt last = lanes.get(lane);
    if (last != null && last.seq > seq) {
      return List.of("old");
    }
    if (last != null && last.seq == seq) {
      List<Object> again = new ArrayList<>(last.answer);
      again.set(0, "replayed");
      return last.answer.equals(FULL) ? FULL : again;
    }
    List<Object> answer = call.get();
    lanes.put(lane, new Receipt(seq, answer));
    return answer;
  }
}
