import { facebook } from "./facebook.ts";
import { facebookStories } from "./facebook-stories.ts";
import { google } from "./google.ts";
import { linkedin } from "./linkedin.ts";
import { messenger } from "./messenger.ts";
import type { Site } from "./site.ts";
import { xMessages } from "./x-messages.ts";
import { x } from "./x.ts";

/** Where two of one host could claim a composer, the narrower one comes first; the last one of a host is its home. */
const SITES: readonly Site[] = [xMessages, x, messenger, facebookStories, facebook, google, linkedin];

/** The adapters for a host, compared whole: `x.com.example.org` is nobody's. */
export function sitesAt(hostname: string): readonly Site[] {
  return SITES.filter((site) => site.hosts.includes(hostname));
}

/** The adapter that a page belongs to as a whole, whatever is written in it; null on a host that is not covered. */
export function siteAt(hostname: string, path = "/"): Site | null {
  const sites = sitesAt(hostname);
  return sites.find(({ home }) => home?.test(path)) ?? sites.at(-1) ?? null;
}
