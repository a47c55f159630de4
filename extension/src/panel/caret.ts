/**
 * Where focus and caret were before they came into the panel. An editor that has the focus given back to it puts its
 * caret at the start (seen with Draft.js in Chromium), so that what is typed next would stand there.
 */

/** Remembers the page's focus and selection; calling what is returned puts them back, unless their nodes are gone. */
export function rememberCaret(): () => void {
  const focused = document.activeElement;
  const selection = getSelection();
  const { anchorNode = null, anchorOffset = 0, focusNode = null, focusOffset = 0 } = selection ?? {};
  return () => {
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
    if (anchorNode?.isConnected && focusNode?.isConnected && fits(anchorNode, anchorOffset) && fits(focusNode, focusOffset)) {
      selection?.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
    }
  };
}

function fits(node: Node, offset: number): boolean {
  return offset <= (node instanceof CharacterData ? node.length : node.childNodes.length);
}
