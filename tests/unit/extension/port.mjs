// A native port as the browser gives one, onto a real companion: frames over the standard streams of a process.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL(process.env.PRIMUM_ROOT, "file:///"));
export const PYTHON = process.env.PRIMUM_PYTHON ?? `${ROOT}.venv/bin/python`;
export const COMPANION = [PYTHON, "-m", "primum", "host"];

/** Starts `command` and speaks frames with it. `process` is the child, for tests that kill or stop it. */
export function nativePort([program, ...args]) {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "ignore"], cwd: ROOT });
  const onMessage = [];
  const onDisconnect = [];
  let buffered = Buffer.alloc(0);
  let open = true;
  const end = () => {
    if (!open) return;
    open = false;
    for (const listener of onDisconnect) listener();
  };
  child.on("error", end);
  child.on("exit", end);
  child.stdin.on("error", end);
  child.stdout.on("data", (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    while (buffered.length >= 4 && buffered.length >= 4 + buffered.readUInt32LE()) {
      const length = buffered.readUInt32LE();
      const message = JSON.parse(buffered.subarray(4, 4 + length).toString("utf8"));
      buffered = buffered.subarray(4 + length);
      if (open) for (const listener of onMessage) listener(message);
    }
  });
  return {
    process: child,
    postMessage(message) {
      const body = Buffer.from(JSON.stringify(message));
      const head = Buffer.alloc(4);
      head.writeUInt32LE(body.length);
      child.stdin.write(Buffer.concat([head, body]));
    },
    disconnect() {
      open = false;
      child.kill("SIGKILL");
    },
    onMessage: { addListener: (listener) => onMessage.push(listener) },
    onDisconnect: { addListener: (listener) => onDisconnect.push(listener) },
  };
}
