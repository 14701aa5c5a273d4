"""What is denied is really tried in a process that confined itself, and so is what is needed."""

from __future__ import annotations

import json
import os
import platform
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from grader.sandbox.protocol.layers import LAYERS, level
from grader.sandbox.worker.confine import syscalls
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the confinement is Linux's")

AS_ROOT = os.geteuid() == 0
USERS = ["root", "ordinary"] if AS_ROOT else ["ordinary"]
NOBODY = 65534

DRIVER = """
import ctypes, errno, json, os, sys, types
world = json.loads(sys.argv[1])
package = types.ModuleType("grader")
package.__path__ = [world["grader"]]
sys.modules["grader"] = package
sys.path.append(world["numpy"])
import numpy as np
from grader.sandbox.worker.confinement import Plan, confine
exec(world["before"])
if world["user"]:
    # An ordinary user that may read what root may, for Python may lie in root's own folder here:
    # what cannot be opened after this is denied by the confinement, not by modes.
    libc = ctypes.CDLL(None)
    libc.prctl(8, 1, 0, 0, 0)
    os.setgroups([]); os.setgid(world["user"]); os.setuid(world["user"])
    rights = (ctypes.c_uint32 * 6)(4, 4)
    assert libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), rights) == 0
said = confine(Plan(**world["plan"])).plain() if world["plan"] else None
os.write(1, json.dumps(said).encode() + b"\\n")
for name, code in world["snippets"].items():
    scope = dict(world["names"], os=os, np=np, ctypes=ctypes, sys=sys)
    try:
        exec(code, scope)
        came = ""
    except OSError as error:
        came = errno.errorcode.get(error.errno, str(error))
    except BaseException as error:
        came = type(error).__name__ + ": " + str(error)
    os.write(1, json.dumps([name, came]).encode() + b"\\n")
"""

DENIED = {
    "read a file outside": "open(outside)",
    "write a file outside": "open(outside, 'r+')",
    "empty a file outside": "open(outside, 'w')",
    "empty a file by reading": "os.open(outside, os.O_RDONLY | os.O_TRUNC)",
    "empty the submission by reading": "os.open(handed_in, os.O_RDONLY | os.O_TRUNC)",
    "truncate a file outside": "os.truncate(outside, 0)",
    "open without an access mode": "os.open(outside, os.O_ACCMODE)",
    "change the submission": "open(handed_in, 'a')",
    "add to the submission": "open(folder + '/more.py', 'w')",
    "make a file outside": "open(outside + '.new', 'w')",
    "make a folder outside": "os.mkdir(outside + '.folder')",
    "rename a file outside": "os.rename(outside + '.a', outside + '.b')",
    "remove a file outside": "os.remove(outside + '.c')",
    "move a file into scratch": "os.rename(outside + '.d', 'moved')",
    "follow a link out of the submission": "open(folder + '/link.py')",
    "follow a linked folder out of it": "open(folder + '/linked/file')",
    "leave the submission upwards": "open(folder + '/../outside/file')",
    "list a folder outside": "os.listdir(os.path.dirname(outside))",
    "list the root folder": "os.listdir('/')",
    "read /etc/passwd": "open('/etc/passwd')",
    "read its memory": "open('/proc/self/mem')",
    "read its environment": "open('/proc/self/environ')",
    "read its maps": "open('/proc/self/maps')",
    "read about its parent": "open('/proc/%d/cmdline' % os.getppid())",
    "use shared memory": "open('/dev/shm/' + name, 'w')",
    "link a file": "os.link(handed_in, 'linked')",
    "link by name": "os.symlink('/', 'root')",
    "make a fifo": "os.mkfifo('fifo')",
    "change a mode": "os.chmod(handed_in, 0o666)",
    "change a mode by descriptor": "os.fchmod(os.open('mode', 65), 0o666)",
    "change an owner": "os.chown(handed_in, -1, -1)",
    "change a time": "os.utime(handed_in)",
    "fork": "if os.fork() == 0: os._exit(0)",
    "run a program": "import subprocess; subprocess.run(['/bin/true'])",
    "spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "run a shell": "if os.system('true'): raise PermissionError(1, '')",
    "connect by TCP": "import socket; socket.create_connection(('127.0.0.1', port))",
    "listen by TCP": "import socket; socket.create_server(('127.0.0.1', 0))",
    "UDP": "import socket; socket.socket(type=socket.SOCK_DGRAM)",
    "Unix socket": "import socket; socket.socket(socket.AF_UNIX).bind('unix')",
    "abstract socket": "import socket; socket.socket(socket.AF_UNIX).connect('\\0' + name)",
    "pair of sockets": "import socket; socket.socketpair()",
    "signal its parent": "os.kill(os.getppid(), 0)",
    "signal its group": "os.killpg(0, 0)",
    "signal by a descriptor": "os.pidfd_open(os.getppid())",
    "have a signal sent": "import fcntl; fcntl.fcntl(1, fcntl.F_SETOWN, os.getppid())",
    "anonymous file": "os.memfd_create('x')",
    "pipe": "os.pipe()",
    "choose processors": "os.sched_setaffinity(0, os.sched_getaffinity(0))",
    "lower its priority": "os.nice(1)",
    "read its parent's limits": "import resource; resource.prlimit(os.getppid(), 7)",
    "set its limits": "import resource; resource.prlimit(0, 4, (0, 0))",
    "let others look in": "if ctypes.CDLL(None).prctl(4, 1, 0, 0, 0): raise PermissionError(1, '')",
    "lock a file": "import fcntl; fcntl.flock(open(handed_in), fcntl.LOCK_SH)",
    "lock a part of a file": "import fcntl; fcntl.lockf(open(handed_in), fcntl.LOCK_SH)",
    "lock by descriptor": "import fcntl, struct\n"
    "fcntl.fcntl(open(handed_in), 37, struct.pack('hhqqi4x', 0, 0, 0, 0, 0))",
    "set room aside": "os.posix_fallocate(os.open('aside', 66), 0, 1 << 16)",
    "see how full the disk is": "os.statvfs('.')",
    "see how full the memory is": "if ctypes.CDLL(None).sysinfo(ctypes.create_string_buffer(512)): "
    "raise PermissionError(1, '')",
    "see what is cached": "os.preadv(os.open(handed_in, 0), [bytearray(1)], 0, os.RWF_NOWAIT)",
    "drop what is cached": "os.posix_fadvise(os.open(handed_in, 0), 0, 0, os.POSIX_FADV_DONTNEED)",
    "push memory out": "import mmap; mmap.mmap(-1, 4096, mmap.MAP_PRIVATE).madvise(21)",
    "see its parent's processor time": "import time; time.clock_gettime(~os.getppid() << 3 | 2)",
    "see its parent's processors": "os.sched_getaffinity(os.getppid())",
    "see its parent's group": "os.getpgid(os.getppid())",
    "see its parent's session": "os.getsid(os.getppid())",
    "take 8 GB": "np.empty(10**9)",
    "take 8 GB to share": "import mmap; mmap.mmap(-1, 8 << 30)",
    "write 200 MB": "os.ftruncate(os.open('large', 66), 200 << 20)",
    "open 1,000 files": "import contextlib\nwith contextlib.ExitStack() as s:\n"
    "  for i in range(1000): s.enter_context(open(os.devnull))",
}
"""What works in a process that is not confined, and must not in one that is."""

REFUSALS = {"EPERM", "EACCES", "ENOSYS", "EXDEV"}
EXHAUSTED = {
    "take 8 GB": "MemoryError",
    "take 8 GB to share": "ENOMEM",
    "write 200 MB": "EFBIG",
    "open 1,000 files": "EMFILE",
}

NEEDED = {
    "linalg": "import numpy.linalg; assert np.linalg.solve(np.eye(9) * 3, np.ones(9)).sum() == 3",
    "random": "import numpy.random; assert np.random.default_rng().normal(size=9).std() > 0",
    "random from the system": "assert len(os.urandom(8)) == 8; open('/dev/urandom', 'rb').read(8)",
    "fft": "import numpy.fft; assert np.fft.fft(np.ones(4))[0] == 4",
    "testing": "import numpy.testing; np.testing.assert_allclose(1, 1)",
    "polynomial, ma": "import numpy.polynomial, numpy.ma; np.ma.array([1])",
    "matmul": "assert (np.ones((500, 500)) @ np.ones((500, 500))).sum() == 500**3",
    "a gigabyte": "np.ones(2**27)",
    "standard library": "import hashlib, ssl, decimal, csv, json, random, zlib, bz2, doctest",
    "threads": "import threading\n"
    "ts = [threading.Thread(target=np.ones, args=(9,)) for _ in [0] * 16]\n"
    "for t in ts: t.start()\nfor t in ts: t.join()",
    "many threads that multiply": "import threading\n"
    "a, came = np.ones((150, 150)), []\n"
    "ts = [threading.Thread(target=lambda: came.append((a @ a).sum())) for _ in [0] * 64]\n"
    "for t in ts: t.start()\nfor t in ts: t.join()\nassert came == [150.0**3] * 64",
    "shared memory": "import mmap\nwith mmap.mmap(-1, 1 << 24) as m: m.write(b'x')",
    "a file in memory": "a = np.memmap('mapped', float, 'w+', shape=9); a[:] = 1; a.flush()",
    "times of its own": "import time; time.process_time(), time.thread_time(); os.times()",
    "two threads of BLAS": "from glob import glob\n"
    "for path in glob(os.path.dirname(np.__file__) + '.libs/*openblas*'):\n"
    "  lib = ctypes.CDLL(path)\n"
    "  for name in ('scipy_openblas_set_num_threads64_', 'openblas_set_num_threads64_'):\n"
    "    if hasattr(lib, name): getattr(lib, name)(2)\n"
    "assert (np.ones((800, 800)) @ np.ones((800, 800))).sum() == 800**3",
    "thread pool": "from concurrent.futures import ThreadPoolExecutor\n"
    "with ThreadPoolExecutor(4) as p: assert sum(p.map(abs, range(5))) == 10",
    "scratch": "open('a', 'w').write('a'); os.rename('a', 'b'); os.truncate(os.open('b', 2), 0);"
    "os.mkdir('d'); os.rmdir('d'); assert os.listdir() is not None; os.remove('b')",
    "home": "assert os.path.expanduser('~') == os.getcwd()",
    "files of NumPy": "np.savez_compressed('a', a=np.eye(3)); assert np.load('a.npz')['a'][0, 0]",
    "temporary files": "import tempfile\nwith tempfile.TemporaryDirectory() as d, "
    "tempfile.NamedTemporaryFile() as f, tempfile.TemporaryFile() as g: g.write(b'x')\n"
    "assert not os.path.exists(d)",
    "own files": "assert 'def' in open(handed_in).read(); assert 'task1.py' in os.listdir(folder)",
    "own modules": "sys.path.insert(0, folder); import task1; assert task1.f(1) == 2",
    "source of its lines": "import traceback\ntry: task1 = __import__('task1'); task1.f('')\n"
    "except TypeError: assert 'return x + 1' in traceback.format_exc()",
    "nothing": "open(os.devnull, 'w').write('x'); open(os.devnull).read()",
    "time": "import time; time.sleep(0.001); time.localtime(); time.perf_counter()",
    "ending itself": "import signal; os.kill(os.getpid(), 0); signal.raise_signal(signal.SIGURG)",
    "about itself": "import platform; platform.machine(); os.cpu_count();os.getpgid(0)",
    "warnings": "import warnings; warnings.simplefilter('always'); warnings.warn('x')",
}


class Confined(NamedTuple):
    said: dict[str, Any]
    came: dict[str, str]
    ended: int

    @property
    def level(self) -> str:
        """How far it is confined."""
        return level({name: layer["held"] for name, layer in self.said["layers"].items()})


class Place:
    """A submission, a file that is not part of it, and somebody who listens."""

    def __init__(self, base: Path) -> None:
        base.chmod(0o755)
        self.base = base
        self.folder, self.outside = base / "handed in", base / "outside" / "file"
        for folder in (self.folder, self.outside.parent):
            folder.mkdir(mode=0o777)
            folder.chmod(0o777)
        (self.folder / "link.py").symlink_to(self.outside)
        (self.folder / "linked").symlink_to(self.outside.parent)
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.unix = socket.socket(socket.AF_UNIX)
        self.name = f"grade-test-{os.getpid()}-{base.name}"
        self.unix.bind("\0" + self.name)
        self.unix.listen()

    def run(
        self,
        snippets: dict[str, str],
        user: str = "",
        before: str = "",
        confined: bool = True,
        **plan: Any,
    ) -> Confined:
        number = NOBODY if user == "ordinary" and AS_ROOT else 0
        scratch = self.base / f"scratch {len(list(self.base.iterdir()))}"
        scratch.mkdir()
        for entry in self.outside.parent.iterdir():  # an earlier process may have got through
            entry.rmdir() if entry.is_dir() else entry.unlink()
        (self.folder / "task1.py").write_text("def f(x):\n    return x + 1\n")
        for suffix in ("", ".a", ".c", ".d"):
            file = self.outside.with_name(f"file{suffix}")
            file.write_text("secret")
            file.chmod(0o666)
        if number:
            for path in (scratch, self.folder / "task1.py"):
                os.chown(path, number, number)
        names = {"outside": str(self.outside), "folder": str(self.folder), "name": self.name}
        names |= {"handed_in": f"{self.folder}/task1.py", "port": self.tcp.getsockname()[1]}
        whole = {"scratch": str(scratch), "readable": [str(self.folder)], **plan}
        world = {
            "grader": str(ROOT / "grader"),
            "numpy": str(Path(np.__file__).parent.parent),
            "user": number,
            "before": before,
            "plan": whole if confined else None,
            "snippets": snippets,
            "names": names,
        }
        run = subprocess.run(
            [sys.executable, "-I", "-S", "-c", DRIVER, json.dumps(world)],
            cwd=scratch,
            env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        lines = [json.loads(line) for line in run.stdout.splitlines() if line[:1] in b"{[n"]
        assert lines, run.stderr.decode()
        assert self.outside.read_text() == "secret" or not confined or plan.get("without")
        return Confined(lines[0], dict(lines[1:]), run.returncode)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = Place(tmp_path_factory.mktemp("confined"))
    yield place
    place.tcp.close()
    place.unix.close()


@pytest.fixture(scope="module", params=USERS)
def tried(request: pytest.FixtureRequest, place: Place) -> Confined:
    return place.run(DENIED | NEEDED, user=request.param)


def test_all_layers_hold(tried: Confined) -> None:
    assert {name: o["detail"] for name, o in tried.said["layers"].items() if not o["held"]} == {}
    assert list(tried.said["layers"]) == list(LAYERS)
    assert tried.level == "confined"
    assert tried.said["refused"] == []
    assert tried.ended == 0


@pytest.mark.parametrize("what", DENIED)
def test_is_denied(tried: Confined, what: str) -> None:
    came = tried.came[what].partition(":")[0]
    assert came in ({EXHAUSTED[what]} if what in EXHAUSTED else REFUSALS)


@pytest.mark.parametrize("what", NEEDED)
def test_still_works(tried: Confined, what: str) -> None:
    assert tried.came[what] == ""


def test_would_all_work_without_confinement(place: Place) -> None:
    came = place.run(DENIED, confined=False).came
    assert {what: error for what, error in came.items() if error} == {}
    assert came.keys() == DENIED.keys()


SKIPPED = {335, 336}
"""The kernel's own for its probes: on x86_64 no filter sees them, and SIGILL ends who calls."""

SWEEP = """
libc = ctypes.CDLL(None, use_errno=True)
wrong = {}
for number in range(600):
    if number not in allowed:
        result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(-1)] * 6)
        came = ctypes.get_errno() if result == -1 else "worked"
        if came != (38 if number >= 424 else 1): wrong[number] = came
assert not wrong, wrong
"""


def test_every_system_call_that_is_not_listed_is_denied(place: Place) -> None:
    machine = syscalls.machine()
    assert machine is not None
    known = {**syscalls.ALLOWED, **syscalls.JUDGED}
    allowed = {*syscalls.numbers(known, machine.column).values(), *SKIPPED}
    assert place.run({"all": f"allowed = {allowed}{SWEEP}"}).came == {"all": ""}


@pytest.mark.parametrize("column", [0, 1])
def test_no_number_stands_for_two_calls(column: int) -> None:
    known = {**syscalls.ALLOWED, **syscalls.JUDGED}
    numbers = syscalls.numbers(known, column)
    assert len(set(numbers.values())) == len(numbers)
    assert len(known) == len(syscalls.ALLOWED) + len(syscalls.JUDGED)


FOREIGN = """
import mmap
def run(code):
    memory = mmap.mmap(-1, 4096, prot=7)
    memory.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)()
"""


def test_other_numberings_of_the_same_processor_are_denied(place: Place) -> None:
    if platform.machine() != "x86_64":  # elsewhere there is one numbering only
        return
    getpid = "b814000000cd80c3"  # mov eax, 20; int 0x80; ret: as a 32-bit program asks
    x32 = "b8270000400f05c3"  # mov eax, 0x40000027; syscall; ret
    code = FOREIGN + "came = run(bytes.fromhex('{}')); assert came == -{}, came"
    result = place.run({"i386": code.format(getpid, 1), "x32": code.format(x32, 38)})
    # a kernel that runs no 32-bit programs answers with a fault instead
    assert result.came == {"i386": "", "x32": ""} or result.ended == -11


def test_landlock_alone_denies_what_it_covers(place: Place) -> None:
    covered = [
        *("read a file outside", "write a file outside", "empty a file by reading"),
        *("truncate a file outside", "follow a link out of the submission", "run a program"),
        *("connect by TCP", "listen by TCP", "abstract socket", "signal its parent"),
        *("link by name", "make a fifo", "Unix socket", "move a file into scratch"),
    ]
    result = place.run({what: DENIED[what] for what in covered}, without=["calls"])
    assert result.level == "partial"
    assert {what for what, came in result.came.items() if came not in REFUSALS} == set()


def test_seccomp_alone_denies_what_landlock_does_not(place: Place) -> None:
    others = {
        *("change a mode", "change an owner", "change a time", "fork", "UDP", "anonymous file"),
        *("connect by TCP", "abstract socket", "signal its parent", "empty a file by reading"),
    }
    result = place.run({what: DENIED[what] for what in others}, without=["files"])
    assert result.level == "partial"
    assert {what for what, came in result.came.items() if came not in REFUSALS} == set()


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_can_be_left_out(place: Place, layer: str) -> None:
    result = place.run({"works": NEEDED["matmul"]}, without=[layer])
    left = [name for name, outcome in result.said["layers"].items() if not outcome["held"]]
    assert layer in left
    assert result.said["layers"][layer]["detail"] == "left out"
    assert result.came == {"works": ""}


OLD = """
from grader.sandbox.worker.confine.kernel import Kernel
real = Kernel.syscall
def old(self, number, *arguments):
    if number == 444 and arguments == (None, 0, 1): {}
    return real(self, number, *arguments)
Kernel.syscall = old
"""


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
def test_any_version_of_landlock_is_enough_together_with_seccomp(
    place: Place, version: int
) -> None:
    before = OLD.format(f"return min({version}, real(self, number, *arguments))")
    snippets = {name: code for name, code in DENIED.items() if name not in EXHAUSTED}
    needed = {name: NEEDED[name] for name in ("scratch", "temporary files", "own files", "matmul")}
    result = place.run(snippets | needed, before=before)
    assert result.level == "confined"
    assert {name for name in snippets if result.came[name] not in REFUSALS} == set()
    assert {name: result.came[name] for name in needed if result.came[name]} == {}


def test_without_landlock_the_other_layers_stand_and_the_reason_is_told(place: Place) -> None:
    before = OLD.format("raise OSError(38, 'Function not implemented')")
    result = place.run({"fork": DENIED["fork"]}, before=before)
    assert result.level == "partial"
    assert "no Landlock" in result.said["layers"]["files"]["detail"]
    assert result.came == {"fork": "EPERM"}


def test_another_system_has_limits_at_most(place: Place) -> None:
    result = place.run({"take 8 GB": DENIED["take 8 GB"]}, before="sys.platform = 'darwin'")
    assert result.level == "process"
    held = [name for name, outcome in result.said["layers"].items() if outcome["held"]]
    assert held == ["limits"]
    assert "darwin" in result.said["layers"]["files"]["detail"]
    assert result.came["take 8 GB"].startswith("MemoryError")


def test_a_thread_that_runs_already_is_told_not_hidden(place: Place) -> None:
    before = "import threading; threading.Timer(9, print).start()"
    result = place.run({"end": "os._exit(0)"}, before=before)
    assert result.level == "process"
    assert result.said["layers"]["files"]["detail"] == "1 other threads were running already"


def test_a_link_is_not_made_readable(place: Place) -> None:
    links = [str(place.folder / "link.py"), str(place.folder / "linked" / "file")]
    snippets = {"link": f"open({links[0]!r})", "linked": f"open({links[1]!r})"}
    result = place.run(snippets, readable=[*links, str(place.folder / "task1.py")])
    assert result.said["refused"] == links
    assert result.came == {"link": "EACCES", "linked": "EACCES"}


FUTEX = """
libc = ctypes.CDLL(None, use_errno=True)
word, moment = ctypes.c_int(0), (ctypes.c_long * 2)(0, 10**6)
def ask(command):
    result = libc.syscall(ctypes.c_long(NUMBER), ctypes.byref(word), command, 0, moment, None, 0)
    return ctypes.get_errno() if result == -1 else "worked"
"""
WAIT, WAKE_OP, WAIT_BITSET, PRIVATE = 0, 5, 9, 128


def test_no_process_waits_for_another_at_memory_that_they_have_in_common(place: Place) -> None:
    machine = syscalls.machine()
    assert machine is not None
    number = syscalls.numbers(syscalls.JUDGED, machine.column)["futex"]
    ask = FUTEX.replace("NUMBER", str(number))
    wanted = {WAIT: "EAGAIN", WAIT_BITSET: "EAGAIN", WAKE_OP: "EPERM", WAIT | PRIVATE: "ETIMEDOUT"}
    snippets = {str(command): f"{ask}raise OSError(ask({command}), '')" for command in wanted}
    assert place.run(snippets).came == {str(command): came for command, came in wanted.items()}


def test_memory_that_is_shared_counts_with_what_is_not(place: Place) -> None:
    take = (
        "import mmap\nkept, size = [], 0\ntry:\n"
        "  while size < 512: kept.append(mmap.mmap(-1, 16 << 20)); size += 16\n"
        "except OSError: pass\nassert 100 < size <= 256, size"
    )
    assert place.run({"take": take}, limits={"memory_bytes": 256 << 20}).came == {"take": ""}


def test_root_has_few_threads_as_well(place: Place) -> None:
    take = (
        "import threading\nthreading.stack_size(1 << 16); e = threading.Event(); n = 0\ntry:\n"
        "  for n in range(100): threading.Thread(target=e.wait).start()\n"
        "except RuntimeError: pass\ne.set(); assert 40 < n < 50, n"
    )
    if AS_ROOT:
        assert place.run({"take": take}, user="root", limits={"threads": 50}).came == {"take": ""}


def test_threat_model_says_of_each_system_call_what_can_be_seen_by_it() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
    _, _, section = text.partition("## By each system call")
    rows = [line.split("|") for line in section.partition("\n## ")[0].splitlines()]
    named = [name for row in rows if len(row) == 4 for name in re.findall(r"`(\w+)`", row[1])]
    assert sorted(named) == sorted({**syscalls.ALLOWED, **syscalls.JUDGED})


def test_processor_time_ends(place: Place) -> None:
    result = place.run({"endless": "while True: pass"}, limits={"cpu_seconds": 1})
    assert result.ended == -24


def test_a_package_that_is_not_allowed_is_not_found(place: Place) -> None:
    result = place.run({"pytest": "import pytest"})
    assert result.came == {"pytest": "ModuleNotFoundError: No module named 'pytest'"}


def test_a_package_can_be_allowed(place: Place) -> None:
    folder = str(Path(pytest.__file__).parent.parent / "iniconfig")
    result = place.run({"iniconfig": "import iniconfig"}, packages=[folder])
    assert result.came == {"iniconfig": ""}


@pytest.mark.parametrize("wrong", [{"limits": {"seconds": 1}}, {"without": ["landlock"]}])
def test_a_plan_with_a_word_that_is_not_there_is_refused(
    place: Place, wrong: dict[str, Any]
) -> None:
    with pytest.raises(AssertionError, match="no such limit or layer"):
        place.run({}, **wrong)
