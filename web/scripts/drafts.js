/** What was entered on this device and is yet to be recorded, kept in the browser until it is. */

/**
 * One sending of a lesson's form.
 * @typedef {object} Draft
 * @property {string} key made when it was sent: however often it goes out, it is recorded once
 * @property {string} account whose it is: nobody else sees or sends it
 * @property {string} action the lesson's address
 * @property {string} title the lesson in words
 * @property {string} at when it was sent, an instant
 * @property {[name: string, value: string][]} fields
 * @property {'waiting' | 'refused'} state
 * @property {string[]} faults refused: why, in words
 */

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('vestnik', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('drafts', { keyPath: 'key' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>} once it is on the disk
 */
async function within(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction('drafts', mode, { durability: 'strict' });
      const request = act(transaction.objectStore('drafts'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @param {Draft} draft */
export async function keepDraft(draft) {
  await within('readwrite', (store) => store.put(draft));
}

/** @param {string} key */
export async function dropDraft(key) {
  await within('readwrite', (store) => store.delete(key));
}

/**
 * @param {string} account
 * @returns {Promise<Draft[]>} in the order of their making
 */
export async function draftsOf(account) {
  /** @type {Draft[]} */
  const all = await within('readonly', (store) => store.getAll());
  return all.filter((draft) => draft.account === account).sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** @returns {string} 128 random bits; works without https too */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
