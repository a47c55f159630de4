/** The companion's card: how it is, what it carries, a button that asks again, and how to install it when it is not there. */
import { el } from "../panel/elements.ts";
import { troubleWords } from "../panel/speech.ts";
import { troubleOf, type Client, type Trouble } from "../wire/client.ts";
import type { HelloAnswer, StatusAnswer } from "../wire/messages.ts";
import type { Say, WordKey } from "../words.ts";
import { actionRow, button } from "./controls.ts";
import { installCommand } from "./install.ts";

/** Models as the companion names them -> what they look for. */
const MODEL_WORDS: Readonly<Record<string, WordKey>> = {
  remarks: "model_remarks",
  identity: "model_identity",
  heads: "model_heads",
  writing: "model_writing",
};

/** Troubles that an installation mends. */
const INSTALLABLE: readonly Trouble[] = ["companion_missing", "protocol_mismatch", "model_unusable"];

export interface CompanionCard {
  element: HTMLElement;
  test(): Promise<void>;
}

/** `onAnswer` is told the greeting each time the companion answers, and null when it does not. */
export function companionCard(client: Client, say: Say, onAnswer: (hello: HelloAnswer | null) => void = () => undefined): CompanionCard {
  const result = el("div", { role: "status", class: "result" });
  const again = button(say("companion_test"), () => void test(), { id: "companion_test" });

  async function test(): Promise<void> {
    // a disabled button would lose the focus of whoever pressed it
    if (again.getAttribute("aria-disabled") === "true") return;
    again.setAttribute("aria-disabled", "true");
    client.tryAgain();
    result.replaceChildren(el("p", {}, say("companion_testing")));
    const began = performance.now();
    try {
      const hello = await client.hello();
      const ms = Math.round(performance.now() - began);
      result.replaceChildren(...answered(hello, await client.status(), ms, say));
      onAnswer(hello);
    } catch (error) {
      const trouble = troubleOf(error);
      const { title, remedy } = troubleWords(trouble, say);
      const remedies = INSTALLABLE.includes(trouble) ? [await install(say)] : [];
      // nothing was written here: it is the companion that was late, not a text that was left unchecked
      const words = trouble === "timed_out" ? say("companion_late") : title;
      result.replaceChildren(el("p", { class: "state bad" }, words), el("p", {}, remedy), ...remedies);
      onAnswer(null);
    }
    again.removeAttribute("aria-disabled");
  }

  const element = el(
    "section",
    { class: "group", "aria-label": say("options_companion") },
    actionRow([el("p", {}, say("options_companion_hint"))], again),
    result,
  );
  return { element, test };
}

function answered(hello: HelloAnswer, status: StatusAnswer, ms: number, say: Say): HTMLElement[] {
  const models = hello.models.map(({ name, version, usable }) =>
    el(
      "li",
      {},
      el("span", {}, say(MODEL_WORDS[name] ?? "model_other"), " ", el("small", {}, `${name} ${version}`)),
      el("span", { class: usable ? "state good" : "state bad" }, say(usable ? "model_usable" : "model_unusable")),
    ),
  );
  return [
    el("p", { class: "state good" }, say("companion_ok", { ms })),
    el("p", {}, say("companion_version", { companion: status.companion, memory: Math.round(status.memory_mb) })),
    el("ul", { class: "models", "aria-label": say("models") }, ...models),
  ];
}

/** The command that installs the companion here, with a button that copies it. */
async function install(say: Say): Promise<HTMLElement> {
  const command = await installCommand();
  const copied = el("span", { role: "status" });
  const copy = button(say("copy"), () => {
    void navigator.clipboard.writeText(command).then(() => (copied.textContent = say("copied_command")));
  });
  return el(
    "div",
    { class: "command" },
    el("p", {}, say("install_command")),
    el("pre", { tabindex: "0", "aria-label": say("install_command_label") }, el("code", {}, command)),
    el("div", { class: "buttons" }, copy, copied),
    el("p", {}, say("install_packaged")),
  );
}
