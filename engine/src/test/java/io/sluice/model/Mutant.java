package io.sluice.model;

import static io.sluice.spec.Edit.cut;

import io.sluice.spec.Edit;
import io.sluice.spec.Variant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A rule of the protocol, removed. What the model is worth is whether it finds each of them. */
@SuppressWarnings("ImmutableEnumChecker") // a List.of of records
enum Mutant {
  SETTLE_WITHOUT_FENCE(
      new Edit("settle", "if holder[i] == token then", "if holder[i] then"),
      new Edit("settle", "if holder[x] ~= token then", "if not holder[x] then")),
  SETTLE_WITHOUT_RECEIPT(new Edit("settle", "local last = call('GET', receipt)", "local last")),
  CLAIM_WITHOUT_RECEIPT(
      new Edit(
          "claim",
          "local last, suspect = call('GET', receipt), ''",
          "local last, suspect = nil, ''")),
  ENQUEUE_TRUSTS_THE_ID(
      new Edit("enqueue", "local last = call('GET', receipt)", "local last"),
      new Edit(
          "enqueue",
          "for i = 4, firstChecked - 1, 2 do nowReady[#nowReady + 1] = ARGV[i] end",
          """
          accepted = 0
          for i = 4, firstChecked - 1, 2 do
            if call('HSETNX', tasks, ARGV[i], ARGV[i + 1]) == 1 then
              nowReady[#nowReady + 1] = ARGV[i]
              accepted = accepted + 1
            end
          end
          """),
      cut("enqueue", "call('HSET', tasks, unpack(ARGV, 4, firstChecked - 1))")),
  LATE_ENQUEUE_TAKEN(
      cut("enqueue", "if tonumber(lastSeq) > tonumber(seq) then return {'old'} end")),
  LATE_CLAIM_TAKEN(
      cut(
          "claim",
          "if tonumber(lastSeq) > tonumber(seq) then return {'old', tonumber(lastSeq)} end")),
  LATE_SETTLE_TAKEN(cut("settle", "if tonumber(lastSeq) > tonumber(seq) then return {'old'} end")),
  CLAIM_IGNORES_SESSION(
      cut("claim", "if not call('ZSCORE', sessions, session) then return {'gone'} end")),
  ADOPT_WITHOUT_TAKING(
      new Edit(
          "claim",
          "if call('LREM', landing, 1, ARGV[i]) == 1 then",
          "call('LREM', landing, 1, ARGV[i])\n  do")),
  LANDING_NOT_SWEPT(new Edit("reap", "local back = sweepLanding()", "local back = 0")),
  FENCE_TRUSTS_THE_PASS_UNDER_WAY(
      new Edit("reap", "cursor == '0' and pass + 1 or pass + 2", "pass + 1")),
  CLOSE_TRUSTS_THE_PASS_UNDER_WAY(
      new Edit("close", "cursor == '0' and pass + 1 or pass + 2", "pass + 1")),
  CLOSE_LEAVES_NOTHING_TO_WALK(
      cut("close", "call('ZADD', walk, cursor == '0' and pass + 1 or pass + 2, session)")),
  ONE_CHUNK_IS_A_PASS(new Edit("reap", "cursor = scan[1]", "cursor = '0'")),
  EXTEND_REVIVES(
      cut("extend", "if not call('ZSCORE', sessions, session) then return {'gone'} end")),
  OPEN_REVIVES(cut("open", "if call('ZSCORE', walk, session) then return 'gone' end")),
  EMPTY_CLAIM_WITHOUT_RECEIPT(
      new Edit(
          "claim",
          "  keepReceipt('')\n  return {more and 'more' or 'ok', token, {}, {}, {}}",
          "  return {more and 'more' or 'ok', token, {}, {}, {}}")),
  CLAIM_OF_ANY_TYPE_LEAVES_WHAT_IS_SET_ASIDE(
      new Edit("claim", "if setAside > 0 and #ids < max then takeOfAny() end", "")),
  WHAT_IS_SET_ASIDE_STAYS(cut("claim", "if #parts > 0 then leaveParts(rest) end")),
  WHAT_IS_SET_ASIDE_IS_NOT_COUNTED(cut("claim", "countAside(added)")),
  REST_OF_A_PART_IS_DROPPED(new Edit("claim", "if taken < #part.ids then", "if false then")),
  LAST_PART_IS_REPLACED(
      new Edit(
          "claim",
          "for i = 1, #list do before[#before + 1] = list[i] end\n        list,",
          "before,")),
  CLAIM_TAKES_OTHER_TYPES(
      new Edit("claim", "nextPart(from, '(' .. type .. '!')", "nextPart('-', AFTER_TYPES)")),
  PAUSED_CLAIM_WITHOUT_RECEIPT(
      new Edit(
          "claim",
          "  keepReceipt('')\n  return {paused and 'paused' or 'limited', token, {}, {}, {}}",
          "  return {paused and 'paused' or 'limited', token, {}, {}, {}}")),
  PAUSE_DROPS_WHAT_IS_ADOPTED(
      cut("claim", "if #ids > 0 then call('LPUSH', ready, unpack(ids)) end")),
  GHOSTS_RUN(new Edit("claim", "if marks[i] then", "if false then")),
  GHOSTS_TAKEN_IN_AGAIN(cut("enqueue", "call('HEXISTS', ghosts, id) == 0 and ")),
  REAP_IGNORES_CANCEL(new Edit("reap", "if marks[i] then", "if false then")),
  SETTLE_IGNORES_CANCEL(
      new Edit(
          "settle", "marks[x] and (outcome == 'R' or outcome == 'L' or outcome == 'Z')", "false")),
  CANCEL_MARK_STAYS(
      new Edit(
          "settle",
          """
          local function leave(ids)
            call('HDEL', running, unpack(ids))
            if anyCancels then call('HDEL', cancels, unpack(ids)) end
          """,
          """
          local function leave(ids)
            call('HDEL', running, unpack(ids))
          """)),
  PROMOTER_DIES_BETWEEN_TWO_STEPS(
      new Edit(
          "promote", "if call('RPUSH'", "if now % 7 == 0 then return end\n    if call('RPUSH'")),
  REAPER_PUTS_BACK_WHAT_IT_SAW_BEFORE(
      new Edit(
          "reap",
          "if #taken > 0 then reaped,",
          """
          local seen = call('HGET', reaper, 'seen') or ''
          call('HSET', reaper, 'seen', table.concat(taken, ' '))
          taken = {}
          for id in seen:gmatch('%S+') do taken[#taken + 1] = id end
          if #taken > 0 then reaped,\
          """)),
  WORKER_COUNTS_ON(true),
  ATTEMPTS_STAY(cut("settle", "if anyAttempts then call('HDEL', attempts, unpack(ids)) end")),
  ATTEMPTS_STAY_AFTER_CANCEL(cut("cancel", "call('HDEL', attempts, id)")),
  ATTEMPTS_STAY_AFTER_SWEEP(cut("sweep", "call('HDEL', attempts, unpack(ids))")),
  WALK_WITHOUT_FENCE(cut("reap", "call('ZREM', sessions, unpack(late))")),
  MANY_SUSPECTS_IN_ONE_SESSION(
      new Edit("claim", "crashes >= SUSPECT_CRASHES and suspect ~= ''", "false")),
  SUSPECT_NOT_CARRIED(cut("claim", "suspect = held")),
  PUT_OFF_SUSPECTS_ARE_DROPPED(cut("claim", "call('ZADD', retrying, unpack(due))")),
  FULL_WITHOUT_RECEIPT(
      cut("enqueue", "call('SET', receipt, seq .. ' full', 'EX', RECEIPT_SECONDS)")),
  SWEPT_LETTERS_NOT_COUNTED(cut("sweep", "call('HINCRBY', counters, 'purged', #ids)")),
  SHED_STAYS_LISTED(cut("shed", "call('LPOP', lists[oldest])")),
  SHED_KEEPS_ITS_ATTEMPTS(
      new Edit(
          "shed",
          "ipairs({results, tasks, attempts, notes}) do call('HDEL'",
          "ipairs({results, tasks, notes}) do call('HDEL'")),
  ONCE_WITHOUT_RECEIPT(new Edit("enqueue_once", "local last = call('GET', receipt)", "local last")),
  LATE_ONCE_TAKEN(
      cut("enqueue_once", "if tonumber(lastSeq) > tonumber(seq) then return {'old'} end")),
  UNIQUE_ASKED_AFTER_THE_WRITE(
      new Edit(
          "enqueue_once",
          "local other = holder(uniqueKey)",
          "call('HSET', tasks, id, envelope)\n  local other = holder(uniqueKey)")),
  UNIQUE_KEY_NOT_HELD(cut("enqueue_once", "hold(uniqueKey, uniqueFor, id, createdAt, '')")),
  UNIQUE_KEY_HELD_FOR_EVER(
      new Edit(
          "enqueue_once",
          "if untilMs == '0' and not isAlive(id) then return nil end",
          "if untilMs == '0' and call('HEXISTS', tasks, id) == 0 then return nil end")),
  WINDOW_NEVER_CLOSES(
      cut("enqueue_once", "if untilMs ~= '0' and tonumber(untilMs) <= now then return nil end")),
  REQUEST_KEY_NOT_HELD(
      cut("enqueue_once", "hold(requestKey, requestFor, id, createdAt, fingerprint)")),
  REQUEST_TAKES_ANY_FINGERPRINT(
      new Edit(
          "enqueue_once", "local same = earlier.fingerprint == fingerprint", "local same = true")),
  REPLACED_WITHOUT_GHOST(
      new Edit(
          "enqueue_once",
          "if call('ZREM', scheduled, id) == 0 then call('HSET', ghosts, id, 1) end",
          "call('ZREM', scheduled, id)")),
  REPLACES_WHAT_RUNS(cut("enqueue_once", "or call('HEXISTS', running, id) == 1 ")),
  REPLACED_KEEPS_ITS_EXPIRY(cut("enqueue_once", "call('ZREM', expiries, id)")),
  EXPIRED_WITHOUT_GHOST(
      new Edit(
          "expire",
          "if call('ZREM', scheduled, id) == 0 then call('HSET', ghosts, id, 0) end",
          "call('ZREM', scheduled, id)")),
  CLAIM_KEEPS_THE_EXPIRY(cut("claim", "call('ZREM', expiries, unpack(ids))")),
  CLAIM_IGNORES_THE_EXPIRY(
      new Edit("claim", "if ends[i] and math.floor(ends[i]) <= startedAt then", "if false then")),
  WHAT_DOES_NOT_FIT_IS_DROPPED(cut("claim", "call('LPUSH', ready, unpack(back))")),
  WHAT_DOES_NOT_FIT_EXPIRES_NO_MORE(
      new Edit(
          "claim",
          "local envelopes, records = {}, {}\n",
          """
          if #ids > 0 and expiring then call('ZREM', expiries, unpack(ids)) end
          local envelopes, records = {}, {}
          """)),
  SHRINK_LEAVES_ALL_RUNNING(cut("shrink", "call('HDEL', running, unpack(back))")),
  SHRINK_TRUSTS_THE_RECEIPT(new Edit("shrink", "if call('HGET', running, id) == token then", "do")),
  SHRINK_OF_ANOTHER_CLAIM(
      new Edit(
          "shrink", "if lastSeq ~= seq then return {} end", "if not given then return {} end")),
  SHRINK_IGNORES_CANCEL(
      new Edit("shrink", "elseif call('HEXISTS', cancels, id) == 1 then", "elseif false then")),
  CANCEL_KEEPS_THE_EXPIRY(cut("cancel", "call('ZREM', expiries, id)")),
  CLAIM_BEYOND_THE_LIMIT(cut("claim", "max = math.min(max, room)")),
  PAUSE_OUTLIVES_ITS_TIME(
      new Edit(
          "claim",
          "if paused and rules[2] and math.floor(rules[2]) <= startedAt then",
          "if false then")),
  DELETED_WITHOUT_GHOST(
      new Edit("act", "if state == 'ready' then call('HSET', ghosts, id, 0)", "if false then")),
  DELETES_WHAT_RUNS(cut("act", "if state == 'running' then return {'no', state} end")),
  DELETED_KEEPS_ITS_EXPIRY(cut("act", "call('ZREM', expiries, id)")),
  REVIVED_STAYS_DEAD(cut("act", "call('ZREM', dead, id)")),
  REVIVED_WITH_OLD_CRASHES(new Edit("act", "'0 0 ' .. before:match('^%d+ %d+ ?(.*)$')", "before")),
  RUN_NOW_STAYS_DELAYED(
      new Edit(
          "act",
          "if state == 'scheduled' then call('ZREM', scheduled, id)",
          "if state == 'scheduled' then")),
  REDRIVEN_STAYS_DEAD(cut("bulk", "call('ZREM', dead, unpack(ids))")),
  REDRIVE_HAS_NO_END(
      new Edit("bulk", "if tonumber(entries[i + 1]) > notAfter then", "if false then")),
  REVIVED_UNDER_A_HELD_KEY(
      cut("act", "if holder and holder ~= id then return {'held', holder} end")),
  REDRIVEN_UNDER_A_HELD_KEY(cut("bulk", "if holder and holder ~= one.id then return false end")),
  REDRIVE_OF_ANY_ERROR(
      cut("bulk", "and (wantedError == '' or errorOf(call('HGET', attempts, id)) == wantedError)")),
  REDRIVE_FASTER_THAN_IT_MAY(cut("bulk", "limit = math.min(limit, allowed)")),
  PURGE_FORGETS_GHOSTS(
      new Edit(
          "bulk",
          "#taken > 0 and record.from == 'ready' and withoutGhosts(taken) or taken",
          "taken")),
  PURGED_NOT_COUNTED(cut("bulk", "call('HINCRBY', counters, 'purged', #ids)")),
  PURGED_KEEPS_ITS_EXPIRY(cut("bulk", "call('ZREM', expiries, unpack(ids))")),
  RETAINED_IS_NEVER_DROPPED(cut("settle", "call('ZADD', retained, unpack(dropAt))")),
  SNOOZE_IS_A_FAILURE(
      new Edit("settle", "if outcome == 'R' or outcome == 'B' then", "if outcome ~= 'L' then")),
  NOTES_STAY(cut("settle", "if anyNotes then call('HDEL', notes, unpack(ids)) end")),
  NOTES_OF_WHO_HAS_LOST_IT(new Edit("note", "if call('HGET', running, id) == token then", "do"));

  private static final Set<Mutant> NEEDS_NOTHING_KEPT =
      EnumSet.of(GHOSTS_TAKEN_IN_AGAIN, ATTEMPTS_STAY, ATTEMPTS_STAY_AFTER_CANCEL);

  /** Shows only when a copy of a call comes late, after what it gave has been settled. */
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

  /** Within how many seeds it is to be found. */
  int seeds() {
    return RARE.contains(this) ? SEEDS_OF_RARE : SEEDS;
  }

  Variant variant() {
    return variant;
  }
}
