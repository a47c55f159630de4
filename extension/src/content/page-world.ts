/**
 * Runs in the page's own world, for one thing that cannot be seen from ours: an input that never enters the document
 * and is opened by `click()`, `showPicker()` or a dispatched click. It only tells which input that is; every decision
 * is taken elsewhere.
 *
 * The three methods become accessors that hand out the browser's own functions. Nothing of ours is ever on the stack
 * when such a function runs, so no error that the page collects can carry our address, and the functions are the
 * native ones to whoever prints them. What is left to see is that the three properties hang on their owners as
 * accessors.
 */
import { GREETING, LEAVE, MET, PICK, RETURN } from "./link.ts";

(() => {
  // taken now: the page may replace them later to look over our shoulder
  const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;
  const { addEventListener, dispatchEvent, removeEventListener } = EventTarget.prototype;
  const { isPrototypeOf } = Object.prototype;
  const inputs = HTMLInputElement.prototype;
  const NativeMouseEvent = MouseEvent;
  const page = document;
  const node = document.createComment("");
  const typeOf = getOwnPropertyDescriptor(inputs, "type")?.get;
  if (!typeOf) return;

  // without a prototype: one that the page put getters on would be asked for the fields we leave out
  const telling = (relatedTarget: EventTarget): MouseEventInit => Object.assign(Object.create(null), { relatedTarget });
  const tell = (target: EventTarget, name: string, about: EventTarget): void => {
    apply(dispatchEvent, target, [new NativeMouseEvent(name, telling(about))]);
  };

  const greeted = (event: Event): void => {
    if (!(event instanceof NativeMouseEvent)) tell(page, GREETING, node);
  };
  const met = (): void => apply(removeEventListener, page, [GREETING, greeted]);
  apply(addEventListener, node, [MET, met]);
  apply(addEventListener, page, [GREETING, greeted]);
  tell(page, GREETING, node);
  setTimeout(met);

  let undo: (() => void)[] = [];
  const leave = (): void => {
    for (const step of undo) step();
    undo = [];
  };
  const enter = (): void => {
    if (undo.length > 0) return;
    undo = [watch(HTMLElement.prototype, "click"), watch(inputs, "showPicker"), watch(EventTarget.prototype, "dispatchEvent")];
  };
  apply(addEventListener, node, [LEAVE, leave]);
  apply(addEventListener, node, [RETURN, enter]);
  enter();

  /** Tells of a file input whose method `name` is about to be called. Returns the way back. */
  function watch(prototype: object, name: string): () => void {
    const own = getOwnPropertyDescriptor(prototype, name);
    const native: unknown = own?.value;
    if (!own || typeof native !== "function") return () => undefined;
    // a proxy of a native function prints as native code
    const get = new Proxy(native, {
      apply(_native, self: unknown) {
        if (isFileInput(self)) tell(node, PICK, self);
        return native;
      },
    }) as () => unknown;
    const set = new Proxy(native, {
      apply(_native, self: object, [value]: unknown[]) {
        defineProperty(self, name, { value, writable: true, enumerable: true, configurable: true });
      },
    }) as (value: unknown) => void;
    defineProperty(prototype, name, { get, set, enumerable: own.enumerable ?? true, configurable: true });
    return () => {
      // unless the page has put its own in our place
      if (getOwnPropertyDescriptor(prototype, name)?.get === get) defineProperty(prototype, name, own);
    };
  }

  function isFileInput(value: unknown): value is HTMLInputElement {
    if (!apply(isPrototypeOf, inputs, [value])) return false;
    try {
      return apply(typeOf as () => string, value, []) === "file";
    } catch {
      // something that only inherits from an input
      return false;
    }
  }
})();
