#!/usr/bin/python3
# -*- coding: utf-8 -*-
"""Run programs and say what each one cost, with everything it started.

Reads one JSON line per run from stdin: {"argv": [...], "env": {...}, "cwd": DIR}.  The
program's stdin and stdout are /dev/null, its stderr is dropped.  Replies with one line:
{"status": N, "cpu": SECONDS, "wall": SECONDS, "peak": BYTES}.  `cpu` is user and system
time of the program and of every child that it waited for; `peak` the largest of them.
A run that takes longer than LIMIT seconds is ended; its status is 124, as timeout(1) has it.
"""

import json
import os
import shutil
import signal
import sys
import time

LIMIT = 10


def run(request):
    env = dict(os.environ, **request.get("env", {}))
    os.chdir(request["cwd"])
    program = shutil.which(request["argv"][0])
    if program is None:
        return {"status": 127, "cpu": 0, "wall": 0, "peak": 0}
    actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
               (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)]
    start = time.perf_counter()
    pid = os.posix_spawn(program, request["argv"], env, file_actions=actions, setpgroup=0)
    late = []
    def end(_signal, _frame):
        late.append(True)
        os.killpg(pid, signal.SIGKILL)
    signal.signal(signal.SIGALRM, end)
    signal.alarm(LIMIT)
    _pid, status, usage = os.wait4(pid, 0)
    signal.alarm(0)
    wall = time.perf_counter() - start
    return {"status": 124 if late else os.waitstatus_to_exitcode(status), "wall": wall,
            "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss * 1024}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
