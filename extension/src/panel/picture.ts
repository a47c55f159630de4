/** Draws photos on canvases, which no content policy of the page forbids. */
import { el } from "./elements.ts";

/** The longest side of a preview and of a picture in the filmstrip, in pixels; the companion works on the whole photo. */
const PREVIEW = 1600;
const SMALL = 128;

export interface Picture {
  preview: HTMLCanvasElement;
  small: HTMLCanvasElement;
}

/** Draws a picture upright; null when this browser cannot decode it. */
export async function draw(file: Blob): Promise<Picture | null> {
  try {
    const bitmap = await createImageBitmap(file);
    const picture = { preview: scaled(bitmap, PREVIEW), small: scaled(bitmap, SMALL) };
    bitmap.close();
    return picture;
  } catch {
    return null;
  }
}

function scaled(bitmap: ImageBitmap, longest: number): HTMLCanvasElement {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = el("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}
