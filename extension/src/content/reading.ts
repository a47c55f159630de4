/**
 * Reads what is written in editors, and says where on the page each of its characters stands. The editors' own
 * elements are only read: nothing is ever put among them.
 */

/** A stretch of the text: what it says, and the node of the page that says it; a line end has none. */
interface Piece {
  readonly said: string;
  readonly node: Text | HTMLImageElement | null;
}

const LINE: Piece = { said: "\n", node: null };
/** What an editor puts in to hold a place for the caret; it is no part of the text. */
const UNSAID = /[\u200b\ufeff]/g;

/** The text of several editors as one: the parts of a thread are apart, as they are on the page. */
export function readEditors(editors: Iterable<Iterable<Element>>): string {
  return piecesOf(editors)
    .map(({ said }) => said)
    .join("");
}

/** Where `spans` (UTF-16 offsets into what `readEditors` says) stand on the page now, each as one range a node. */
export function locate(editors: Iterable<Iterable<Element>>, spans: readonly (readonly [number, number])[]): Range[][] {
  const found: Range[][] = spans.map(() => []);
  let at = 0;
  for (const { said, node } of piecesOf(editors)) {
    const end = at + said.length;
    spans.forEach(([from, to], place) => {
      if (node !== null && from < end && to > at) {
        found[place]?.push(rangeIn(node, Math.max(from - at, 0), Math.min(to, end) - at));
      }
    });
    at = end;
  }
  return found;
}

function piecesOf(editors: Iterable<Iterable<Element>>): Piece[] {
  const parts = Array.from(editors, piecesOfPart);
  return trimmed(parts.flatMap((part, place) => (place === 0 ? part : [LINE, LINE, ...part])));
}

function piecesOfPart(blocks: Iterable<Element>): Piece[] {
  const pieces: Piece[] = [];
  let isFirst = true;
  for (const block of blocks) {
    if (!isFirst) pieces.push(LINE);
    isFirst = false;
    if (block instanceof HTMLTextAreaElement) {
      // what a native field says stands in no node, so that no range can name a part of it
      pieces.push({ said: plain(block.value), node: null });
      continue;
    }
    // in an empty line the break only holds the place, whether its editor marks it or not
    if (block.childNodes.length === 1 && block.firstChild instanceof HTMLBRElement) continue;
    addPieces(block, pieces);
  }
  return trimmed(pieces);
}

/** Without the line ends behind the last character. */
function trimmed(pieces: Piece[]): Piece[] {
  for (let last = pieces.at(-1); last; last = pieces.at(-1)) {
    const said = last.said.replace(/\n+$/, "");
    pieces.pop();
    if (said === "") continue;
    pieces.push({ ...last, said });
    break;
  }
  return pieces;
}

/**
 * The pieces of one block. `textContent` glues lines together and `innerText` adds some; here a line break is one
 * unless an editor put it there to hold an empty line open, and an emoji drawn as an image is its `alt`.
 */
function addPieces(block: Node, pieces: Piece[]): void {
  for (const node of block.childNodes) {
    if (node instanceof Text) {
      pieces.push({ said: plain(node.data), node });
    } else if (node instanceof HTMLBRElement) {
      const holdsLineOpen = node.dataset["lexicalManagedLinebreak"] !== undefined || node.dataset["text"] !== undefined;
      if (!holdsLineOpen) pieces.push(LINE);
    } else if (node instanceof HTMLImageElement) {
      pieces.push({ said: node.alt, node });
    } else if (node instanceof Element) {
      addPieces(node, pieces);
    }
  }
}

function plain(data: string): string {
  return data.replace(/\u00a0/g, " ").replace(UNSAID, "");
}

/** The range of `from` to `to`, counted in what `node` says. */
function rangeIn(node: Text | HTMLImageElement, from: number, to: number): Range {
  const range = document.createRange();
  if (node instanceof HTMLImageElement) {
    range.selectNode(node);
  } else {
    range.setStart(node, rawOffset(node.data, from, false));
    range.setEnd(node, rawOffset(node.data, to, true));
  }
  return range;
}

/** The offset in `data` of the character number `said` of what it says; an end stands right behind its last one. */
function rawOffset(data: string, said: number, isEnd: boolean): number {
  let left = said;
  for (let at = 0; at < data.length; at++) {
    if (isEnd && left === 0) return at;
    const unsaid = data[at] === "\u200b" || data[at] === "\ufeff";
    if (!isEnd && left === 0 && !unsaid) return at;
    if (!unsaid) left -= 1;
  }
  return data.length;
}
