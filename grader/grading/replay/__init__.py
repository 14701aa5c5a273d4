"""Asking for many requests at once, and using again what came of them.

A class hands in hundreds of submissions, and each is judged on the same hundred examples a check.
What is alike in all of them is done once. This package alone decides what, so here is why none of
it can change a verdict.

A check is a function of its example and of the answers to its requests. It sees the submission in
no other way, and it draws nothing. So whoever gives it the same example and the same answers gets
the same verdict, and what follows is used again only where both are known to be the same.

Requests (`requests`)
    The solution shows, once, which requests a check makes on its examples. They are made of each
    submission in one go, in the order of the check, and the check finds the answers in the
    submission's own response cache, under the bytes of the request. A check that passes makes
    all of them, and no others, so code that counts its calls counts the same. No submission shows
    them: what one makes of a check must not change how another is called. What is answered late,
    not at all, by an object or by too many bytes is not in the cache, and the check asks itself.

Batched responses (`responses`)
    Many answers share a frame. Each is read as if it had come alone, with all that makes an
    answer suspicious; a frame with errors or objects in it is taken apart at once.

Response fingerprints (`responses`)
    A hash of the bytes of all answers, and for each error its place, its kind and which others
    have its cause. Equal fingerprints stand for equal values: what tells answers apart for a
    check goes into it. The message of an error does not, as it names lines of one submission.

Passed checks (`verdicts`)
    Where the answers to all requests of a check have a fingerprint with which it has passed, it
    has passed. It is kept only if there was no error among the answers and if, as the check ran,
    the process was asked for nothing else. That a check failed is never kept: what a student reads
    is told anew from their own code.

Small examples (`verdicts`)
    Where a check fails with the fingerprint and in the way of another submission, the search for a
    small example would go as it went there. The requests of that search are made again, since code
    may count its calls, and only if they are answered as before is its result taken. The example
    then judges this submission anew.

Fresh examples (`trials`)
    They are drawn for one submission, so nothing is used again. But the solution gets the same
    requests, and where a submission's answers are the same bytes, the check passes as it did for
    the solution. Where a check passes but for gradients that nobody has measured yet, they need not
    be, if the solution's numbers are the same up to rounding: finite differences have judged the
    submission on all other examples.

Own work (`own_work`)
    In practice no solution says which requests a check makes, as the first run would wait for it.
    There the work itself shows them, when a check passes, and they are kept with the fingerprints
    with which it passed: for work in the course's own folder alone, so that nobody's code is called
    for what another's was asked.

Answers of the solutions (`solutions`)
    They are kept between runs, under a hash of the solutions, the limits, and all code and versions
    that they depend on.

All that is kept has a bound, and what has no room is done anew. Hidden checks are replayed like all
others, but no fork server is told their requests: every fork would have them in its memory.
"""
