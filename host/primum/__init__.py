"""Primum: a colleague's quiet word before a doctor posts."""

import os

__version__ = "0.1.0"

# The wheels of onnxruntime carry a telemetry client: on import it makes a device id and a database under the user's
# cache folder, and looks for its maker's server (seen in 1.31.1). This is its own switch, and it is read on import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
