"""The script of a fork server: Python and NumPy are loaded, and each worker is a fork of it.

Its argument, after NumPy's folder, is the number of a socket. A message on it is ``F`` with three
descriptors, for a fork that reads requests, writes answers and prints there; the answer is its
number, or a negative error number. Or it is ``R`` with a number, to reap that fork once it has
ended; the answer is how it did. Or it is ``L`` with a list of requests for all later forks: the
length of a JSON list of its key and the lengths of the requests, that list, and the requests; the
answer is how many there were. When the other end of the socket is closed, all forks are killed.
"""

import sys
import types


def _main() -> None:
    numpy_folder, descriptor = sys.argv[1:]
    package = types.ModuleType("grader")
    package.__path__ = [__file__.rpartition("/sandbox/")[0]]
    sys.modules["grader"] = package
    sys.path.append(numpy_folder)
    sys.argv = [""]

    from grader.sandbox.worker.fork_server import Server

    Server(int(descriptor)).serve()


if __name__ == "__main__":
    _main()
