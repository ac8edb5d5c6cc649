#!/usr/bin/env python3
"""Runs tasks of a Sluice queue: worker.py URL QUEUE, with the token in SLUICE_TOKEN if one is needed."""
import json, os, sys, threading, time, urllib.error, urllib.request
HANDLERS = {"demo.echo": lambda payload: payload}  # by type: payload in, result out, or an exception
session, outcomes = None, []
def call(path, body):
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ.get("SLUICE_TOKEN", "-")}
    request = urllib.request.Request(f"{sys.argv[1]}/v1/queues/{sys.argv[2]}/{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)

def run(task):
    try:
        ended = {"outcome": "succeed", "result": HANDLERS[task["type"]](task["payload"])}
    except Exception as e:  # the policy of the task says whether it is tried again
        ended = {"outcome": "retry", "failure": {"type": type(e).__name__, "message": str(e)}}
    return {"id": task["id"], "token": task["token"], **ended}

def keep_alive(mine, every):  # for as long as it is ours; without it others run what we hold
    while mine == session:
        try: call(f"sessions/{mine}/extend", {})
        except OSError as e: print(e, file=sys.stderr)
        time.sleep(every)

while True:
    try:
        if outcomes:
            answer = call("claims/settle", {"session": session, "outcomes": outcomes})
            print(*(f'{one["id"]} {one["status"]}' for one in answer["results"]), sep="\n", flush=True)
        outcomes = []  # from here on an answer that is lost may hold tasks that we do not know of
        claimed = call("claims", {"session": session, "max": int(os.environ.get("AT_ONCE", 10)), "wait": "20s", "types": list(HANDLERS)})
        if claimed["session"] != session:
            session = claimed["session"]
            threading.Thread(target=keep_alive, args=(session, claimed["expiresInMs"] / 3000), daemon=True).start()
        outcomes = [run(task) for task in claimed["tasks"]]
    except OSError as e:
        unknown = not outcomes or isinstance(e, urllib.error.HTTPError) and e.code < 500 and e.code != 429
        session, outcomes = (None, []) if unknown else (session, outcomes)  # they run again once it is over
        print(e, file=sys.stderr, flush=True)
        time.sleep(1)
