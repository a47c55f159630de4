"""How fast the shipped model is: `python models/text/bench.py` (one thread, one core)."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np

POST = (
    "Garde de nuit aux urgences, quarante passages et deux lits en aval. Une patiente de quatre-vingts ans, chute au "
    "domicile, radio sans fracture, retour refusé par la famille. On a fini par trouver une place en gériatrie à cinq "
    "heures du matin. Merci à l'interne et à toute l'équipe, vous avez été formidables. Quelqu'un a une astuce pour "
    "les retours à domicile ?"
)


def opening() -> float:
    """Milliseconds from the import to the first answer, in a fresh process."""
    code = (
        "import time; began = time.perf_counter()\n"
        "from primum.text.normalise import Normalised; from primum.text.remarks import RemarkModel\n"
        "RemarkModel().find(Normalised.of('Bonjour à tous.')); print(1000 * (time.perf_counter() - began))"
    )
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def main() -> None:
    from primum.text.normalise import Normalised
    from primum.text.remarks import RemarkModel

    print(f"opening, imports included: {min(opening() for _ in range(3)):.0f} ms (best of 3)")
    model = RemarkModel()
    for name, text in (
        ("1 sentence", POST[:70]),
        (f"{len(POST.split())} words", POST),
        ("10,000 characters", (POST + " ") * 27),
    ):
        normal = Normalised.of(text[:10_000])
        model.find(normal)
        taken, worked = [], []
        for _ in range(60 if len(text) < 1000 else 5):
            began, spent = time.perf_counter(), time.process_time()
            model.find(normal)
            taken.append(1000 * (time.perf_counter() - began))
            worked.append(1000 * (time.process_time() - spent))
        print(
            f"{name}: median {np.median(taken):.1f} ms, p95 {np.percentile(taken, 95):.1f} ms; "
            f"of processor time median {np.median(worked):.1f} ms, p95 {np.percentile(worked, 95):.1f} ms"
        )


if __name__ == "__main__":
    main()
