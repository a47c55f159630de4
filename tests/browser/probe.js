// What a curious page could notice. It runs before every other script of the page (`?probe`), and a test compares its
// report with the extension and without.
(() => {
  const METHODS = [
    [Document.prototype, 'createElement'], [Document.prototype, 'createElementNS'], [Document.prototype, 'importNode'],
    [Node.prototype, 'cloneNode'], [Node.prototype, 'appendChild'], [Node.prototype, 'insertBefore'],
    [Element.prototype, 'attachShadow'], [Element.prototype, 'append'], [HTMLElement.prototype, 'click'],
    [HTMLElement.prototype, 'showPopover'], [HTMLInputElement.prototype, 'showPicker'], [EventTarget.prototype, 'addEventListener'],
    [EventTarget.prototype, 'dispatchEvent'], [EventTarget.prototype, 'removeEventListener'], [XMLHttpRequest.prototype, 'open'],
    [XMLHttpRequest.prototype, 'send'], [FormData.prototype, 'append'], [DataTransferItemList.prototype, 'add'],
    [History.prototype, 'pushState'], [History.prototype, 'replaceState'], [Function.prototype, 'toString'],
    [URL, 'createObjectURL'], [window, 'fetch'], [window, 'postMessage'], [navigator, 'sendBeacon'],
  ];
  const ACCESSORS = [
    [HTMLInputElement.prototype, 'files'], [HTMLInputElement.prototype, 'value'], [HTMLInputElement.prototype, 'type'],
    [Element.prototype, 'innerHTML'], [Element.prototype, 'shadowRoot'], [DataTransfer.prototype, 'files'],
    [ClipboardEvent.prototype, 'clipboardData'],
  ];
  const KNOWN = [...METHODS.map((method) => [...method, true]), ...ACCESSORS];
  const nameOf = (owner) => (typeof owner === 'function' ? owner.name || 'Function' : owner[Symbol.toStringTag]);
  // Mouse positions, scrolling and sensors differ from run to run by themselves.
  const RESTLESS = /deviceorientation|devicemotion|pagereveal|move|over|out|enter|leave|scroll|animation|transition|selectionchange|resize|visibility|rawupdate/;

  const events = [];
  const added = [];
  const names = new Set(['focusin', 'focusout', 'compositionstart', 'compositionupdate', 'compositionend', 'textInput', 'DOMContentLoaded',
    'readystatechange', 'message', 'toggle', 'beforetoggle', 'popstate', 'securitypolicyviolation']);
  for (const owner of [window, document, HTMLElement.prototype, Element.prototype]) {
    for (const key in owner) if (key.startsWith('on')) names.add(key.slice(2));
  }
  for (const name of names) {
    if (RESTLESS.test(name)) continue;
    window.addEventListener(name, (event) => {
      // Draft.js brings a setImmediate that posts messages to its own window whenever it likes
      if (event.type === 'message' && String(event.data).startsWith('setImmediate$')) return;
      const at = event.target === window ? 'window' : event.target.nodeName;
      events.push(`${event.type} ${event.constructor.name} ${at} trusted=${event.isTrusted} ${event.key ?? ''}`);
    }, true);
  }
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node.nodeType === 1 && unknown(change.target)) added.push(describe(node));
      if (change.type === 'attributes' && unknown(change.target)) added.push(`${change.target.nodeName}.${change.attributeName}`);
    }
  }).observe(document, { childList: true, attributes: true, subtree: true });

  // The page knows its own tree; what hangs from the top of the document is where a guest would be.
  const unknown = (node) => node === document.documentElement || node === document.body || node === document.head || node === document;
  const describe = (node) => `${node.nodeName}[${[...node.attributes].map(({ name, value }) => `${name}=${value}`).join(' ')}]`;

  const slotOf = (owner, key) =>
    Object.getOwnPropertyDescriptor(owner, key) ?? Object.getOwnPropertyDescriptor(Object.getPrototypeOf(owner), key);

  /** A function of the browser as a page that reads it finds it. */
  function native(owner, key, isMethod) {
    const slot = slotOf(owner, key);
    if (!slot) return ['absent'];
    const functions = isMethod ? [owner[key]] : [slot.get, slot.set].filter(Boolean);
    return functions.map((f) => [
      Function.prototype.toString.call(f), otherRealm.Function.prototype.toString.call(f), f.name, f.length,
      Reflect.ownKeys(f).map(String).join(), 'prototype' in f, complaint(f),
    ]);
  }
  /** How it hangs on its owner. */
  function slot(owner, key) {
    const { value, get, set, writable, enumerable, configurable } = slotOf(owner, key) ?? {};
    return [typeof value, typeof get, typeof set, writable, enumerable, configurable].join();
  }
  /** What it says when it is called on nothing: a wrapper gives itself away by the message or by a frame. */
  function complaint(f) {
    try {
      Promise.resolve(f.call(null)).catch(() => {});
      return 'none';
    } catch (error) {
      return `${error.message} ${positionless(error.stack)}`;
    }
  }
  const positionless = (stack) => String(stack).split('\n').slice(1).map((line) => line.replace(/:\d+:\d+/g, '').trim()).join(' < ');

  /** The frames between a page's call of createElement and the page's own code that it calls back. */
  function framesInside() {
    let stack = '';
    document.createElement({ toString() { stack = new Error().stack; return 'i'; } });
    return positionless(stack);
  }

  let otherRealm = window;
  window.__probe = {
    /** What can be seen at any time. */
    surface() {
      const frame = document.body.appendChild(document.createElement('iframe'));
      otherRealm = frame.contentWindow;
      const seen = {
        globals: Reflect.ownKeys(window).map(String).filter((key) => !/^\d+$/.test(key)).sort(),
        documentKeys: Reflect.ownKeys(document).map((key) => String(key).replace(/^_reactListening.*/, 'React')).sort(),
        natives: Object.fromEntries(KNOWN.map((entry) => [`${nameOf(entry[0])}.${entry[1]}`, native(...entry)])),
        slots: Object.fromEntries(KNOWN.map(([owner, key]) => [`${nameOf(owner)}.${key}`, slot(owner, key)])),
        frames: framesInside(),
        resources: performance.getEntriesByType('resource').map((entry) => entry.name).sort(),
        sheets: [document.styleSheets.length, document.adoptedStyleSheets.length],
      };
      frame.remove();
      return seen;
    },
    /** The elements at the top of the document, and the attributes on them. */
    top() {
      const { documentElement: root, head, body } = document;
      return [root, ...root.children, ...head.children, ...body.children].map(describe);
    },
    /** The whole tree, without what the editors number at random. */
    tree: () => document.documentElement.outerHTML.replace(/(data-offset-key|data-editor|src)="[^"]*"|placeholder-\w+/g, '$1'),
    events: () => events.slice(),
    added: () => added.slice(),
  };
})();
