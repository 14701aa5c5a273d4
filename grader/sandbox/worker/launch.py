"""The script that a worker process starts with; see `grader.sandbox.worker.worker`.

It runs with ``-P -s -S``, so that neither the user's packages nor the folder above this package
(the course, its solutions) is on the import path. The package is made known by hand, and NumPy's
folder comes as the first argument.
"""

import sys
import types


def _main() -> None:
    numpy_folder, requests, replies = sys.argv[1:]
    package = types.ModuleType("grader")
    package.__path__ = [__file__.rpartition("/sandbox/")[0]]
    sys.modules["grader"] = package
    sys.path.append(numpy_folder)
    sys.argv = [""]

    from grader.sandbox.worker.confinement import preload
    from grader.sandbox.worker.serving import serve
    from grader.sandbox.worker.worker import Worker

    # The judge is still importing its own: what `open` will need is made ready in that time.
    serve(Worker(installed=preload()), int(requests), int(replies))


if __name__ == "__main__":
    _main()
