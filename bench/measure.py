#!/usr/bin/python3
# -*- coding: utf-8 -*-
"""Run programs and say what each one cost, with everything it started.

Reads one JSON line per run from stdin: {"argv": [...], "env": {...}, "cwd": DIR, "pipe": BOOL,
"limit": SECONDS}.  The program's stdin is /dev/null, its stderr is dropped, and its stdout too,
or with `pipe` read to its end.  Replies with one line: {"status": N, "cpu": SECONDS,
"wall": SECONDS, "peak": BYTES, "read": BYTES, "first": SECONDS, "written": BYTES}.

`cpu` is user and system time of the program and of every child that it waited for; `peak` the
largest of them; `read` what all of them read by read(2); null where this kernel does not say.
`first` is when the first bytes came through the pipe, and `written` how many came in all; null
without a pipe.  A run that takes longer than the limit is ended; its status is 124, as timeout(1)
has it.
"""

import json
import os
import shutil
import signal
import sys
import time


BUFFER = bytearray(1 << 16)


def drain(pipe, start):
    """Reads a pipe to its end: (seconds to the first bytes, bytes)."""
    first, written = None, 0
    while True:
        # one buffer: what this process takes up would count as the least peak of those it starts
        count = os.readv(pipe, [BUFFER])
        if count == 0:
            os.close(pipe)
            return first, written
        if first is None:
            first = time.perf_counter() - start
        written += count


def bytes_read(pid):
    """What a process that has ended read, with the children it waited for."""
    try:
        with open("/proc/%d/io" % pid) as lines:
            return int(next(lines).split()[1])
    except (OSError, ValueError):
        return None


def run(request):
    env = dict(os.environ, **request.get("env", {}))
    os.chdir(request["cwd"])
    program = shutil.which(request["argv"][0])
    if program is None:
        return {"status": 127, "cpu": 0, "wall": 0, "peak": 0}
    actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)]
    pipe = None
    if request.get("pipe"):
        pipe, end = os.pipe()
        actions.append((os.POSIX_SPAWN_DUP2, end, 1))
    else:
        actions.append((os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0))
    start = time.perf_counter()
    pid = os.posix_spawn(program, request["argv"], env, file_actions=actions, setpgroup=0)
    late = []
    def stop(_signal, _frame):
        late.append(True)
        os.killpg(pid, signal.SIGKILL)
    signal.signal(signal.SIGALRM, stop)
    signal.alarm(request["limit"])
    first, written = None, None
    if pipe is not None:
        os.close(end)
        first, written = drain(pipe, start)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    wall = time.perf_counter() - start
    signal.alarm(0)
    read = bytes_read(pid)
    _pid, status, usage = os.wait4(pid, 0)
    return {"status": 124 if late else os.waitstatus_to_exitcode(status), "wall": wall,
            "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss * 1024,
            "read": read, "first": first, "written": written}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
