/**
 * Several adapters as one, for a page that has more than one kind of composer: what stands in a composer is the
 * business of the adapter that knows it. The first that does has it.
 */
import type { Composer, Site } from "./site.ts";

export interface JoinedSite extends Site {
  /** The adapter that knows this composer. */
  ownerOf(composer: Composer): Site;
}

/** `home` speaks where no composer is around; it need not be among `sites`. */
export function joined(sites: readonly Site[], home: Site): JoinedSite {
  const owners = new WeakMap<HTMLElement, Site>();

  function first<T>(ask: (site: Site) => T | null): T | null {
    for (const site of sites) {
      const answer = ask(site);
      if (answer !== null) return answer;
    }
    return null;
  }

  const ownerOf = ({ root }: Composer): Site => owners.get(root) ?? home;

  return {
    name: home.name,
    hosts: home.hosts,
    ownerOf,
    editorAt: (node) => first((site) => site.editorAt(node)),
    composerOf: (node) =>
      first((site) => {
        const composer = site.composerOf(node);
        if (composer) owners.set(composer.root, site);
        return composer;
      }),
    blocksOf: (editor) => (sites.find((site) => site.editorAt(editor) === editor) ?? home).blocksOf(editor),
    postButtonAt: (node) => first((site) => site.postButtonAt(node)),
    postButtonOf: (composer) => ownerOf(composer).postButtonOf(composer),
    audienceOf: (composer) => ownerOf(composer).audienceOf(composer),
    publishes: (event, editor) => sites.find((site) => site.editorAt(editor) === editor)?.publishes(event, editor) ?? false,
    fileInputFor: (node) => first((site) => (site.composerOf(node) ? { input: site.fileInputFor(node) } : null))?.input ?? null,
    blursBeforePost: (composer) => ownerOf(composer).blursBeforePost(composer),
  };
}
