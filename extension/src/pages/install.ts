/** How the companion is installed on this system, for this browser. */

/** A browser as `primum install --browser` names it, by what it says of itself; the first that fits. */
const BRANDS: readonly (readonly [RegExp, string])[] = [
  [/brave/i, "brave"],
  [/edg/i, "edge"],
  [/opera/i, "opera"],
  [/vivaldi/i, "vivaldi"],
  [/google chrome/i, "chrome"],
  [/chromium/i, "chromium"],
  [/firefox/i, "firefox"],
];

/** The command, to be run in Primum's folder. */
export async function installCommand(): Promise<string> {
  const { os } = await chrome.runtime.getPlatformInfo();
  return commandFor(os, namesOfThisBrowser());
}

/** `os` as the browser names it (`win`, `mac`, `linux`); `names`: what the browser says of itself. */
export function commandFor(os: string, names: readonly string[]): string {
  const browser = BRANDS.find(([brand]) => names.some((name) => brand.test(name)))?.[1];
  const program = os === "win" ? ".venv\\Scripts\\primum.exe" : ".venv/bin/primum";
  return browser ? `${program} install --browser ${browser}` : `${program} install`;
}

function namesOfThisBrowser(): string[] {
  const { userAgentData, userAgent } = navigator as Navigator & { userAgentData?: { brands: { brand: string }[] } };
  // Chromium's own brand is among those of its kin: theirs are looked for first
  return userAgentData ? userAgentData.brands.map(({ brand }) => brand) : [userAgent];
}
