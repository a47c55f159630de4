/**
 * Where the caret was before the focus came into the panel. An editor that has the focus given back to it puts its
 * caret at the start (seen with Draft.js in Chromium), so that what is typed next would stand there.
 */

/** Remembers the selection of the page; calling what is returned puts it back, unless its nodes are gone. */
export function rememberCaret(): () => void {
  const selection = getSelection();
  if (!selection) return () => undefined;
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  return () => {
    if (anchorNode?.isConnected && focusNode?.isConnected && fits(anchorNode, anchorOffset) && fits(focusNode, focusOffset)) {
      selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
    }
  };
}

function fits(node: Node, offset: number): boolean {
  return offset <= (node instanceof CharacterData ? node.length : node.childNodes.length);
}
