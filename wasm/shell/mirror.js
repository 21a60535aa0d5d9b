// The mirror: real elements over the canvas, one for each semantic node. The browser's own input, focus, scrolling and
// accessibility work on them; the app hears only activate, text, scroll and focus.
//
// Rules for text fields, without which input methods break (Vietnamese ones above all):
//   1. The element always holds the whole value.
//   2. No key or input event is ever prevented.
//   3. While an element is focused its value is written only when the app itself changed it, and never inside a
//      composition. What the app says about a text that was typed on since is stale and is passed over.
//   4. Text leaves here in NFC.
import { focusPlace, placesAround } from './focus_keeper.js';
import { handle, keepDrawing, locator, pad, player, recorder, scanner } from './devices.js';
import { decodeMirrorUpdate } from './mirror_update.js';

const Role = Object.freeze({
  root: 0, heading: 1, text: 2, button: 3, link: 4, text_field: 5, text_area: 6, checkbox: 7, radio_group: 8, radio: 9,
  list: 10, list_item: 11, region: 12, dialog: 13, scroller: 14, status: 15, alert: 16, progress: 17, navigation: 18,
  image: 19, group: 20, banner: 21, main: 22, table: 23, row: 24, cell: 25, column_header: 26, slider: 27,
  file_field: 28, toggle_switch: 29, toggle_button: 30, tab_list: 31, tab: 32, tab_panel: 33, list_box: 34, option: 35,
  pad: 36, handle: 37, keep_drawing: 38, locator: 39, recorder: 40, player: 41, scanner: 42, row_group: 43,
});
const Flag = Object.freeze({
  disabled: 1, checked: 2, expanded: 4, selected: 8, required: 16, invalid: 32, busy: 64, readonly: 128, multiline: 256,
  expandable: 512, opens_dialog: 1024, takes_keys: 2048, roving: 4096, tab_stop: 8192, choosable: 16384, skipped: 32768,
});

// By Role: the tag, and the ARIA role where the tag does not imply it.
const kElements = {
  [Role.root]: ['div'], [Role.text]: ['div'], [Role.button]: ['button'], [Role.link]: ['a'],
  [Role.text_field]: ['input'], [Role.text_area]: ['textarea'], [Role.checkbox]: ['input'], [Role.radio]: ['input'],
  [Role.radio_group]: ['div', 'radiogroup'], [Role.list]: ['ul', 'list'], [Role.list_item]: ['li', 'listitem'],
  [Role.region]: ['section', 'region'], [Role.dialog]: ['div', 'dialog'], [Role.scroller]: ['div'],
  [Role.status]: ['div', 'status'], [Role.alert]: ['div', 'alert'], [Role.progress]: ['div', 'progressbar'],
  [Role.navigation]: ['nav'], [Role.image]: ['div', 'img'], [Role.group]: ['div', 'group'],
  [Role.banner]: ['header', 'banner'], [Role.main]: ['main'], [Role.table]: ['div', 'table'], [Role.row]: ['div', 'row'],
  [Role.cell]: ['div', 'cell'], [Role.column_header]: ['div', 'columnheader'],
  [Role.slider]: ['input'], [Role.file_field]: ['input'],
  [Role.toggle_switch]: ['button', 'switch'], [Role.toggle_button]: ['button'],
  [Role.tab_list]: ['div', 'tablist'], [Role.tab]: ['button', 'tab'], [Role.tab_panel]: ['div', 'tabpanel'],
  [Role.list_box]: ['div', 'listbox'], [Role.row_group]: ['div', 'rowgroup'], [Role.option]: ['button', 'option'],
  [Role.pad]: ['div', 'img'], [Role.handle]: ['div'], [Role.keep_drawing]: ['button'], [Role.locator]: ['button'],
  [Role.recorder]: ['button'], [Role.player]: ['audio'], [Role.scanner]: ['video'],
};

// What the page does itself: devices.js.
const kDevices = {
  [Role.pad]: pad, [Role.handle]: handle, [Role.keep_drawing]: keepDrawing, [Role.locator]: locator,
  [Role.recorder]: recorder, [Role.player]: player, [Role.scanner]: scanner,
};

// By ui::Field: what the real input is told.
const kFields = [
  {},
  { type: 'text' },
  { type: 'text', inputmode: 'numeric' },
  { type: 'text', inputmode: 'decimal' },
  { type: 'date' },
  { type: 'text', autocapitalize: 'characters', spellcheck: 'false', autocorrect: 'off' },
  { type: 'text', name: 'username', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' },
  { type: 'password', name: 'password', autocomplete: 'current-password' },
  { type: 'search', enterkeyhint: 'search' },
  { type: 'text', autocomplete: 'one-time-code', autocapitalize: 'characters', spellcheck: 'false', autocorrect: 'off' },
  { type: 'tel', autocomplete: 'tel' },
  { type: 'time' },
  { type: 'datetime-local' },
  { type: 'month' },
];

const kRootId = 1;
const kShownText = new Set([Role.heading, Role.text, Role.button, Role.link, Role.list_item, Role.cell, Role.column_header,
  Role.status, Role.alert, Role.toggle_switch, Role.toggle_button, Role.tab, Role.option, Role.keep_drawing, Role.locator,
  Role.recorder]);
const kToggles = new Set([Role.checkbox, Role.radio]);
const kTyped = new Set([Role.text_field, Role.text_area]);
const kSelectable = new Set([Role.tab, Role.option]);
const kButtons = new Set([Role.button, Role.toggle_switch, Role.toggle_button, Role.tab, Role.option, Role.keep_drawing,
  Role.locator, Role.recorder]);
const kSearchField = 8;
// What a key of the keyboard does among tabs (which begin again after the last) and options (which do not).
const kSteps = {
  ArrowLeft: { only: [Role.tab], to: (i, n) => (i + n - 1) % n },
  ArrowRight: { only: [Role.tab], to: (i, n) => (i + 1) % n },
  ArrowUp: { only: [Role.option], to: (i) => Math.max(i - 1, 0) },
  ArrowDown: { only: [Role.option], to: (i, n) => Math.min(i + 1, n - 1) },
  Home: { to: () => 0 },
  End: { to: (i, n) => n - 1 },
};
// What a row of a table that has the focus has a use for.
const kRowKeys = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'Enter', ' ']);
const kFocusable = 'button, a[href], input, textarea, select, [tabindex="0"]';

export class Mirror {
  #root;
  #descriptions;
  #send;
  #nodes = new Map();  // id -> { id, element, node, label, spacer, event, composing }
  #ids = new WeakMap();  // element -> id
  #event = 0;  // Number of the last event that the app may answer by a change of a value.
  #created = [];  // By the update that is being applied.
  #newPage = false;  // The update that is being applied brings one.
  #unsettled = new Set();  // Ids whose element may differ from the app's state until the app has answered.
  #scrolled = new Set();
  #focusSent = 0;
  #pointed = '';
  #dialogSince = 0;  // When the dialog that is open appeared.
  #over = new AbortController();  // Ends what listens to the document.

  // `send` takes the messages for the worker.
  constructor(root, send) {
    this.#root = root;
    this.#send = (message) => this.#over.signal.aborted || send(message);
    this.#descriptions = document.createElement('div');
    this.#descriptions.hidden = true;
    root.after(this.#descriptions);
    root.addEventListener('click', (event) => this.#onClick(event));
    root.addEventListener('input', (event) => this.#onInput(event));
    root.addEventListener('change', (event) => this.#onChange(event));
    root.addEventListener('keydown', (event) => this.#onKey(event));
    document.addEventListener('keydown', (event) => this.#onAppKey(event), { signal: this.#over.signal });
    root.addEventListener('compositionstart', (event) => this.#onComposition(event, true));
    root.addEventListener('compositionend', (event) => this.#onComposition(event, false));
    root.addEventListener('focusin', (event) => this.#onFocus(event.target));
    root.addEventListener('focusout', (event) => this.#onBlur(event));
    for (const type of ['pointerover', 'pointerdown', 'pointerup', 'pointercancel', 'pointerleave']) {
      root.addEventListener(type, (event) => this.#onPointer(event), { passive: true });
    }
    root.addEventListener('scroll', (event) => this.#onScroll(event), { capture: true, passive: true });
  }

  // Another mirror, or a plain page, takes the place of this one: nothing of it is told any more, and no microphone, camera
  // or measured place stays on.
  stop() {
    this.#over.abort();
    for (const { device } of this.#nodes.values()) device?.stop();
  }

  // The app has taken in every event up to number `seen`, and `update` (or null) is what changed in the tree.
  apply(update, seen) {
    const { removed, changed, ordered } = update ? decodeMirrorUpdate(update) : { removed: [], changed: [], ordered: [] };
    this.#newPage = changed.some(({ id, role, level }) => role === Role.heading && level === 1 && !this.#nodes.has(id));
    const inSight = this.#focusInSight(changed);
    const places = removed.includes(this.#focusSent) ? placesAround(this.#root) : [];
    for (const node of changed) this.#write(node, seen);
    for (const { parent, children } of ordered) this.#arrange(parent, children);
    for (const id of removed) this.#remove(id);
    if (ordered.length || removed.length) {
      this.#label(changed, ordered);
      this.#makeModal();
      this.#makeScrollersReachable();
    } else {
      this.#label(changed, []);
    }
    this.#rove();
    for (const entry of this.#created.splice(0)) entry.isNew = false;
    this.#settle(seen);
    if (inSight) document.activeElement.scrollIntoView({ block: 'nearest' });
    if (!this.#newPage) focusPlace(places);
  }

  focus(id) {
    const element = this.#nodes.get(id)?.element;
    if (!element) return;
    if (!element.matches(kFocusable) && !element.hasAttribute('tabindex')) element.tabIndex = -1;
    element.focus({ preventScroll: true });
    // An answer that comes by itself glides in; what people asked for is there at once.
    const glides = element.type === 'radio' && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    element.scrollIntoView({ block: 'nearest', behavior: glides ? 'smooth' : 'auto' });
  }

  // --- from the app ------------------------------------------------------------------------------------------------

  #write(node, seen) {
    let entry = this.#nodes.get(node.id);
    if (entry && entry.node.role !== node.role) {
      this.#remove(node.id);
      entry = undefined;
    }
    if (!entry) {
      entry = this.#create(node);
      this.#parent(node.parent).append(entry.element);
    }
    const { element } = entry;
    const before = entry.node;
    entry.node = node;
    if (before === null || before.parent !== node.parent) {
      const parent = this.#parent(node.parent);
      if (element.parentNode !== parent) parent.append(element);
    }
    place(element, node);
    if (node.role === Role.scroller) {
      entry.spacer.style.height = `${node.contentHeight}px`;
    }
    if (node.fontPx > 0) element.style.fontSize = `${node.fontPx}px`;
    setAttribute(element, 'lang', node.language);
    this.#describe(entry);
    this.#flags(entry, before);
    switch (node.role) {
      case Role.link: setAttribute(element, 'href', node.value); break;
      case Role.progress: setAttribute(element, 'aria-valuenow', node.value); break;
      case Role.table: setAttribute(element, 'aria-rowcount', node.value); break;
      case Role.row: setAttribute(element, 'aria-rowindex', node.value); break;
      case Role.column_header: setAttribute(element, 'aria-sort', node.value); break;
      case Role.list_item:
      case Role.option: writePlace(element, node.value); break;
      case Role.text_field:
      case Role.text_area: this.#writeValue(entry, seen); break;
      case Role.slider: this.#writeSlider(entry, seen); break;
      case Role.file_field: writeFileField(element, node); break;
      default: break;
    }
    entry.device?.write?.(node);
  }

  #create(node) {
    const [tag, role] = node.role === Role.heading ? [`h${node.level || 1}`] : kElements[node.role];
    const element = document.createElement(tag);
    const entry = { id: node.id, element, node: null, label: null, spacer: null, event: 0, composing: false, device: null, isNew: true };
    this.#created.push(entry);
    if (role) element.setAttribute('role', role);
    element.className = Object.keys(Role)[node.role];
    switch (node.role) {
      case Role.heading: element.tabIndex = -1; break;
      case Role.handle: element.setAttribute('aria-hidden', 'true'); break;
      case Role.checkbox: element.type = 'checkbox'; break;
      case Role.radio: element.type = 'radio'; break;
      case Role.slider: element.type = 'range'; break;
      case Role.file_field: element.type = 'file'; break;
      case Role.dialog:
        element.setAttribute('aria-modal', 'true');
        element.tabIndex = -1;
        break;
      case Role.progress:
        element.setAttribute('aria-valuemin', '0');
        element.setAttribute('aria-valuemax', '100');
        break;
      case Role.status: element.setAttribute('aria-live', 'polite'); break;
      case Role.alert: element.setAttribute('aria-live', 'assertive'); break;
      case Role.scroller:
        entry.spacer = document.createElement('div');
        entry.spacer.className = 'spacer';
        element.append(entry.spacer);
        break;
      case Role.text_field:
      case Role.text_area:
        element.name = `field-${node.id}`;
        element.autocomplete = 'off';
        for (const [key, value] of Object.entries(kFields[node.field] ?? {})) element.setAttribute(key, value);
        break;
      default: break;
    }
    if (kButtons.has(node.role)) element.type = 'button';
    this.#nodes.set(node.id, entry);
    this.#ids.set(element, node.id);
    entry.device = kDevices[node.role]?.(element, {
      tell: (text) => this.#send({ type: 'text', node: node.id, text: text.normalize('NFC'), number: ++this.#event }),
      give: (target, file) => this.#send({ type: 'file', target, pixels: 0, file }),
      value: () => entry.node.value,
    });
    return entry;
  }

  #parent(id) {
    return this.#nodes.get(id)?.element ?? this.#root;
  }

  #describe({ id, element, node }) {
    const name = `description-${id}`;
    let note = document.getElementById(name);
    if (!node.description) {
      note?.remove();
      element.removeAttribute('aria-describedby');
      return;
    }
    if (!note) {
      note = document.createElement('span');
      note.id = name;
      this.#descriptions.append(note);
      element.setAttribute('aria-describedby', name);
    }
    if (note.textContent !== node.description) note.textContent = node.description;
  }

  #flags({ element, node }) {
    const on = (flag) => (node.flags & flag) !== 0;
    const isInput = kTyped.has(node.role) || kToggles.has(node.role) || node.role === Role.slider || node.role === Role.file_field;
    if (isInput) element.disabled = on(Flag.disabled);
    else setAttribute(element, 'aria-disabled', on(Flag.disabled) ? 'true' : '');
    if (kToggles.has(node.role)) this.#unsettled.add(node.id);
    if (kTyped.has(node.role)) element.readOnly = on(Flag.readonly);
    if (isInput && node.role !== Role.radio && node.role !== Role.slider) element.required = on(Flag.required);
    if (node.role === Role.radio_group) setAttribute(element, 'aria-required', on(Flag.required) ? 'true' : '');
    setAttribute(element, 'aria-invalid', on(Flag.invalid) ? 'true' : '');
    setAttribute(element, 'aria-busy', on(Flag.busy) ? 'true' : '');
    setAttribute(element, 'aria-expanded', on(Flag.expanded) ? 'true' : on(Flag.expandable) ? 'false' : '');
    const selectable = kSelectable.has(node.role) || (node.role === Role.row && on(Flag.choosable));
    setAttribute(element, 'aria-selected', selectable ? String(on(Flag.selected)) : '');
    setAttribute(element, 'aria-current', on(Flag.selected) && !selectable ? 'page' : '');
    setAttribute(element, 'aria-checked', node.role === Role.toggle_switch ? String(on(Flag.checked)) : '');
    setAttribute(element, 'aria-pressed', node.role === Role.toggle_button ? String(on(Flag.checked)) : '');
    setAttribute(element, 'aria-haspopup', on(Flag.opens_dialog) ? 'dialog' : '');
    if (node.role === Role.table) {
      element.setAttribute('role', on(Flag.roving) ? 'grid' : 'table');
      setAttribute(element, 'aria-multiselectable', on(Flag.choosable) ? 'true' : '');
    }
    if (node.role === Role.row && on(Flag.roving)) element.tabIndex = on(Flag.tab_stop) ? 0 : -1;
    if (on(Flag.skipped)) element.tabIndex = -1;
    if (node.role === Role.radio) element.name = `group-${node.parent}`;
  }

  #writeValue(entry, seen) {
    const { element, node } = entry;
    if (element.value.normalize('NFC') === node.value) return;
    if (document.activeElement !== element) {
      element.value = node.value;
      return;
    }
    if (seen < entry.event) return;  // Typed on since: an echo of an older text.
    if (entry.composing) {
      this.#unsettled.add(entry.id);
      return;
    }
    element.value = node.value;
  }

  // An unanswered slider stands at its lowest; its words say that it has no answer.
  #writeSlider(entry, seen) {
    const { element, node } = entry;
    const [min, max, step, value, words] = node.value.split('|');
    Object.assign(element, { min, max, step });
    setAttribute(element, 'aria-valuetext', words);
    if (seen >= entry.event && element.value !== (value || min)) element.value = value || min;
  }

  // Elements become what the app says they are, once it has seen the last thing the user did to them.
  #settle(seen) {
    for (const id of this.#unsettled) {
      const entry = this.#nodes.get(id);
      if (!entry) {
        this.#unsettled.delete(id);
        continue;
      }
      if (entry.event > seen || entry.composing) continue;
      this.#unsettled.delete(id);
      if (kToggles.has(entry.node.role)) entry.element.checked = (entry.node.flags & Flag.checked) !== 0;
      else if (entry.element.value.normalize('NFC') !== entry.node.value) entry.element.value = entry.node.value;
    }
  }

  // What names an element: its own text where it has no children, else aria-label.
  #label(changed, ordered) {
    const touched = new Set(changed.map((node) => node.id));
    for (const { parent } of ordered) touched.add(parent);
    for (const id of touched) {
      const entry = this.#nodes.get(id);
      if (entry) this.#labelOne(entry);
    }
  }

  #labelOne(entry) {
    const { element, node } = entry;
    const hasChildren = element.firstElementChild !== null && element.firstElementChild !== entry.spacer;
    const asText = kShownText.has(node.role) && !hasChildren;
    setAttribute(element, 'aria-label', asText ? '' : node.name);
    if (!asText) {
      entry.label?.remove();
      entry.label = null;
      return;
    }
    const isNew = entry.label === null;
    if (isNew) {
      entry.label = document.createTextNode('');
      element.prepend(entry.label);
    }
    if (entry.label.data === node.name) return;
    if (isNew && this.#isNews(element)) {
      // A live region speaks when its text changes, not when it appears with one.
      setTimeout(() => {
        if (entry.label) entry.label.data = entry.node.name;
      }, 100);
    } else {
      entry.label.data = node.name;
    }
  }

  // Text in a live region that has just appeared; on a page that is itself new nothing is.
  #isNews(element) {
    const region = element.closest('[aria-live]');
    return region !== null && !this.#newPage && this.#entryOf(region).isNew;
  }

  // Puts the children in order. Elements in the longest run that is in order already stay where they are, and so does
  // the one that holds the focus: moving it would close the keyboard.
  #arrange(parentId, childIds) {
    const parent = this.#parent(parentId);
    const wanted = childIds.map((id) => this.#nodes.get(id)?.element).filter((element) => element !== undefined);
    const index = new Map([...parent.children].map((element, i) => [element, i]));
    const places = wanted.map((element) => index.get(element) ?? -1);
    const held = wanted.findIndex((element) => element.contains(document.activeElement));
    const staying = stayingPlaces(places, held);
    let next = null;
    for (let i = wanted.length - 1; i >= 0; --i) {
      if (!staying.has(i) && wanted[i].nextSibling !== next) parent.insertBefore(wanted[i], next);
      next = wanted[i];
    }
  }

  #remove(id) {
    const entry = this.#nodes.get(id);
    if (!entry) return;
    this.#nodes.delete(id);
    entry.device?.stop();
    document.getElementById(`description-${id}`)?.remove();
    entry.element.remove();
    if (this.#focusSent === id) this.#tellFocus(0);
  }

  // Whether the element with the focus can be seen now and `changed` has a scroller that becomes smaller around it, as
  // when the soft keyboard comes or the device is turned: then it must be seen afterwards too.
  #focusInSight(changed) {
    const element = document.activeElement;
    const scroller = this.#root.contains(element) && element.closest('.scroller');
    if (!scroller || scroller === element) return false;
    const { id, node } = this.#entryOf(scroller);
    const next = changed.find((other) => other.id === id);
    if (!next || (next.h >= node.h && next.w === node.w)) return false;
    const frame = scroller.getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > frame.top && top < frame.bottom;
  }

  // While a dialog is open everything beside it is inert, except what speaks.
  #makeModal() {
    const dialog = [...this.#root.querySelectorAll('[role=dialog]')].at(-1);
    if (!dialog) this.#dialogSince = 0;
    else if (this.#dialogSince === 0) this.#dialogSince = performance.now();
    for (const element of this.#root.querySelectorAll('[inert]')) element.inert = false;
    for (let element = dialog; element && element !== this.#root; element = element.parentElement) {
      for (const sibling of element.parentElement.children) {
        if (sibling !== element && !sibling.matches('[role=status], [role=alert]')) sibling.inert = true;
      }
    }
  }

  // Of the tabs of a list, and of the options, Tab finds one: that which has the focus, else the selected, else the first.
  #rove() {
    for (const group of this.#root.querySelectorAll('[role=tablist], [role=listbox]')) {
      const items = [...group.querySelectorAll('[role=tab], [role=option]')];
      const reached = items.find((item) => item === document.activeElement) ??
        items.find((item) => item.getAttribute('aria-selected') === 'true') ?? items[0];
      for (const item of items) item.tabIndex = item === reached ? 0 : -1;
    }
  }

  // A scroller with nothing to focus in it must itself take the focus, or the keyboard could not scroll it.
  #makeScrollersReachable() {
    for (const element of this.#root.querySelectorAll('.scroller')) {
      if (element.querySelector(kFocusable)) element.removeAttribute('tabindex');
      else element.tabIndex = 0;
    }
  }

  // --- from the user -----------------------------------------------------------------------------------------------

  #entryOf(element) {
    for (let at = element; at && at !== this.#root; at = at.parentElement) {
      const id = this.#ids.get(at);
      if (id !== undefined) return this.#nodes.get(id);
    }
    return undefined;
  }

  #onClick(event) {
    if (event.target === this.#root) return this.#onClickBeside();
    const control = event.target.closest('button, a, input[type=checkbox], input[type=radio]');
    const entry = control && this.#entryOf(control);
    if (!entry || (entry.node.flags & Flag.disabled)) return;
    if (kDevices[entry.node.role]) return;  // It tells of it by itself.
    if (entry.node.role === Role.link) return;  // The browser follows it; the new address reaches the app.
    const number = ++this.#event;
    // Browsers write to the clipboard only in the person's own gesture.
    if (entry.node.role === Role.button && entry.node.value) navigator.clipboard?.writeText(entry.node.value).catch(() => {});
    if (kToggles.has(entry.node.role)) {
      // The browser toggles at once; what the app makes of it comes with its answer.
      const group = entry.node.role === Role.radio ? entry.node.parent : null;
      for (const other of this.#nodes.values()) {
        if (other === entry || (group !== null && other.node.role === Role.radio && other.node.parent === group)) {
          other.event = number;
          this.#unsettled.add(other.id);
        }
      }
    }
    this.#send({ type: 'activate', node: entry.id, number: number });
  }

  #onInput({ target }) {
    const entry = this.#entryOf(target);
    if (!entry || (!kTyped.has(entry.node.role) && entry.node.role !== Role.slider)) return;
    entry.event = ++this.#event;
    this.#send({ type: 'text', node: entry.id, text: target.value.normalize('NFC'), number: entry.event });
  }

  // A tap beside a dialog leaves it, as Escape does; not the second of two quick taps on what opened it.
  #onClickBeside() {
    if (this.#dialogSince !== 0 && performance.now() - this.#dialogSince > 600) history.back();
  }

  // The browser opened its own picker or camera, in the person's own gesture; here is what they chose.
  #onChange({ target }) {
    const entry = this.#entryOf(target);
    if (entry?.node.role !== Role.file_field || target.files.length === 0) return;
    const [, , pixels, ...rest] = entry.node.value.split('|');
    this.#send({ type: 'file', target: rest.join('|'), pixels: Number(pixels), file: target.files[0] });
    target.value = '';  // The same file may be chosen again.
  }

  // Enter in a one-line field or on a radio activates it: the screen knows its default action. Escape leaves a dialog
  // as Back does: each open dialog is an entry of the history.
  #onKey(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape' && this.#root.querySelector('[role=dialog]')) return history.back();
    const entry = this.#entryOf(event.target);
    if (entry && kSteps[event.key] !== undefined) return this.#onStep(event, entry);
    if (event.key !== 'Enter') return;
    // Held down it would press on, also what has taken the place of what it pressed.
    if (event.repeat && !kTyped.has(entry?.node.role)) return event.preventDefault();
    const takesEnter = entry?.node.role === Role.text_field || entry?.node.role === Role.radio;
    if (takesEnter) this.#send({ type: 'activate', node: entry.id, number: ++this.#event });
  }

  // Arrow keys go through tabs and options; a tab's panel is shown at once. From a field that searches, Down leads to what
  // was found.
  #onStep(event, { element, node }) {
    const step = kSteps[event.key];
    if (node.field === kSearchField && event.key === 'ArrowDown') {
      const list = element.closest('[role=dialog]') ?? this.#root;
      list.querySelector(':is([role=option], [role=row])[tabindex="0"]')?.focus();
      return;
    }
    if (!kSelectable.has(node.role) || step.only?.includes(node.role) === false) return;
    event.preventDefault();
    const items = [...element.closest('[role=tablist], [role=listbox]').querySelectorAll('[role=tab], [role=option]')];
    const to = items[step.to(items.indexOf(element), items.length)];
    if (!to || to === element) return;
    to.focus();
    this.#rove();
    if (node.role === Role.tab) to.click();
  }

  // Keys for the app: never out of a field, nor with a modifier, nor over a dialog. A slash would open the quick search of
  // Firefox, the others scroll.
  #onAppKey(event) {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target.matches?.('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')) return;
    if (this.#root.querySelector('[role=dialog]')) return;
    const entry = this.#entryOf(target);
    const ofRow = kRowKeys.has(key);
    if (ofRow && (entry?.element !== target || entry.node.role !== Role.row)) return;
    if (!ofRow && ((key.length !== 1 && key !== 'Escape') || !this.#takesKeys())) return;
    if (ofRow || key === '/') event.preventDefault();
    this.#send({ type: 'key', key });
  }

  #takesKeys() {
    return ((this.#nodes.get(kRootId)?.node.flags ?? 0) & Flag.takes_keys) !== 0;
  }

  #onComposition({ target }, composing) {
    const entry = this.#entryOf(target);
    if (!entry) return;
    entry.composing = composing;
    if (!composing) this.#unsettleTyped(entry);
  }

  #onFocus(target) {
    const entry = this.#entryOf(target);
    this.#tellFocus(entry?.id ?? 0, target.matches(':focus-visible'));
  }

  #onBlur(event) {
    const entry = this.#entryOf(event.target);
    if (entry && kTyped.has(entry.node.role)) this.#unsettleTyped(entry);
    if (!this.#root.contains(event.relatedTarget)) this.#tellFocus(0);
  }

  #unsettleTyped(entry) {
    this.#unsettled.add(entry.id);
    this.#send({ type: 'settle' });
  }

  #tellFocus(id, visible = false) {
    if (id === this.#focusSent) return;
    this.#focusSent = id;
    this.#send({ type: 'focus', node: id, visible });
  }

  // For looks only. A finger leaves nothing hovered behind.
  #onPointer({ type, target, pointerType }) {
    const entry = this.#entryOf(target.closest('button, a, input'));
    const gone = type === 'pointerleave' || type === 'pointercancel' || (pointerType !== 'mouse' && type !== 'pointerdown');
    const node = gone || !entry ? 0 : entry.id;
    const down = node !== 0 && type === 'pointerdown';
    if (this.#pointed === `${node} ${down}`) return;
    this.#pointed = `${node} ${down}`;
    this.#send({ type: 'pointer', node, down });
  }

  #onScroll({ target }) {
    const id = this.#ids.get(target);
    if (id === undefined) return;
    if (this.#scrolled.size === 0) requestAnimationFrame(() => this.#tellScrolls());
    this.#scrolled.add(id);
  }

  #tellScrolls() {
    for (const id of this.#scrolled) {
      const element = this.#nodes.get(id)?.element;
      if (element) this.#send({ type: 'scroll', node: id, y: element.scrollTop });
    }
    this.#scrolled.clear();
  }
}

function writeFileField(element, { value }) {
  const [accept, capture] = value.split('|');
  setAttribute(element, 'accept', accept);
  setAttribute(element, 'capture', capture);
}

function writePlace(element, value) {
  const [at, of] = value.split('|');
  setAttribute(element, 'aria-posinset', at);
  setAttribute(element, 'aria-setsize', of ?? '');
}

function place({ style }, { x, y, w, h }) {
  style.left = `${x}px`;
  style.top = `${y}px`;
  style.width = `${w}px`;
  style.height = `${h}px`;
}

function setAttribute(element, name, value) {
  if (value === '') element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

// Of `places` (where each wanted child is now; -1: nowhere) the indices that may stay: a longest increasing run that
// holds index `held` (-1: none).
export function stayingPlaces(places, held) {
  const fits = (i) => places[i] >= 0 &&
    (held < 0 || i === held || (i < held ? places[i] < places[held] : places[i] > places[held]));
  const tails = [];  // tails[n]: index of the smallest last place of a run of n + 1.
  const previous = new Array(places.length).fill(-1);
  for (let i = 0; i < places.length; ++i) {
    if (!fits(i)) continue;
    let n = 0;
    while (n < tails.length && places[tails[n]] < places[i]) ++n;
    previous[i] = n > 0 ? tails[n - 1] : -1;
    tails[n] = i;
  }
  const staying = new Set();
  for (let i = tails.at(-1) ?? -1; i >= 0; i = previous[i]) staying.add(i);
  return staying;
}
