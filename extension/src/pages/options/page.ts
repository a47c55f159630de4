/** What every group of the settings page is given. */
import type { Known, Settings } from "../../settings.ts";
import type { Say } from "../../words.ts";

export interface OptionsPage {
  readonly known: Known;
  readonly say: Say;
  /** Changes the settings, stores them, and says so. */
  save(change: (settings: Settings) => void): Promise<void>;
  /** The sentence for a control that an institution has set, or null when it has not. */
  lockOf(path: string): string | null;
  /** Draws the page again, after a change that shows elsewhere in it. */
  draw(): void;
}
