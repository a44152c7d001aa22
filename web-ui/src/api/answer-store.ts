/** Answers on the device, by user. Where the browser offers no such place, nothing is kept. */
export interface AnswerStore {
  userId: string;
  load: () => Promise<[string, unknown][]>;
  put: (key: string, data: unknown) => void;
  remove: (key: string) => void;
  clear: () => Promise<void>;
}

const DATABASE = 'footfall';
const STORE = 'answers';
const DAYS_MAX = 14;

interface Kept {
  user: string;
  key: string;
  data: unknown;
  at: number;
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the database failed'));
  });

let opened: Promise<IDBDatabase> | undefined;

const database = (): Promise<IDBDatabase> =>
  (opened ??= (async () => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { keyPath: ['user', 'key'] }).createIndex('at', 'at');
    return settled(request);
  })());

const within = async <T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> => work((await database()).transaction(STORE, mode).objectStore(STORE));

const quietly = (work: Promise<unknown>): void =>
  void work.catch((error: unknown) => console.debug('answers are not kept', error));

const deleteStale = (): Promise<void> =>
  within('readwrite', async (store) => {
    const stale = IDBKeyRange.upperBound(Date.now() - DAYS_MAX * 86_400_000);
    for (const key of await settled(store.index('at').getAllKeys(stale))) store.delete(key);
  });

export const createStore = (userId: string): AnswerStore => ({
  userId,
  load: async () => {
    try {
      quietly(deleteStale());
      const range = IDBKeyRange.bound([userId, ''], [userId, '\uffff']);
      const kept = await within('readonly', (store) =>
        settled(store.getAll(range) as IDBRequest<Kept[]>),
      );
      return kept.sort((a, b) => a.at - b.at).map(({ key, data }) => [key, data]);
    } catch {
      return [];
    }
  },
  put: (key, data) => {
    const kept: Kept = { user: userId, key, data, at: Date.now() };
    quietly(within('readwrite', (store) => settled(store.put(kept))));
  },
  remove: (key) => quietly(within('readwrite', (store) => settled(store.delete([userId, key])))),
  clear: async () => {
    try {
      await within('readwrite', (store) => settled(store.clear()));
    } catch {
      // There is no such place, so nothing is in it.
    }
  },
});
