/** Small makers of elements. Text is always text: nothing here parses markup. */

type Attributes = Readonly<Record<string, string>>;

export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(name: K, attributes: Attributes, ...children: Node[]): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** A path of a drawing: a line, a filled shape, or a shape in the colour behind. */
type Path = string | { readonly solid: string } | { readonly hole: string };

/** A drawing of 20 by 20, in the colour of the text around it. */
export function drawing(...paths: readonly Path[]): SVGSVGElement {
  const shapes = paths.map((path) => {
    const [[kind, line] = ["line", ""]] = typeof path === "string" ? [["line", path] as const] : Object.entries(path);
    return svg("path", { class: kind, d: line });
  });
  return svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", class: "drawing" }, ...shapes);
}

/** The mark of Primum: a comma, the sign that asks for a breath. */
export const MARK: readonly Path[] = [
  { solid: "M5 0h10a5 5 0 0 1 5 5v10a5 5 0 0 1-5 5H5a5 5 0 0 1-5-5V5a5 5 0 0 1 5-5z" },
  { hole: "M10.2 4.7a3.4 3.4 0 0 1 3.4 3.4c0 4.1-1.9 6.6-5.3 8l-.6-1.4c1.7-.8 2.7-1.9 3-3.3a3.4 3.4 0 1 1-.5-6.7z" },
];
export const CROSS = ["M5.5 5.5l9 9", "M14.5 5.5l-9 9"];
