/** Export, import and reset of all settings. */
import { el } from "../../panel/elements.ts";
import { asImport, exported, settingsOwner, type Wrong } from "../../settings.ts";
import { actionRow, button, confirmed } from "../controls.ts";
import { announce } from "../speaking.ts";
import type { OptionsPage } from "./page.ts";

const FILE_NAME = "primum.json";

/** Why the last file was refused: the page may be drawn anew meanwhile, when the companion answers say. */
let refused: Wrong | null = null;

export function backupGroup({ say, draw }: OptionsPage): HTMLElement {
  const problem = el("p", { class: "problem", role: "alert" });
  if (refused) problem.textContent = say(`import_${refused.wrong}`, { where: refused.where ?? "" });
  const file = el("input", { type: "file", accept: ".json,application/json", "aria-label": say("import"), tabindex: "-1" });
  file.hidden = true;
  file.addEventListener("change", () => void read());

  async function read(): Promise<void> {
    const chosen = file.files?.[0];
    if (!chosen) return;
    const found = asImport(await chosen.text());
    file.value = "";
    refused = "wrong" in found ? found : null;
    if (!("wrong" in found)) {
      await settingsOwner.adopt(found.chosen);
      announce(say("imported"));
    }
    draw();
  }

  async function reset(): Promise<void> {
    const question = { title: say("reset_title"), text: say("reset_text"), yes: say("reset"), no: say("cancel") };
    if (!(await confirmed(question))) return;
    await settingsOwner.reset();
    announce(say("was_reset"));
    draw();
  }

  return el(
    "section",
    { class: "group", "aria-label": say("options_backup") },
    actionRow(
      [el("p", { id: "export-hint" }, say("export_hint"))],
      // as it is kept now: the page is not drawn anew at each change
      button(say("export"), () => void settingsOwner.chosen().then((now) => download(exported(now))), { id: "export", "aria-describedby": "export-hint" }),
    ),
    actionRow(
      [el("p", { id: "import-hint" }, say("import_hint")), problem],
      button(say("import_open"), () => file.click(), { id: "import", "aria-describedby": "import-hint" }),
      file,
    ),
    actionRow(
      [el("p", { id: "reset-hint" }, say("reset_hint"))],
      button(say("reset_open"), () => void reset(), { id: "reset", "aria-describedby": "reset-hint" }),
    ),
  );
}

function download(text: string): void {
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: FILE_NAME });
  link.click();
  URL.revokeObjectURL(link.href);
}
