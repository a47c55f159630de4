/**
 * Hears when what is written in an editor changes. One observer serves all editors: a closure that the end of the work
 * holds for each of them kept every dialog of the day in memory.
 */
export interface Watching {
  has(editor: HTMLElement): boolean;
  /** Calls `touch` whenever `editor` changes, for as long as it lives. */
  begin(editor: HTMLElement, touch: () => void): void;
  /** A native field says so by an event alone. */
  input(field: HTMLTextAreaElement): void;
}

/** `over` is aborted when nothing is to be watched any more. */
export function createWatching(over: AbortSignal): Watching {
  const touches = new WeakMap<Node, () => void>();

  function touchAt(target: Node): (() => void) | undefined {
    for (let node: Node | null = target; node; node = node.parentNode) {
      const touch = touches.get(node);
      if (touch) return touch;
    }
    return undefined;
  }

  const observer = new MutationObserver((records) => {
    for (const touch of new Set(records.map(({ target }) => touchAt(target)))) touch?.();
  });
  over.addEventListener("abort", () => observer.disconnect());

  return {
    has: (editor) => touches.has(editor),
    begin(editor, touch) {
      touches.set(editor, touch);
      observer.observe(editor, { subtree: true, childList: true, characterData: true });
    },
    input: (field) => touches.get(field)?.(),
  };
}
