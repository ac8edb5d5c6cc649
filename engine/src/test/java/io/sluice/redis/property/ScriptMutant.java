package io.sluice.redis.property;

import static io.sluice.model.Edit.cut;

import io.sluice.model.Edit;
import io.sluice.redis.ScriptCalls;
import java.util.Map;

/** A rule of a script, removed. */
@SuppressWarnings("ImmutableEnumChecker") // a record of texts
enum ScriptMutant {
  SUCCESS_WITHOUT_FENCE(new Edit("settle", "if holder[i] == token then", "if holder[i] then")),
  FAILURE_WITHOUT_FENCE(new Edit("settle", "if holder[x] ~= token then", "if not holder[x] then")),
  CANCEL_LOSES_TO_RETRY(
      new Edit(
          "settle", "marks[x] and (outcome == 'R' or outcome == 'L' or outcome == 'Z')", "false")),
  CANCEL_LOSES_TO_CRASH(new Edit("reap", "if marks[i] then", "if false then")),
  CLAIM_WITHOUT_RECEIPT(
      new Edit(
          "claim",
          "local last, suspect = call('GET', receipt), ''",
          "local last, suspect = nil, ''")),
  MANY_SUSPECTS_IN_ONE_SESSION(
      new Edit("claim", "crashes >= SUSPECT_CRASHES and suspect ~= ''", "false")),
  SUSPECT_NOT_CARRIED(cut("claim", "suspect = held")),
  GHOSTS_RUN(new Edit("claim", "if marks[i] then gone", "if false then gone")),
  ATTEMPTS_STAY_AFTER_SWEEP(cut("sweep", "call('HDEL', attempts, unpack(ids))"));

  private final Edit edit;

  ScriptMutant(Edit edit) {
    this.edit = edit;
  }

  ScriptCalls calls(String uri) {
    return new ScriptCalls(uri, Map.of(edit.verb(), edit::appliedTo));
  }
}
