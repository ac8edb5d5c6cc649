package io.sluice.redis.property;

import static io.sluice.script.Edit.cut;

import io.sluice.script.Edit;
import io.sluice.spec.Variant;
import java.util.List;

/** A rule of a script, removed. */
@SuppressWarnings("ImmutableEnumChecker") // a record of texts
enum ScriptMutant {
  SUCCESS_WITHOUT_FENCE(
      new Edit(
          "settle",
          "if not taken[id] and (holder[i] == token or isHeldBy(holder[i], token)) then",
          "if not taken[id] and holder[i] then")),
  SUCCESS_TOLD_TWICE_COUNTS_TWICE(cut("settle", "not taken[id] and ")),
  FAILURE_WITHOUT_FENCE(new Edit("settle", "not isHeldBy(holder[x], token)", "not holder[x]")),
  CANCEL_LOSES_TO_RETRY(new Edit("settle", "(marks[x] or followers[x])", "followers[x]")),
  CANCEL_LOSES_TO_CRASH(
      new Edit("reap", "if marks[i] or followers[i] then", "if followers[i] then")),
  CLAIM_WITHOUT_RECEIPT(new Edit("claim", "lastSeq, answer, late = lastCall(seq)", "answer = nil")),
  MANY_SUSPECTS_IN_ONE_SESSION(
      new Edit("claim", "crashes >= SUSPECT_CRASHES and suspect ~= ''", "false")),
  SUSPECT_NOT_CARRIED(cut("claim", "suspect = held")),
  GHOSTS_RUN(
      new Edit("claim", "if marks[i] and (i > inTurn or not spots[ids[i]]) then", "if false then")),
  ATTEMPTS_STAY_AFTER_SWEEP(cut("sweep", "call('HDEL', attempts, unpack(ids))")),
  ONCE_WITHOUT_RECEIPT(
      new Edit(
          "enqueue_once",
          "local lastSeq, answer, late = lastCall(seq)",
          "local lastSeq, answer, late")),
  UNIQUE_KEY_HELD_FOR_EVER(
      new Edit(
          "enqueue_once",
          "if untilMs == '0' and not isAlive(id) then return nil end",
          "if untilMs == '0' and call('HEXISTS', tasks, id) == 0 then return nil end")),
  REPLACED_WITHOUT_GHOST(
      new Edit(
          "enqueue_once",
          "if not spot or not leaveLane(id, spot) then return leaveGhost(id, ghost) end",
          "if spot then leaveLane(id, spot) end")),
  REPLACES_WHAT_FAILED(cut("enqueue_once", "or call('HEXISTS', attempts, id) == 1")),
  DUPLICATE_ASKED_BEFORE_THE_REQUEST(
      new Edit(
          "enqueue_once",
          "if not earlier then return false end",
          "if not earlier or call('HEXISTS', tasks, id) == 1 then return false end")),
  EXPIRED_WITHOUT_GHOST(
      new Edit(
          "expire",
          "if not spot or not leaveLane(id, spot) then return leaveGhost(id, ghost) end",
          "if spot then leaveLane(id, spot) end")),
  CLAIM_IGNORES_THE_EXPIRY(
      new Edit(
          "claim",
          "if expiresAt[i] and math.floor(expiresAt[i]) <= startedAt then",
          "if false then")),
  CLAIM_BEYOND_THE_LIMIT(cut("claim", "max = math.min(max, room)")),
  RETAINED_IS_NEVER_DROPPED(cut("settle", "call('ZADD', retained, unpack(own.dropAt))")),
  DELETED_KEEPS_ITS_EXPIRY(cut("act", "call('ZREM', expiries, id)")),
  REVIVED_WITH_OLD_CRASHES(new Edit("act", "'0 0 ' .. record:match('^%d+ %d+ ?(.*)$')", "record")),
  REDRIVE_OF_ANY_ERROR(
      cut("bulk", "and (wantedError == '' or errorOf(call('HGET', attempts, id)) == wantedError)")),
  PURGE_FORGETS_GHOSTS(
      new Edit(
          "bulk",
          "#taken > 0 and record.from == 'ready' and not laned and withoutMarked(taken) or taken",
          "taken")),
  NOTHING_FOLLOWS_A_SETTLED_RUN(cut("settle", "letFollow(runsLeft)")),
  NOTHING_FOLLOWS_A_REAPED_RUN(cut("reap", "letFollow(runsLeft)")),
  WHAT_FOLLOWS_DOES_NOT_HOLD_THE_KEY(
      cut("settle", "hold(key, '0', id, createdAt, first == '-' and '' or first)")),
  WHAT_FOLLOWS_FORGETS_ITS_TIME(new Edit("settle", "if left > 0 then", "if false then")),
  THE_OLDER_RUNS_AGAIN(new Edit("settle", "(marks[x] or followers[x])", "marks[x]")),
  THE_OLDER_RUNS_AGAIN_AFTER_A_CRASH(
      new Edit("reap", "if marks[i] or followers[i] then", "if marks[i] then")),
  THE_NEWEST_RUNS_BESIDE_THE_OLDER(cut("enqueue_once", "at = BEHIND_ALL")),
  TWO_WAIT_BEHIND_ONE(cut("enqueue_once", "if waits then cancelWaiting(waits, 'scheduled') end")),
  CANCELLED_STAYS_BEHIND(cut("cancel", "if state == 'scheduled' then leaveBehind({id}) end")),
  PURGED_STAYS_BEHIND(new Edit("bulk", "    leaveBehind(ids)\n  end\n", "  end\n")),
  RUN_NOW_BEFORE_ITS_TURN(cut("act", "if dueBehind(id, 0) then return {'as it is', state} end")),
  AN_OVERDUE_BURST_BEGINS_AT_THE_END(
      new Edit("enqueue_once", "makeReady(overdue, true)", "makeReady(overdue)")),
  A_BURST_HAS_NO_BEGINNING(
      new Edit("enqueue_once", "first + tonumber(most) - now()", "tonumber(most)")),
  NOTES_OF_WHO_HAS_LOST_IT(new Edit("note", "if isHeldBy(holder, token) then", "do")),
  LIST_SHOWS_GHOSTS(new Edit("list", "if not marks[i] then", "if true then"));

  private final Edit edit;

  ScriptMutant(Edit edit) {
    this.edit = edit;
  }

  Variant variant() {
    return new Variant(name(), List.of(edit), false);
  }
}
