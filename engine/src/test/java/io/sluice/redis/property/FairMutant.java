package io.sluice.redis.property;

import static io.sluice.script.Edit.cut;

import io.sluice.script.Edit;
import io.sluice.spec.Variant;
import java.util.List;

/** A rule of groups, priorities or limits, removed; some show only where workers wait. */
@SuppressWarnings("ImmutableEnumChecker") // a record of texts
enum FairMutant {
  CAP_IGNORED(
      cut(
          "claim",
          "if rule.cap > 0 then one.most = math.max(0, rule.cap - tonumber(inSlots[i] or 0)) end")),
  RATE_IGNORED(
      cut(
          "claim",
          "one.most = math.max(0, math.min(one.most, tokensAt(one.full, rule.gap, rule.burst)))")),
  RATE_NOT_CHARGED(cut("claim", "one.full = one.full + spent * one.rule.gap")),
  BURST_IGNORED(
      new Edit(
          "claim",
          "return math.floor((now() + burst * gap - full) / gap + ROUNDING)",
          "return math.floor((now() + gap - full) / gap + ROUNDING)")),
  RATE_OF_THE_QUEUE_NOT_CHARGED(cut("claim", "call('HSET', order, 'tat', full + spent * gap)")),
  COST_OF_THE_QUEUE_NOT_LOOKED_AT(
      new Edit("claim", "if spent + cost > tokens then", "if false then")),
  COST_OF_THE_QUEUE_NOT_CHARGED(
      new Edit("claim", "paidBy(math.huge, ids, burst)", "paidBy(math.huge, ids, 1)")),
  COST_OF_A_GROUP_NOT_LOOKED_AT(new Edit("claim", "if left < 0 then", "if false then")),
  COST_OF_A_GROUP_NOT_CHARGED(cut("claim", "spent = spent + one.costs[i] - 1")),
  COST_LARGER_THAN_A_BURST_NEVER_STARTS(
      new Edit("claim", "math.min(burst, tonumber(found[i] or 1))", "tonumber(found[i] or 1)")),
  COST_OUTLIVES_ITS_TASK(cut("settle", "if anyCosts() then call('HDEL', costs, unpack(ids)) end")),
  COST_OF_THE_LAST_FIRST_TASK_BARS_ON(
      new Edit("enqueue", "if bars[i] and waitsForCost(bars[i]) then", "if false then")),
  COST_OF_A_CANCELLED_TASK_BARS_ON(
      new Edit("cancel", "if bar and waitsForCost(bar) then", "if false then")),
  THROTTLE_IGNORED(cut("settle", "barUntil({at, group})")),
  THROTTLE_ENDS_WITH_THE_RULES(
      new Edit("unbar", "if at == 'inf' or tonumber(at) % 1 == 0 then", "do")),
  SHORTER_THROTTLE_ENDS_A_LONGER_ONE(
      new Edit(
          "settle",
          "if before and before ~= 'inf' and tonumber(before) >= at then",
          "if false then")),
  BARRED_STAY_WHEN_RULES_CHANGE(cut("unbar", "unbar(free)")),
  WEIGHT_IGNORED(new Edit("claim", "step = 1 / weight", "step = 1")),
  VIRTUAL_TIME_STANDS_STILL(cut("claim", "call('HSET', order, 'v', highest)")),
  TURNS_ARE_HOARDED(
      new Edit("enqueue", "math.max(v, tonumber(finished[i] or 0))", "tonumber(finished[i] or 0)")),
  DEBTS_ARE_FORGOTTEN(
      cut("claim", "if #entries.tags > 0 then call('ZADD', tags, unpack(entries.tags)) end")),
  DEBTS_OUTLIVE_THE_LANE(cut("claim", "call('UNLINK', turns, tags)")),
  PLAIN_TASKS_WAIT_FOR_ALL_GROUPS(new Edit("claim", "not types and plainWaits()", "false")),
  LOW_PRIORITIES_BEFORE_PLAIN_TASKS(
      new Edit(
          "claim",
          "appendUrgencies(heads, FIRST_URGENCY, PLAIN_URGENCY + 1, most + 1)",
          "appendUrgencies(heads, FIRST_URGENCY, BEHIND_LAST, most + 1)")),
  LOW_PRIORITIES_BEFORE_PLAIN_TASKS_ALONE(
      new Edit(
          "claim_straight",
          "add(readLevels('0', PLAIN_URGENCY, max))",
          "add(readLevels('0', BEHIND_LAST, max))")),
  A_CHANGED_PRIORITY_WAITS_FOR_THOSE_THAT_HAD_IT(
      new Edit("claim", "spots[next] < laned[i]:sub(1, 2)", "spots[next] <= laned[i]:sub(1, 2)")),
  A_RELEASED_TASK_GOES_BEHIND_ITS_PRIORITY(
      new Edit("settle", "enterLane(laned, theirs, true)", "enterLane(laned, theirs)")),
  GHOST_OF_A_CHANGED_PRIORITY_RUNS(new Edit("claim", "if not (marks and marks[i]) then", "do")),
  TAKEN_TASKS_STAY_IN_THEIR_PRIORITY(new Edit("claim", "elseif not goes[id] then", "else")),
  WHAT_DOES_NOT_FIT_LEAVES_ITS_PRIORITY(
      new Edit("claim_straight", "for i = 1, rest - 1 do", "for i = 1, n do")),
  NO_AGEING(new Edit("claim", "math.floor((now() - one.since) / heads.ageEvery)", "0")),
  GHOST_OF_A_MOVED_TASK_RUNS(
      new Edit("claim", "if not (marks and marks[i - from + 1]) then", "do")),
  ANOTHER_PRIORITY_LEAVES_NO_GHOST(new Edit("act", "else leaveGhost(id, MOVED_GHOST) end", "end")),
  ANOTHER_PRIORITY_STAYS_IN_ITS_PLACE(
      new Edit("act", "keepPlaces({id}, {moved})", "keepPlaces({id}, {spot or moved})")),
  DROPPED_TASK_KEEPS_ITS_SLOT(cut("claim", "freeSlots(dropped)")),
  SETTLED_TASK_KEEPS_ITS_SLOT(cut("settle", "freeSlots(left)")),
  REAPED_TASK_KEEPS_ITS_SLOT(cut("reap", "freeSlots(left)")),
  CLAIMED_TASK_TAKES_NO_SLOT(cut("claim", "takeSlots(theirs)")),
  FREED_SLOT_BARS_ON(cut("settle", "call('ZREM', barred, unpack(free))")),
  RETRIED_TASK_LOSES_ITS_PLACE(cut("settle", "keepPlaces(laned, theirs, areDead)")),
  REAPED_TASK_LOSES_ITS_PLACE(cut("reap", "keepPlaces(put, putSpots)")),
  DEAD_COUNT_AS_BACKLOG(
      new Edit("settle", "if not areDead then countLater(spots, 1) end", "countLater(spots, 1)")),
  BACKLOG_OF_A_GROUP_HAS_NO_END(
      cut(
          "enqueue",
          "if one.rule.backlog > 0 and one.waits >= one.rule.backlog then return 'full' end")),
  CANCELLED_TASK_STAYS_IN_THE_LANE(
      cut("cancel", "if call('ZREM', lane, spot .. id) == 0 then return false end")),
  EMPTY_GROUP_KEEPS_ITS_TURNS(cut("cancel", "if tag then passTurns(group, tag) end")),
  NOT_CHARGED_WHAT_DOES_NOT_FIT(
      new Edit("claim", "leaveTurns(math.min(rest - 1, inTurn))", "leaveTurns(inTurn)")),
  ENQUEUE_WAKES_NOBODY(new Edit("enqueue", "\n  wakeLanes()\n", "\n")),
  CLAIM_WAKES_NOBODY_FOR_THE_REST(
      new Edit("claim", "then keepToken() else wakeLanes() end", "then keepToken() end")),
  SETTLE_WAKES_NOBODY(new Edit("settle", "\n  wakeLanes()\n", "\n")),
  REAP_WAKES_NOBODY(new Edit("reap", "\nwakeLanes()\n", "\n")),
  PROMOTE_WAKES_NOBODY(new Edit("promote", "\n  wakeLanes()\n", "\n")),
  PROMOTE_FREES_NOBODY(new Edit("promote", "\n  freeDue()\n", "\n")),
  UNBAR_WAKES_NOBODY(new Edit("unbar", "\nwakeLanes()\n", "\n")),
  CONFIGURE_WAKES_NOBODY(new Edit("configure", "\nwakeLanes()\n", "\n"));

  private final Edit edit;

  FairMutant(Edit edit) {
    this.edit = edit;
  }

  /** Whether it keeps tasks from being woken for, so that workers have to wait. */
  boolean isOfWakeUps() {
    return name().contains("_WAKES_NOBODY") || this == PROMOTE_FREES_NOBODY;
  }

  Variant variant() {
    return new Variant(name(), List.of(edit), false);
  }
}
