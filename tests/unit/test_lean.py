"""What the companion carries before it is asked anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.unit.photo_files import encoded, landscape


def test_a_companion_that_was_shown_no_photo_carries_nothing_for_photos() -> None:
    code = "import sys, primum.wire.server; print(*sys.modules)"
    carried = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert "primum.text.check" in carried
    assert not carried & {"PIL", "zxingcpp", "av", "primum.photo.check", "primum.photo.video", "onnxruntime", "ssl"}


def test_a_photo_without_a_word_is_masked_without_the_rules_on_texts(tmp_path: Path) -> None:
    photo = tmp_path / "IMG_0001.png"
    photo.write_bytes(encoded(landscape()))
    arguments = ["mask", str(photo), "-o", str(tmp_path / "out.png")]
    code = f"import sys; from primum.cli import main; main({arguments!r}); print(*sys.modules)"
    carried = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "primum.photo.check" in carried
    assert "primum.text.check" not in carried
