"""What the companion carries before it is asked anything."""

from __future__ import annotations

import subprocess
import sys


def test_a_companion_that_was_shown_no_photo_carries_nothing_for_photos() -> None:
    code = "import sys, primum.wire.server; print(*sys.modules)"
    carried = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert "primum.text.check" in carried
    assert not carried & {"PIL", "zxingcpp", "av", "primum.photo.check", "primum.photo.video", "onnxruntime", "ssl"}
