/** A teacher's pages: keys of the grid, and entry without a network. Without this script the form is sent as all forms are. */
import { draftsOf, dropDraft, keepDraft, newKey } from './drafts.js';
import { goDownColumns } from './grid.js';
import { sendWaiting } from './send.js';

/** @import { Draft } from './drafts.js' */
/** @import { Outcome } from './send.js' */

/** Look for the network again after so many ms, for the browser's own word on it is not to be relied upon. */
const AGAIN = 20_000;

const box = /** @type {HTMLElement | null} */ (document.getElementById('outbox'));
const form = /** @type {HTMLFormElement | null} */ (document.getElementById('lesson'));
const table = /** @type {HTMLTableElement | null} */ (document.querySelector('.lesson-grid'));
const account = box?.dataset.account ?? '';
/** @type {Record<string, string>} */
const words = JSON.parse(box?.dataset.words ?? '{}');
/** @type {Map<string, { title: string, done: string }>} */
const recorded = new Map();
let signIn = false;

if (table) goDownColumns(table);
if (box && window.indexedDB) begin().catch(() => {});

async function begin() {
  if (form) {
    await fillAgain(form);
    form.addEventListener('submit', onSubmit);
  }
  addEventListener('online', () => void flush());
  setInterval(() => void flush(), AGAIN);
  await flush();
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  submit(/** @type {HTMLFormElement} */ (event.target)).catch(() => form?.submit());
}

/** @param {HTMLFormElement} filled */
async function submit(filled) {
  const button = filled.querySelector('button');
  const draft = draftOf(filled);
  // the form holds all that an earlier sending of the same page held
  const before = (await draftsOf(account)).filter(
    (each) => each.action === draft.action && baseOf(each) === baseOf(draft),
  );
  await keepDraft(draft);
  for (const { key } of before) await dropDraft(key);
  if (button) button.disabled = true;
  const outcomes = await flush();
  if (button) button.disabled = false;
  box?.scrollIntoView({ block: 'nearest' });
  const refused = outcomes.some((each) => each.now === 'refused' && each.draft.key === draft.key);
  if (!refused) return;
  // the page that the school makes names each fault at its field
  await dropDraft(draft.key);
  setKey(filled, draft.key);
  filled.submit();
}

/**
 * @param {HTMLFormElement} filled
 * @returns {Draft}
 */
function draftOf(filled) {
  const { pathname, search } = new URL(filled.action);
  const title = box?.dataset.title ?? '';
  const at = new Date().toISOString();
  return {
    key: newKey(),
    account,
    action: pathname + search,
    title,
    at,
    fields: fieldsOf(filled),
    state: 'waiting',
    faults: [],
  };
}

/**
 * @param {HTMLFormElement} filled
 * @returns {[string, string][]}
 */
function fieldsOf(filled) {
  return [...new FormData(filled)].flatMap(([name, value]) => {
    const own = typeof value === 'string' && name !== '_csrf' && name !== 'submission';
    return own ? [/** @type {[string, string]} */ ([name, value])] : [];
  });
}

/** @param {Draft} draft */
const baseOf = (draft) => draft.fields.find(([name]) => name === 'base')?.[1];

/**
 * @param {HTMLFormElement} filled
 * @param {string} key
 */
function setKey(filled, key) {
  const field = filled.elements.namedItem('submission');
  if (field instanceof HTMLInputElement) field.value = key;
}

/**
 * What waits for this lesson stands in its form again where the page is still the one it was typed on.
 * @param {HTMLFormElement} shown
 */
async function fillAgain(shown) {
  const { pathname, search } = new URL(shown.action);
  const drafts = (await draftsOf(account)).filter((draft) => draft.action === pathname + search);
  const draft = drafts.findLast(({ state }) => state === 'waiting');
  const base = shown.elements.namedItem('base');
  if (draft && base instanceof HTMLInputElement && base.value === baseOf(draft)) fill(shown, draft);
}

/**
 * @param {HTMLFormElement} shown
 * @param {Draft} draft
 */
function fill(shown, draft) {
  for (const [name, value] of draft.fields) {
    const field = shown.elements.namedItem(name);
    if (name !== 'base' && field && 'value' in field) field.value = value;
  }
}

/** @returns {Promise<Outcome[]>} */
async function flush() {
  const outcomes = await sendWaiting(account, words.noAccess ?? '');
  signIn = outcomes.some(({ now }) => now === 'signIn');
  for (const outcome of outcomes) if (outcome.now === 'recorded') onRecorded(outcome.draft, outcome.done);
  await show();
  return outcomes;
}

/**
 * The lesson that is open shows what became of it, unless more was typed since.
 * @param {Draft} draft
 * @param {string} done
 */
function onRecorded(draft, done) {
  recorded.set(draft.key, { title: draft.title, done });
  if (form && new URL(form.action).search === new URL(draft.action, location.href).search) {
    if (JSON.stringify(fieldsOf(form)) === JSON.stringify(draft.fields)) location.assign(done);
  }
}

async function show() {
  if (!box) return;
  const drafts = await draftsOf(account);
  const list = /** @type {HTMLElement} */ (box.querySelector('ul'));
  const lines = [
    ...[...recorded.values()].map(({ title, done }) => line(`${words.recorded} ${title}`, [link(done, words.show)])),
    ...drafts.map((draft) => lineOf(draft)),
    ...(signIn
      ? [
          line(words.signIn ?? '', [
            link(`/login?next=${encodeURIComponent(location.pathname + location.search)}`, words.enter),
          ]),
        ]
      : []),
  ];
  // said again only when it says something new
  const holder = document.createElement('ul');
  holder.append(...lines);
  if (holder.innerHTML !== list.innerHTML) list.replaceChildren(...lines);
  box.hidden = lines.length === 0;
}

/** @param {Draft} draft */
function lineOf(draft) {
  if (draft.state === 'waiting') return line(`${draft.title}: ${words.waiting}`, []);
  const parts = [button(words.again, () => openAgain(draft)), button(words.drop, () => drop(draft.key))];
  return line(`${draft.title}: ${words.refused} ${draft.faults.join(' ')}`, parts);
}

/**
 * On the lesson's own page what was typed is put into the form as it stands now; elsewhere that page is opened.
 * @param {Draft} draft
 */
async function openAgain(draft) {
  if (form && new URL(form.action).search === new URL(draft.action, location.href).search) {
    fill(form, draft);
    await drop(draft.key);
    form.querySelector('textarea')?.focus();
  } else location.assign(draft.action);
}

/** @param {string} key */
async function drop(key) {
  await dropDraft(key);
  await show();
}

/**
 * @param {string} text
 * @param {HTMLElement[]} parts
 */
function line(text, parts) {
  const item = document.createElement('li');
  item.append(text, ...parts.flatMap((part) => [' ', part]));
  return item;
}

/**
 * @param {string} href
 * @param {string | undefined} text
 */
function link(href, text) {
  const made = document.createElement('a');
  made.href = href;
  made.textContent = text ?? '';
  return made;
}

/**
 * @param {string | undefined} text
 * @param {() => Promise<void>} act
 */
function button(text, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'outline small';
  made.textContent = text ?? '';
  made.addEventListener('click', () => void act());
  return made;
}
