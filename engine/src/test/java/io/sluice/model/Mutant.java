package io.sluice.model;

import static io.sluice.script.Edit.cut;

import io.sluice.script.Edit;
import io.sluice.spec.Variant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A rule of the protocol, removed. What the model is worth is whether it finds each of them. */
@SuppressWarnings("ImmutableEnumChecker") // a List.of of records
enum Mutant {
  SETTLE_WITHOUT_FENCE(
      new Edit(
          "settle",
          "if not taken[id] and (holder[i] == token or isHeldBy(holder[i], token)) then",
          "if not taken[id] and holder[i] then"),
      new Edit("settle", "not isHeldBy(holder[x], token)", "not holder[x]")),
  SETTLE_WITHOUT_RECEIPT(
      new Edit(
          "settle",
          "local lastSeq, lostBefore, late = lastCall(seq)",
          "local lastSeq, lostBefore, late")),
  CLAIM_WITHOUT_RECEIPT(new Edit("claim", "lastSeq, answer, late = lastCall(seq)", "answer = nil")),
  ENQUEUE_TRUSTS_THE_ID(
      new Edit(
          "enqueue", "local lastSeq, answer, late = lastCall(seq)", "local lastSeq, answer, late"),
      new Edit(
          "enqueue",
          "for i = FIRST_ITEM, firstLeveled - 1, 2 do nowReady[#nowReady + 1] = ARGV[i] end",
          """
          accepted = 0
          for i = FIRST_ITEM, firstChecked - 1, 2 do
            if call('HSETNX', tasks, ARGV[i], ARGV[i + 1]) == 1 then
              if i < firstLeveled then nowReady[#nowReady + 1] = ARGV[i] end
              accepted = accepted + 1
            end
          end
          """),
      cut("enqueue", "call('HSET', tasks, unpack(ARGV, FIRST_ITEM, firstChecked - 1))")),
  LATE_ENQUEUE_TAKEN(cut("enqueue", "if late then return {'old'} end")),
  LATE_CLAIM_TAKEN(cut("claim", "if late then return {'old', tonumber(lastSeq)} end")),
  LATE_SETTLE_TAKEN(cut("settle", "if late then return {'old'} end")),
  CLAIM_IGNORES_SESSION(
      cut("claim", "if not call('ZSCORE', sessions, session) then return {'gone'} end")),
  ADOPT_WITHOUT_TAKING(
      new Edit(
          "claim",
          "if call('LREM', landing, 1, ARGV[i]) == 1 and ARGV[i] ~= TOKEN then",
          "call('LREM', landing, 1, ARGV[i])\n  if ARGV[i] ~= TOKEN then")),
  LANDING_NOT_SWEPT(new Edit("reap", "local back = sweepLanding()", "local back = 0")),
  FENCE_TRUSTS_THE_PASS_UNDER_WAY(
      new Edit("reap", "cursor == '0' and pass + 1 or pass + 2", "pass + 1")),
  CLOSE_TRUSTS_THE_PASS_UNDER_WAY(
      new Edit("close", "cursor == '0' and pass + 1 or pass + 2", "pass + 1")),
  CLOSE_LEAVES_NOTHING_TO_WALK(
      cut("close", "walkFor({session}, tonumber(state[1] or 0), state[2] or '0')")),
  ONE_CHUNK_IS_A_PASS(new Edit("reap", "cursor = scan[1]", "cursor = '0'")),
  EXTEND_REVIVES(
      cut("extend", "if not call('ZSCORE', sessions, session) then return {'gone'} end")),
  OPEN_REVIVES(cut("open", "if call('ZSCORE', walk, session) then return 'gone' end")),
  EMPTY_CLAIM_WITHOUT_RECEIPT(
      new Edit(
          "claim",
          "  keepGiven(seq, startedAt, suspect, stands and STANDS or '')\n  if costly",
          "  if costly")),
  CLAIM_OF_ANY_TYPE_LEAVES_WHAT_IS_SET_ASIDE(cut("claim", "\n    takeOfAny(ids, max)\n")),
  WHAT_IS_SET_ASIDE_STAYS(cut("claim", "if fromParts > 0 then leaveTaken(rest - inTurn) end")),
  WHAT_IS_SET_ASIDE_IS_NOT_COUNTED(cut("claim", "countAside(added)")),
  REST_OF_A_PART_IS_DROPPED(new Edit("claim", "if taken < #part.ids then", "if false then")),
  LAST_PART_IS_REPLACED(
      cut("claim", "for i = 1, #list do before[#before + 1] = list[i] end"),
      new Edit("claim", "list, number = before, number - 1", "number = number - 1")),
  CLAIM_TAKES_OTHER_TYPES(
      new Edit(
          "claim",
          "takeBetween('[' .. type .. ' ', '(' .. type .. '!', ids, max)",
          "takeBetween('-', AFTER_TYPES, ids, max)")),
  PAUSED_CLAIM_WITHOUT_RECEIPT(
      new Edit(
          "claim",
          "  keepGiven(seq, startedAt, suspect, '')\n  return {paused and",
          "  return {paused and")),
  PAUSE_DROPS_WHAT_IS_ADOPTED(cut("claim", "if #ids > 0 then putReady(ids, true) end")),
  GHOSTS_RUN(
      new Edit("claim", "if marks[i] and (i > inTurn or not spots[ids[i]]) then", "if false then")),
  GHOSTS_TAKEN_IN_AGAIN(cut("enqueue", "call('HEXISTS', ghosts, id) == 0 and ")),
  REAP_IGNORES_CANCEL(new Edit("reap", "if marks[i] or followers[i] then", "if followers[i] then")),
  SETTLE_IGNORES_CANCEL(new Edit("settle", "(marks[x] or followers[x])", "followers[x]")),
  CANCEL_MARK_STAYS(
      new Edit("settle", "if anyCancels then call('HDEL', cancels, unpack(ids)) end", "")),
  PROMOTER_DIES_BETWEEN_TWO_STEPS(
      new Edit("promote", "readyAgain(moved)", "if now() % 7 ~= 0 then readyAgain(moved) end")),
  REAPER_PUTS_BACK_WHAT_IT_SAW_BEFORE(
      new Edit(
          "reap",
          "if #taken > 0 then reaped,",
          """
          local seen = call('HGET', reaper, 'seen') or ''
          call('HSET', reaper, 'seen', table.concat(taken, ' '))
          taken, tokens = {}, {}
          for id in seen:gmatch('%S+') do
            taken[#taken + 1] = id
            tokens[#taken] = call('HGET', running, id) or 'gone:0:0'
          end
          if #taken > 0 then reaped,\
          """)),
  WORKER_COUNTS_ON(true),
  ATTEMPTS_STAY(cut("settle", "if anyAttempts then call('HDEL', attempts, unpack(ids)) end")),
  ATTEMPTS_STAY_AFTER_CANCEL(cut("cancel", "call('HDEL', attempts, unpack(ids))")),
  ATTEMPTS_STAY_AFTER_SWEEP(cut("sweep", "call('HDEL', attempts, unpack(ids))")),
  WALK_WITHOUT_FENCE(cut("reap", "call('ZREM', sessions, unpack(late))")),
  MANY_SUSPECTS_IN_ONE_SESSION(
      new Edit("claim", "crashes >= SUSPECT_CRASHES and suspect ~= ''", "false")),
  SUSPECT_NOT_CARRIED(cut("claim", "suspect = held")),
  PUT_OFF_SUSPECTS_ARE_DROPPED(cut("claim", "putOff(retrying, 'retrying', due)")),
  FULL_WITHOUT_RECEIPT(cut("enqueue", "keepReceipt(seq, why .. ' ' .. (ms or ''))")),
  SWEPT_LETTERS_NOT_COUNTED(new Edit("sweep", "purged(ids, 'dead')\n    leaveEnds", "leaveEnds")),
  SHED_STAYS_LISTED(cut("shed", "call('LPOP', lists[oldest])")),
  SHED_KEEPS_ITS_ATTEMPTS(new Edit("shed", "call('HDEL', attempts, unpack(ids))", "")),
  ONCE_WITHOUT_RECEIPT(
      new Edit(
          "enqueue_once",
          "local lastSeq, answer, late = lastCall(seq)",
          "local lastSeq, answer, late")),
  LATE_ONCE_TAKEN(cut("enqueue_once", "if late then return {'old'} end")),
  UNIQUE_ASKED_AFTER_THE_WRITE(
      new Edit(
          "enqueue_once",
          "local other = uniqueKey ~= '' and holderOf(uniqueKey)",
          "call('HSET', tasks, id, envelope)\n"
              + "  local other = uniqueKey ~= '' and holderOf(uniqueKey)")),
  UNIQUE_KEY_NOT_HELD(cut("enqueue_once", "hold(uniqueKey, ARGV[i + 6], id, createdAt, first)")),
  UNIQUE_KEY_HELD_FOR_EVER(
      new Edit(
          "enqueue_once",
          "if untilMs == '0' and not isAlive(id) then return nil end",
          "if untilMs == '0' and call('HEXISTS', tasks, id) == 0 then return nil end")),
  WINDOW_NEVER_CLOSES(
      cut("enqueue_once", "if untilMs ~= '0' and tonumber(untilMs) <= now() then return nil end")),
  REQUEST_KEY_NOT_HELD(
      cut(
          "enqueue_once",
          "if requestKey ~= '' then hold(requestKey, ARGV[i + 9], id, createdAt, ARGV[i + 10])"
              + " end")),
  REQUEST_TAKES_ANY_FINGERPRINT(
      new Edit(
          "enqueue_once", "local same = earlier.fingerprint == fingerprint", "local same = true")),
  REPLACED_WITHOUT_GHOST(
      new Edit(
          "enqueue_once",
          "if not spot or not leaveLane(id, spot) then return leaveGhost(id, ghost) end",
          "if spot then leaveLane(id, spot) end")),
  REPLACES_WHAT_RUNS(
      new Edit(
          "enqueue_once",
          "(state ~= 'ready' and state ~= 'scheduled')",
          "(state ~= 'ready' and state ~= 'scheduled' and state ~= 'running')")),
  REPLACED_KEEPS_ITS_EXPIRY(cut("enqueue_once", "call('ZREM', expiries, id)")),
  NOTHING_FOLLOWS_A_SETTLED_RUN(cut("settle", "letFollow(runsLeft)")),
  NOTHING_FOLLOWS_A_REAPED_RUN(cut("reap", "letFollow(runsLeft)")),
  NOTHING_FOLLOWS_WHAT_IS_GIVEN_BACK(cut("shrink", "letFollow(runsLeft)")),
  THE_OLDER_RUNS_AGAIN(new Edit("settle", "(marks[x] or followers[x])", "marks[x]")),
  THE_OLDER_RUNS_AGAIN_AFTER_A_CRASH(
      new Edit("reap", "if marks[i] or followers[i] then", "if marks[i] then")),
  THE_NEWEST_RUNS_BESIDE_THE_OLDER(cut("enqueue_once", "at = BEHIND_ALL")),
  TWO_WAIT_BEHIND_ONE(cut("enqueue_once", "if waits then cancelWaiting(waits, 'scheduled') end")),
  EXPIRED_STAYS_BEHIND(cut("expire", "if state == 'scheduled' then leaveBehind({id}) end")),
  EXPIRED_WITHOUT_GHOST(
      new Edit(
          "expire",
          "if not spot or not leaveLane(id, spot) then return leaveGhost(id, ghost) end",
          "if spot then leaveLane(id, spot) end")),
  CLAIM_KEEPS_THE_EXPIRY(cut("claim", "call('ZREM', expiries, unpack(ids))")),
  CLAIM_IGNORES_THE_EXPIRY(
      new Edit(
          "claim",
          "if expiresAt[i] and math.floor(expiresAt[i]) <= startedAt then",
          "if false then")),
  WHAT_DOES_NOT_FIT_IS_DROPPED(cut("claim", "if #back > 0 then putReady(back, true) end")),
  WHAT_DOES_NOT_FIT_EXPIRES_NO_MORE(
      new Edit(
          "claim",
          "local envelopes, records, put = {}, {}, {}\n",
          """
          if #ids > 0 and expiring then call('ZREM', expiries, unpack(ids)) end
          local envelopes, records, put = {}, {}, {}
          """)),
  SHRINK_LEAVES_ALL_RUNNING(cut("shrink", "leaveRunning(back)")),
  SHRINK_TRUSTS_THE_RECEIPT(
      new Edit("shrink", "if isHeldBy(holder, token) then", "if holder then")),
  SHRINK_OF_ANOTHER_CLAIM(
      new Edit(
          "shrink", "if lastSeq ~= seq then return {} end", "if not answer then return {} end")),
  SHRINK_IGNORES_CANCEL(new Edit("shrink", "call('HEXISTS', cancels, id) == 1 or ", "")),
  CANCEL_KEEPS_THE_EXPIRY(cut("cancel", "call('ZREM', expiries, id)")),
  CLAIM_BEYOND_THE_LIMIT(cut("claim", "max = math.min(max, room)")),
  PAUSE_OUTLIVES_ITS_TIME(
      new Edit(
          "claim",
          "if paused and rules[2] and math.floor(rules[2]) <= startedAt then",
          "if false then")),
  DELETED_WITHOUT_GHOST(
      new Edit(
          "act",
          "if not spot or not leaveLane(id, spot) then return leaveGhost(id, ghost) end",
          "if spot then leaveLane(id, spot) end")),
  DELETES_WHAT_RUNS(cut("act", "if state == 'running' then return {'no', state} end")),
  DELETED_KEEPS_ITS_EXPIRY(cut("act", "call('ZREM', expiries, id)")),
  REVIVED_STAYS_DEAD(cut("act", "call('ZREM', dead, unpack(ids))")),
  REVIVED_WITH_OLD_CRASHES(new Edit("act", "'0 0 ' .. record:match('^%d+ %d+ ?(.*)$')", "record")),
  RUN_NOW_STAYS_DELAYED(
      new Edit(
          "act",
          "call('ZREM', state == 'scheduled' and scheduled or state == 'retrying' and retrying or"
              + " dead, id)",
          "if state ~= 'scheduled' then call('ZREM', state == 'retrying' and retrying or dead, id)"
              + " end")),
  REDRIVEN_STAYS_DEAD(
      cut("bulk", "call('ZREM', dead, one.id)"), cut("bulk", "call('ZREM', dead, unpack(ids))")),
  REDRIVE_HAS_NO_END(
      new Edit("bulk", "if tonumber(entries[i + 1]) > notAfter then", "if false then")),
  REVIVED_UNDER_A_HELD_KEY(cut("act", "if holder then return {'held', holder} end")),
  REDRIVEN_UNDER_A_HELD_KEY(
      new Edit(
          "bulk",
          "if takesKeyAgain(one.id, one.head) then return false end",
          "takesKeyAgain(one.id, one.head)")),
  REDRIVE_OF_ANY_ERROR(
      cut("bulk", "and (wantedError == '' or errorOf(call('HGET', attempts, id)) == wantedError)")),
  REDRIVE_FASTER_THAN_IT_MAY(cut("bulk", "limit = math.min(limit, allowed)")),
  PURGE_FORGETS_GHOSTS(
      new Edit(
          "bulk",
          "#taken > 0 and record.from == 'ready' and not laned and withoutMarked(taken) or taken",
          "taken")),
  PURGED_NOT_COUNTED(cut("bulk", "call('HINCRBY', counters, 'purged', #ids)")),
  PURGED_KEEPS_ITS_EXPIRY(cut("bulk", "call('ZREM', expiries, unpack(ids))")),
  RETAINED_IS_NEVER_DROPPED(cut("settle", "call('ZADD', retained, unpack(own.dropAt))")),
  SNOOZE_IS_A_FAILURE(
      new Edit("settle", "if outcome == 'R' or outcome == 'B' then", "if outcome ~= 'L' then")),
  NOTES_STAY(cut("settle", "if anyNotes then call('HDEL', notes, unpack(ids)) end")),
  NOTES_OF_WHO_HAS_LOST_IT(new Edit("note", "if isHeldBy(holder, token) then", "do"));

  private static final Set<Mutant> NEEDS_NOTHING_KEPT =
      EnumSet.of(GHOSTS_TAKEN_IN_AGAIN, ATTEMPTS_STAY, ATTEMPTS_STAY_AFTER_CANCEL);

  /** Each shows only when several rare things meet, and has a test of its own. */
  private static final Set<Mutant> RARE = EnumSet.of(SHRINK_TRUSTS_THE_RECEIPT);

  private static final int SEEDS = 80;
  private static final int SEEDS_OF_RARE = 400;

  private final Variant variant;

  Mutant(Edit... edits) {
    variant = new Variant(name(), List.copyOf(Arrays.asList(edits)), false);
  }

  Mutant(boolean countsOn) {
    variant = new Variant(name(), List.of(), countsOn);
  }

  /** Some rules matter only when nothing of a finished task is kept. */
  boolean showsUnder(Conditions conditions) {
    return !NEEDS_NOTHING_KEPT.contains(this) || conditions.cap() == 0;
  }

  /** Whether only a few seeds of hundreds find it. */
  boolean isRare() {
    return RARE.contains(this);
  }

  /** Within how many seeds it is to be found. */
  int seeds() {
    return isRare() ? SEEDS_OF_RARE : SEEDS;
  }

  Variant variant() {
    return variant;
  }
}
