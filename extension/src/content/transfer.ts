/** Makers of what a page is handed: files and texts as if they came from the clipboard, in both browsers. */

// Firefox: a page sees no file in a DataTransfer made in our world, so it is made in the page's
type PageRealm = typeof globalThis & { Object: ObjectConstructor };
const pageRealm = (window as unknown as { wrappedJSObject?: PageRealm }).wrappedJSObject;
declare function cloneInto<T>(value: T, target: object): T;

export function transferWith(files: readonly File[]): DataTransfer {
  const transfer = pageRealm ? new pageRealm.DataTransfer() : new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer;
}

export function pasteEvent(data: DataTransfer): Event {
  const how = { bubbles: true, cancelable: true, composed: true };
  if (!pageRealm) return new ClipboardEvent("paste", { ...how, clipboardData: data });
  // Firefox ignores the clipboardData it is given here: the event gets it as a property of its own
  const event = new pageRealm.ClipboardEvent("paste", cloneInto(how, window));
  const descriptor = new pageRealm.Object() as PropertyDescriptor;
  descriptor.value = data;
  descriptor.configurable = true;
  pageRealm.Object.defineProperty(event, "clipboardData", descriptor);
  return event;
}
