import { facebook } from "./facebook.ts";
import type { Site } from "./site.ts";
import { x } from "./x.ts";

const SITES: readonly Site[] = [x, facebook];

/** The adapter for a host, compared whole: `x.com.example.org` is nobody's. */
export function siteAt(hostname: string): Site | null {
  return SITES.find((site) => site.hosts.includes(hostname)) ?? null;
}
