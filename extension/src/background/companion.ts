/**
 * Owns the native port. Speaks `hello` first, gives every request an id and one deadline (put off while the companion
 * says how far it is), and ends each request with exactly one last answer, an error when need be. A lost companion is
 * started again by the next request, never by a timer: after it has answered once, with a growing pause; before that,
 * only when a pause has gone by.
 */
import { asAnswer } from "../wire/check.ts";
import { PROTOCOL, type Answer, type ErrorCode, type HelloAnswer, type Request } from "../wire/messages.ts";

/** What is needed of a native port. */
export interface NativePort {
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

export interface Companion {
  /** An id that no other request has. */
  newId(): number;
  /** The companion's greeting; asked once a port. */
  hello(): Promise<HelloAnswer>;
  /** Ends the pause after a failure. */
  tryAgain(): void;
  /** Sends a request and relays its answers. Requests of one id are one exchange: a photo's parts, then its check. */
  ask(request: Exclude<Request, { type: "hello" }>, relay: (answer: Answer) => void): void;
}

/** A request that had no answer; `code` is also what the extension says by itself. */
export class CompanionError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

const DEADLINES_MS: Record<Request["type"], number> = {
  hello: 10_000,
  check_text: 6_000,
  photo_part: 30_000,
  check_photo: 30_000,
  mask_photo: 60_000,
  cancel: 5_000,
  forget: 5_000,
  status: 5_000,
};

const FIRST_PAUSE_MS = 200;
const FIRST_PAUSE_UNHEARD_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;
/** A pause this short is waited for; during a longer one requests are refused. */
const PATIENCE_MS = 1_500;

interface Exchange {
  readonly type: Request["type"];
  relay(answer: Answer): void;
  deadline: ReturnType<typeof setTimeout> | undefined;
  /** Frames of a masked photo that have yet to come. */
  partsLeft: number;
}

interface Line {
  port: NativePort;
  greeting: Promise<HelloAnswer>;
}

export function createCompanion(connect: () => NativePort, version: string): Companion {
  let line: Line | null = null;
  let lastId = 0;
  let heard = false;
  let failures = 0;
  let quietUntil = 0;
  let reason: CompanionError = new CompanionError("companion_missing", "The companion has not been started.");
  const exchanges = new Map<number, Exchange>();

  function fail(id: number, code: ErrorCode, message: string): void {
    end(id)?.relay({ type: "error", id, code, message });
  }

  function end(id: number): Exchange | undefined {
    const exchange = exchanges.get(id);
    if (exchange) clearTimeout(exchange.deadline);
    exchanges.delete(id);
    return exchange;
  }

  function receive(message: unknown): void {
    const answer = asAnswer(message);
    if (answer === null || answer.id === null) return;
    const exchange = exchanges.get(answer.id);
    if (!exchange) return;
    if (answer.type === "progress") {
      // who says how far it is will answer
      arm(answer.id, exchange);
      exchange.relay(answer);
      return;
    }
    if (answer.type === "masked_photo") exchange.partsLeft = answer.parts;
    else if (answer.type === "masked_part") exchange.partsLeft -= 1;
    else exchange.partsLeft = 0;
    if (exchange.partsLeft === 0) end(answer.id);
    exchange.relay(answer);
  }

  /** Remembers why the companion is lost and how long to leave it alone. */
  function lose(error: CompanionError): void {
    line = null;
    failures += 1;
    const first = heard ? FIRST_PAUSE_MS : FIRST_PAUSE_UNHEARD_MS;
    const pause = Math.min(first * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    // not the clock of the wall: set back by a year, it would make the pause last a year
    quietUntil = performance.now() + pause * (0.75 + Math.random() / 2);
    reason = error;
    for (const id of [...exchanges.keys()]) fail(id, error.code, error.message);
  }

  function open(): Line {
    let port: NativePort;
    try {
      port = connect();
    } catch (error) {
      lose(new CompanionError("companion_missing", String(error)));
      throw reason;
    }
    let greeted = false;
    port.onMessage.addListener(receive);
    port.onDisconnect.addListener(() => {
      if (line?.port !== port) return;
      // one that was there and has been uninstalled since ends before it greets: starting it again does not help
      const code = greeted ? "companion_gone" : "companion_missing";
      lose(new CompanionError(code, "The companion has ended."));
    });
    const greeting = greet(port);
    // whoever asked is told through the exchange; this promise may have no reader
    greeting.then(() => (greeted = true)).catch(() => undefined);
    line = { port, greeting };
    return line;
  }

  function greet(port: NativePort): Promise<HelloAnswer> {
    return new Promise((resolve, reject) => {
      const id = ++lastId;
      const giveUp = (error: CompanionError): void => {
        if (line?.port === port) {
          lose(error);
          port.disconnect();
        }
        reject(error);
      };
      start(id, "hello", (answer) => {
        if (answer.type === "hello_answer" && answer.protocol === PROTOCOL) {
          heard = true;
          failures = 0;
          resolve(answer);
        } else if (answer.type === "error") {
          giveUp(new CompanionError(answer.code, answer.message));
        } else {
          giveUp(new CompanionError("protocol_mismatch", "The companion speaks another protocol."));
        }
      });
      port.postMessage({ type: "hello", id, protocol: PROTOCOL, extension: version });
    });
  }

  function start(id: number, type: Request["type"], relay: (answer: Answer) => void): void {
    clearTimeout(exchanges.get(id)?.deadline);
    const exchange: Exchange = { type, relay, deadline: undefined, partsLeft: 0 };
    exchanges.set(id, exchange);
    arm(id, exchange);
  }

  /** Gives an exchange its time from now on. */
  function arm(id: number, exchange: Exchange): void {
    clearTimeout(exchange.deadline);
    exchange.deadline = setTimeout(() => {
      fail(id, "timed_out", "The companion did not answer in time.");
      if (exchange.type !== "hello") line?.port.postMessage({ type: "cancel", id: ++lastId, request: id });
    }, DEADLINES_MS[exchange.type]);
  }

  /** The open line, once greeted. */
  async function reach(): Promise<Line> {
    if (!line) {
      const pause = quietUntil - performance.now();
      if (pause > PATIENCE_MS || (pause > 0 && !heard)) throw reason;
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
    const reached = line ?? open();
    await reached.greeting;
    return reached;
  }

  return {
    newId: () => ++lastId,

    hello: async () => (await reach()).greeting,
    tryAgain: () => void (quietUntil = 0),

    ask(request, relay) {
      start(request.id, request.type, relay);
      reach().then(
        ({ port }) => {
          if (exchanges.has(request.id)) port.postMessage(request);
        },
        (error: unknown) => {
          const known = error instanceof CompanionError ? error : new CompanionError("internal", "No companion.");
          fail(request.id, known.code, known.message);
        },
      );
    },
  };
}
