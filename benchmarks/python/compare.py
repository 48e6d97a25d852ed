"""Python functions and RDDs on this engine, beside a peer and beside Python alone, in one run.

    python compare.py --peer "COMMAND THAT RUNS A PYTHON FILE WITH THE PEER'S PYSPARK"      or --peer-home /path/to/spark

The interpreter that runs this must have PySpark, pandas and PyArrow; both sides use it. Each side is a program that lives from the first
round to the last (side.py). After the warm-up rounds every round runs each job on this engine and then on the peer (every other round the
other way about), so that both see the same machine; the numbers are medians, the best in parentheses. With --turn N a side runs the job N
times in a row at its turn and the last counts: where a virtual machine gives freed memory back to its host, a process that frees much
(toPandas of 10 M rows: 0.8 GB) gets it back page by page after the other side's turn, which can take longer than the job itself.

Two questions, one part each:

1. local[CORES]: how long a job takes beside the peer.
2. local[1]: what the engine adds to the work of Python. Bare is that work by itself, in the two processes that do it. The worker: what
   the engine sent to PySpark's worker for the job was recorded by a worker module (pyspark_recorder.py), and is read again from a file (of
   the page cache) by the same `pyspark.worker.main` of one Python process, hot, its answers going to /dev/null (bare.py); this contains
   reading the function, all unpickling or Arrow reading, the calls and the pickling or writing of answers, and no scheduling, no scan, no
   socket, no result. It is replayed from this engine's and, with a peer, from the peer's recording too, and the quicker of the two counts,
   so that an engine cannot look good by sending Python what is hard to read. The driver: the processor seconds of the driver's Python in the
   job, which are PySpark's own code that builds the query and reads the result, the same with every engine. Added is the job's time on
   the clock, from the call in the driver's Python to the answer there, against bare of the same rounds; against the worker's part alone it
   is printed too. All workers and the bare one stay on the same processor (pyspark_pinned.py).
"""
import argparse
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BAR = ["pickled", "arrow", "pandas", "rdd map"]
MORE = ["pickled text", "arrow text", "rdd map collect", "rdd reduceByKey", "mapInPandas", "applyInPandas", "grouped pandas"]


class Program:
    """A program that answers lines with lines; its other output goes to a log."""

    def __init__(self, name, command, environment, log):
        self.name, self.log = name, log
        self.process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, bufsize=1)

    def ask(self, line=None):
        if line is not None:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        for answer in self.process.stdout:
            if answer.startswith("@"):
                return json.loads(answer[1:])
        self.log.seek(0)
        raise SystemExit(f"{self.name} ended: {self.process.wait()}\n{self.log.read()[-4000:]}")

    def close(self):
        self.process.stdin.close()
        self.process.wait(60)


class Sides:
    def __init__(self, options, log):
        self.options, self.log = options, log
        # Worker modules are found by the daemon, which runs in the environment of the side's program.
        path = os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = dict(os.environ, PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable, PYTHONPATH=path)
        self.commands = {"ours": ([sys.executable], dict(environment, SPARK_HOME=options.ours))}
        if options.peer:
            self.commands["peer"] = (shlex.split(options.peer), environment)
        elif options.peer_home:
            self.commands["peer"] = ([sys.executable], dict(environment, SPARK_HOME=options.peer_home))

    def start(self, cores, *settings, only=None):
        started = {}
        for name, (command, environment) in self.commands.items():
            if only in (None, name):
                started[name] = Program(name, [*command, str(HERE / "side.py"), str(self.options.rows), str(cores), *settings], environment, self.log)
        for name, program in started.items():
            print(f"# {name}: local[{cores}], {json.dumps(program.ask())}", flush=True)
        return started

    def start_with(self, module, only=None, **variables):
        """Programs on one core whose workers run a module of this folder."""
        given = [f"spark.executorEnv.{name}={value}" for name, value in variables.items()]
        return self.start(1, f"spark.python.worker.module={module}", f"spark.executorEnv.PYTHONPATH={HERE}", *given, only=only)

    def record(self, jobs, folder):
        """Files of what each side sent to its workers for each job."""
        files = {}
        for side in self.commands:
            inputs = os.path.join(folder, side)
            os.mkdir(inputs)
            program = self.start_with("pyspark_recorder", only=side, RECORD_INPUT_TO=inputs)[side]
            for job in jobs:
                program.ask(job)
                files[side, job] = []
                for path in sorted(pathlib.Path(inputs).glob("[0-9]*"), key=lambda p: p.stat().st_mtime):
                    if path.stat().st_size:
                        files[side, job].append(str(path.rename(os.path.join(inputs, f"{job.replace(' ', '-')}.{len(files[side, job])}"))))
            program.close()
        return files


def rounds(options, programs, jobs, bare=None, files=None):
    """Seconds by program (or recording) and job, a list of rounds each."""
    seconds, answers = {}, {}
    for turn in range(options.warm + options.rounds):
        for job in jobs:
            order = list(programs.items())
            for name, program in order if turn % 2 == 0 else reversed(order):
                for _ in range(options.turn):
                    done = program.ask(job)
                if answers.setdefault(job, done["answer"]) != done["answer"]:
                    raise SystemExit(f"{job}: {name} answers {done['answer']}, not {answers[job]}")
                if turn >= options.warm:
                    seconds.setdefault((name, job), []).append(done["seconds"])
                    seconds.setdefault((f"driver {name}", job), []).append(done["driver"])
            for side in programs if bare else ():
                time = bare.ask(" ".join(files[side, job]))
                if turn >= options.warm:
                    seconds.setdefault((f"bare {side}", job), []).append(time)
    return seconds


def shown(times):
    return f"{statistics.median(times):6.3f} ({min(times):6.3f})"


def added(times, *bare):
    """What the times have more than the bare ones: by the medians, and by the best in parentheses."""
    more = [100 * (of(times) / sum(map(of, bare)) - 1) for of in (statistics.median, min)]
    return f"{more[0]:.0f} % ({more[1]:.0f} %)"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--ours", default=str(HERE.parent.parent), help="the SPARK_HOME to measure; this checkout unless named")
    arguments.add_argument("--peer", help="command that runs a Python file with the peer")
    arguments.add_argument("--peer-home", help="SPARK_HOME of the peer")
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--cores", type=int, default=4)
    arguments.add_argument("--warm", type=int, default=3)
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--turn", type=int, default=1, help="how often in a row a side runs a job at its turn; the last counts")
    arguments.add_argument("--jobs", help=f"comma-separated; of {', '.join(BAR + MORE)}, toPandas, createDataFrame; default: the first {len(BAR + MORE)}")
    arguments.add_argument("--part", type=int, choices=[1, 2])
    options = arguments.parse_args()
    jobs = options.jobs.split(",") if options.jobs else BAR + MORE
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "log"), "w+") as log:
        sides = Sides(options, log)
        if options.part != 2:
            programs = sides.start(options.cores)
            seconds = rounds(options, programs, jobs)
            for program in programs.values():
                program.close()
            for job in jobs:
                line = f"{job:16} ours {shown(seconds['ours', job])} s"
                if "peer" in programs:
                    ratio = statistics.median(seconds["ours", job]) / statistics.median(seconds["peer", job])
                    line += f"   peer {shown(seconds['peer', job])} s   ratio {ratio:4.2f} ({min(seconds['ours', job]) / min(seconds['peer', job]):4.2f})"
                print(line, flush=True)
        workers = [job for job in jobs if job not in ("toPandas", "createDataFrame")]
        if options.part != 1 and workers:
            files = sides.record(workers, folder)
            processor = os.cpu_count() - 1
            programs = sides.start_with("pyspark_pinned", WORKER_PROCESSOR=processor)
            bare = Program("bare", [sys.executable, str(HERE / "bare.py")], dict(os.environ, PYTHONHASHSEED="0", WORKER_PROCESSOR=str(processor)), log)
            seconds = rounds(options, programs, workers, bare, files)
            for program in (*programs.values(), bare):
                program.close()
            for job in workers:
                worker = min((seconds[f"bare {side}", job] for side in programs), key=statistics.median)
                driver = min((seconds[f"driver {side}", job] for side in programs), key=statistics.median)
                line = f"{job:16} bare: worker {shown(worker)} s, driver {shown(driver)} s"
                for side in programs:
                    times = seconds[side, job]
                    line += f"   {side} {shown(times)} s, adds {added(times, worker, driver)}, to the worker alone {added(times, worker)}"
                print(line, flush=True)


if __name__ == "__main__":
    main()
