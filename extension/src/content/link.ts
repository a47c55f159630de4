/**
 * A channel between the page's world and ours that no page script can name. Both scripts start before any script of
 * the page, so one event with a known name can pass then: it hands over a node that is in no document. From there on
 * the two talk by events on that node, which nothing else can reach.
 */
export const GREETING = "primum-greeting";

/** What is said on the node. `pick` comes from the page's world, with a file input; the others go to it. */
export const MET = "met";
export const LEAVE = "leave";
export const RETURN = "return";
export const PICK = "pick";

export interface PageWorld {
  /** Takes every trace out of the page's world. */
  leave(): void;
  /** Goes back to work after `leave`. */
  comeBack(): void;
}

/** Meets the script in the page's world. `onPick` gets each file input that is about to be opened by program. */
export function meetPageWorld(onPick: (input: HTMLInputElement) => void): PageWorld {
  let node: Node | null = null;
  const greeted = (event: Event): void => {
    if (!(event instanceof MouseEvent) || !(event.relatedTarget instanceof Node)) return;
    document.removeEventListener(GREETING, greeted);
    node = event.relatedTarget;
    node.addEventListener(PICK, (pick) => {
      if (pick instanceof MouseEvent && pick.relatedTarget instanceof HTMLInputElement) onPick(pick.relatedTarget);
    });
    node.dispatchEvent(new Event(MET));
  };
  document.addEventListener(GREETING, greeted);
  // the other script may have come first and be waiting
  if (node === null) document.dispatchEvent(new Event(GREETING));
  // nobody came: from now on the page could be listening
  setTimeout(() => document.removeEventListener(GREETING, greeted));
  return {
    leave: () => void node?.dispatchEvent(new Event(LEAVE)),
    comeBack: () => void node?.dispatchEvent(new Event(RETURN)),
  };
}
