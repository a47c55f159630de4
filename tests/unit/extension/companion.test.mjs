// The owner of the native port, with a real companion at the other end.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createCompanion } from "../../../extension/src/background/companion.ts";
import { PROTOCOL } from "../../../extension/src/wire/messages.ts";
import { COMPANION, nativePort, PYTHON } from "./port.mjs";

const ports = [];
after(() => ports.forEach((port) => port.process.kill("SIGKILL")));

function companionOf(command = COMPANION) {
  const started = [];
  const companion = createCompanion(() => {
    const port = nativePort(typeof command === "function" ? command() : command);
    ports.push(port);
    started.push(port);
    return port;
  }, "0");
  /** The answers to one request, up to the last: as many as `count`. */
  const ask = (request, count = () => 1) =>
    new Promise((resolve) => {
      const answers = [];
      companion.ask({ id: companion.newId(), ...request }, (answer) => {
        answers.push(answer);
        if (answer.type === "error" || answers.length === count(answers)) resolve(answers);
      });
    });
  const text = (words, revision = 1, draft = "d") => ask({ type: "check_text", draft, revision, text: words });
  return { companion, ask, text, started };
}

const NUMBER = "Ma patiente répond au 06 12 34 56 78";

test("it is greeted once, and then asked", async () => {
  const { companion, text, started } = companionOf();
  const [[verdict], hello] = await Promise.all([text(NUMBER), companion.hello()]);
  assert.equal(hello.protocol, PROTOCOL);
  assert.ok(hello.rules.some(({ id }) => id === "phone"));
  assert.equal(verdict.type, "text_verdict");
  assert.ok(verdict.findings.some(({ start, end }) => NUMBER.slice(start, end) === "06 12 34 56 78"));
  assert.equal(started.length, 1);
});

test("a photo goes up in parts under one id, and comes back in parts", async () => {
  const { companion, ask } = companionOf();
  const png =
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGP4z8AARwzEcQCukw/x0F8jngAAAABJRU5ErkJggg==";
  const id = companion.newId();
  companion.ask({ type: "photo_part", id, photo: "p", part: 0, parts: 1, data: png }, () => undefined);
  const [verdict] = await ask({ type: "check_photo", id, photo: "p", name: "p.png" });
  assert.deepEqual([verdict.type, verdict.width, verdict.height], ["photo_verdict", 4, 4]);
  const [head, part] = await ask({ type: "mask_photo", photo: "p", boxes: [[0, 0, 2, 2]] }, ([first]) => 1 + first.parts);
  assert.equal(head.type, "masked_photo");
  assert.equal(Buffer.from(part.data, "base64").length, head.bytes);
});

test("killed in the middle of a check, it says so at once, and the next check works", async () => {
  const { text, started } = companionOf();
  await text(NUMBER);
  started[0].process.kill("SIGSTOP");
  const lost = Promise.all([text("un", 2), text("deux", 1, "e")]);
  setTimeout(() => started[0].process.kill("SIGKILL"), 50);
  const answers = (await lost).flat();
  assert.deepEqual(answers.map(({ code }) => code), ["companion_gone", "companion_gone"]);
  const [next] = await text(NUMBER, 3);
  assert.equal(next.type, "text_verdict");
  assert.equal(started.length, 2);
});

test("a companion that was never heard is not started again and again", async () => {
  const { companion, text, started } = companionOf(["/nonexistent/companion"]);
  for (let revision = 1; revision <= 5; revision++) {
    const [answer] = await text(NUMBER, revision);
    assert.equal(answer.code, "companion_missing");
  }
  await assert.rejects(companion.hello(), { code: "companion_missing" });
  assert.equal(started.length, 1);
  companion.tryAgain();
  await text(NUMBER, 6);
  assert.equal(started.length, 2, "a person who asks is served");
});

test("a companion that was heard and is no longer there is to be installed", async () => {
  let command = COMPANION;
  const { text, started } = companionOf(() => command);
  await text(NUMBER);
  command = ["/nonexistent/companion"];
  started[0].process.kill("SIGKILL");
  await new Promise((resolve) => started[0].onDisconnect.addListener(resolve));
  const [answer] = await text(NUMBER, 2);
  assert.equal(answer.code, "companion_missing");
  assert.equal(started.length, 2);
});

test("a clock that is set back does not keep it away", async () => {
  const { text, started } = companionOf();
  await text(NUMBER);
  const gone = new Promise((resolve) => started[0].onDisconnect.addListener(resolve));
  started[0].process.kill("SIGKILL");
  await gone;
  const now = Date.now;
  try {
    Date.now = () => now() - 365 * 24 * 3600 * 1000;
    const [answer] = await text(NUMBER, 2);
    assert.equal(answer.type, "text_verdict");
  } finally {
    Date.now = now;
  }
});

test("a companion of another protocol is named as such", async () => {
  const script = "from primum.wire import messages; messages.PROTOCOL += 1; from primum.cli import host; host()";
  const { companion, text, started } = companionOf([PYTHON, "-c", script]);
  const [answer] = await text(NUMBER);
  assert.equal(answer.code, "protocol_mismatch");
  await assert.rejects(companion.hello(), { code: "protocol_mismatch" });
  assert.equal(started.length, 1);
});

test("who says how far it is, is waited for past the deadline of a request", async () => {
  const script = `
import sys, time, msgspec
from primum.wire import messages
from primum.wire.framing import read_frame, write_frame
source, target, encode = sys.stdin.buffer, sys.stdout.buffer, msgspec.json.encode
while (frame := read_frame(source)) is not None:
    request = msgspec.json.decode(frame, type=messages.Request)
    if isinstance(request, messages.Hello):
        limits = messages.Limits(text_characters=1, photo_bytes=1, photo_pixels=1, part_bytes=1)
        write_frame(target, encode(messages.HelloAnswer(
            id=request.id, protocol=1, companion="0", rules=[], models=[], limits=limits)))
        continue
    for share in (0.3, 0.6):
        time.sleep(3.5)
        write_frame(target, encode(messages.Progress(id=request.id, share=share)))
    write_frame(target, encode(messages.TextVerdict(id=request.id, draft="d", revision=1, findings=[], ms=1)))`;
  const { companion, ask } = companionOf([PYTHON, "-u", "-c", script]);
  await companion.hello(); // what starting takes is not what is measured
  const began = performance.now();
  const told = await ask({ type: "check_text", draft: "d", revision: 1, text: "un" }, () => 3);
  assert.deepEqual(told.map(({ type, share }) => share ?? type), [0.3, 0.6, "text_verdict"]);
  assert.ok(performance.now() - began > 6_500, "longer than a text is waited for");
});

test("a request that is not answered ends at its deadline", async () => {
  const { companion, text, started } = companionOf();
  await companion.hello();
  started[0].process.kill("SIGSTOP");
  const began = performance.now();
  const [answer] = await text(NUMBER);
  assert.equal(answer.code, "timed_out");
  assert.ok(performance.now() - began < 10_000);
  started[0].process.kill("SIGCONT");
  const [next] = await text(NUMBER, 2);
  assert.equal(next.type, "text_verdict");
});
