/** Every word of the interface, in the language the doctor chose. */
import english from "../_locales/en/messages.json";
import french from "../_locales/fr/messages.json";

export type WordKey = keyof typeof french;
export type Language = "fr" | "en";

/** Says one message; `{name}` in it is replaced by the value of that name. */
export type Say = ((key: WordKey, values?: Readonly<Record<string, string | number>>) => string) & {
  readonly language: Language;
};

// a message that one language lacks is a type error here
const TABLES: Record<Language, Record<WordKey, { message: string }>> = { fr: french, en: english };

/** Picks the language: the doctor's choice, else the browser's when it is one of ours, else French. */
export function speak(choice: "auto" | Language, browserLanguage: string): Say {
  const language: Language = choice !== "auto" ? choice : browserLanguage.toLowerCase().startsWith("en") ? "en" : "fr";
  const table = TABLES[language];
  const say = (key: WordKey, values: Readonly<Record<string, string | number>> = {}): string =>
    table[key].message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return Object.assign(say, { language });
}
