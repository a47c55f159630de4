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

/** A path of a drawing: a line, or a filled shape. */
type Path = string | { readonly solid: string };

/** A drawing of 20 by 20, in the colour of the text around it. */
export function drawing(...paths: readonly Path[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 20 20", "aria-hidden": "true", class: "drawing" })) {
    svg.setAttribute(name, value);
  }
  for (const path of paths) {
    const shape = document.createElementNS(SVG, "path");
    shape.setAttribute("d", typeof path === "string" ? path : path.solid);
    if (typeof path !== "string") shape.setAttribute("class", "solid");
    svg.append(shape);
  }
  return svg;
}

/** The mark of Primum: a comma, the sign that asks for a breath. */
export const MARK: readonly Path[] = [
  "M10 2a8 8 0 1 0 0 16a8 8 0 0 0 0-16z",
  { solid: "M10 5.8a2.6 2.6 0 0 1 2.6 2.6c0 3-1.4 4.9-4 6l-.5-1.1c1.2-.6 1.9-1.4 2.2-2.4a2.6 2.6 0 1 1-.3-5.1z" },
];
export const CROSS = ["M5.5 5.5l9 9", "M14.5 5.5l-9 9"];
