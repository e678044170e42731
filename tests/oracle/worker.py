#!/usr/bin/python3
# -*- coding: utf-8 -*-
"""Make roots and ask libapt about them, many in one process.

    worker.py --check       print what is missing here, one name per line
    worker.py               answer requests until the end of the input

A request is one JSON line: {"root": DIR, "rows": FILE} and, where the root is
still to be made, {"seed", "difficulty", "packages"}.  The reply is one JSON line
{"status": N, "text": STDERR}: 0 and the rows are in FILE; 2, libapt refuses the
root; above 128, a signal (libapt crashed); 70, anything else went wrong.

libapt keeps its configuration in globals, so each request runs in a fork: that
is clean, and Python and apt_pkg start only once.
"""

import json
import os
import shutil
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True


def missing():
    """Names of the things that are needed and not there."""
    import gen_root
    names = [c[0] for c in gen_root.COMPRESSORS.values() if not shutil.which(c[0])]
    try:
        import apt_pkg          # noqa: F401
    except ImportError:
        names.append("python3-apt")
    return names


def answer(request, text):
    """Runs in the fork; returns an exit status."""
    import apt_oracle
    import gen_root
    os.dup2(text, 2)
    if "seed" in request:
        gen_root.main([str(request["seed"]), request["root"],
                       "--difficulty", str(request["difficulty"]),
                       "--packages", str(request["packages"])])
    with open(request["rows"], "wb") as rows:
        os.dup2(rows.fileno(), 1)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    status = apt_oracle.main([request["root"]])
    sys.stdout.flush()
    return status


def serve():
    import apt_oracle           # noqa: F401  loaded once, used in the forks
    import gen_root             # noqa: F401
    for line in sys.stdin:
        request = json.loads(line)
        text = os.memfd_create("stderr")
        pid = os.fork()
        if pid == 0:
            status = 70
            try:
                status = answer(request, text)
            except SystemExit as stop:
                status = 70 if stop.code else 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.lseek(text, 0, os.SEEK_SET)
        with open(text, encoding="utf-8", errors="replace") as handle:
            said = handle.read()
        print(json.dumps({"status": code if code >= 0 else 128 - code, "text": said[-4000:]}),
              flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        print("\n".join(missing()))
    else:
        serve()
