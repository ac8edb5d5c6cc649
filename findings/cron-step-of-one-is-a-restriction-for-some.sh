#!/usr/bin/env bash
# From npm: cron-parser 5.10.6 (the one inside BullMQ), croner 11.0.1, cron 4.4.0 (the one inside
# NestJS).
#
# `0 0 */1 * 1`: every first day of the month counted in steps of one, which is every day, and Monday.
# One would expect `*/1` to be another spelling of `*`, and so Mondays only.
#
# Seen: cron-parser and croner take a field with a step for one that restricts, and the two day fields
# are alternatives then: every day. cron: Mondays. All take the text without a word.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts cron-parser@5.10.6 croner@11.0.1 cron@4.4.0

cat >finding.js <<'JS'
const text = "0 0 */1 * 1";
const days = (dates) => dates.map((date) => date.toISOString().slice(8, 10)).join(" ");
const start = new Date("2027-08-01T12:00:00Z");

const { CronExpressionParser } = require("cron-parser");
const parsed = CronExpressionParser.parse(text, { currentDate: start, tz: "UTC" });
console.log("cron-parser", days(Array.from({ length: 5 }, () => parsed.next().toDate())));

const { Cron } = require("croner");
console.log("croner", days(new Cron(text, { timezone: "UTC" }).nextRuns(5, start)));

const { CronTime } = require("cron");
const { DateTime } = require("luxon");
const time = new CronTime(text, "UTC");
let at = DateTime.fromJSDate(start, { zone: "UTC" });
const nest = [];
for (let i = 0; i < 5; i++) { at = time.getNextDateFrom(at, "UTC"); nest.push(at.toJSDate()); }
console.log("cron", days(nest));
JS
node finding.js | tee seen
cat >expected <<'TXT'
cron-parser 02 03 04 05 06
croner 02 03 04 05 06
cron 02 09 16 23 30
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
