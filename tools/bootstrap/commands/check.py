"""`make check`: what is run while one works, in under a minute."""

import time

from tools.bootstrap.context import Context
from tools.gate.gate import Gate, quick_stages
from tools.gate.model import State
from tools.release import proofs, snapshot


def run(context: Context) -> int:
    """Run the quick stages of the gate; one that fails does not stop the others."""
    gate = Gate(context=context)
    sources = snapshot.fingerprint(context.where.checkout)
    with context.progress() as shown:
        passed = gate.run(quick_stages(), shown)
    gate.print()
    whole = all(result.state is not State.NOT_RUN for result in gate.results)
    if passed and whole and sources == snapshot.fingerprint(context.where.checkout):
        proof = proofs.Proof(kind=proofs.CHECK, content=sources, at_s=time.time())
        proofs.keep(context.where.home, proof)
    return 0 if passed else 1
