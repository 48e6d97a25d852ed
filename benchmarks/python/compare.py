"""Runs rdd_jobs.py on this engine and on a peer, one after the other and several times, and prints the ratios.

    python compare.py --peer "/path/to/peer/run-python"      a command that runs a Python file with the peer's PySpark
    python compare.py --peer-home /path/to/spark             or the peer's SPARK_HOME

The interpreter that runs this must have PySpark. Ours is the checkout that this file lies in, unless --ours names another.
"""
import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def run(command, environment, rounds):
    done = subprocess.run([*command, str(HERE / "rdd_jobs.py"), str(rounds)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--ours", default=str(HERE.parent.parent))
    arguments.add_argument("--peer", help="command that runs a Python file with the peer")
    arguments.add_argument("--peer-home", help="SPARK_HOME of the peer")
    arguments.add_argument("--turns", type=int, default=3)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    python = dict(os.environ, PYSPARK_PYTHON=sys.executable)
    sides = {"ours": ([sys.executable], dict(python, SPARK_HOME=options.ours))}
    if options.peer:
        sides["peer"] = (shlex.split(options.peer), python)
    elif options.peer_home:
        sides["peer"] = ([sys.executable], dict(python, SPARK_HOME=options.peer_home))
    best = {side: {} for side in sides}
    for _ in range(options.turns):
        for side, (command, environment) in sides.items():
            for job, seconds in run(command, environment, options.rounds).items():
                known = best[side].setdefault(job, seconds)
                best[side][job] = {what: min(known[what], value) for what, value in seconds.items()}
    for job, ours in best["ours"].items():
        line = f"{job:20} ours {ours['wall']:6.3f} s"
        if "peer" in best:
            peer = best["peer"][job]["wall"]
            line += f"   peer {peer:6.3f} s   ratio {ours['wall'] / peer:4.2f}"
        line += f"   processor time: workers {ours['python']:5.3f} s, engine {ours['engine']:5.3f} s (+{100 * ours['engine'] / ours['python']:.0f} %)"
        if "peer" in best:
            peer = best["peer"][job]
            line += f"; peer's {peer['python']:5.3f} and {peer['engine']:5.3f} s"
        print(line)


main()
