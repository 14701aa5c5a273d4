"""How the worker gives up its rights, a layer a module; `confinement` applies them.

Nothing in here is shared with the judge, and nothing needs more than the standard library.
"""
