import { useSyncExternalStore } from 'react';
import type { TypedDocumentString } from './document';
import { createStore, type AnswerStore } from './answer-store';

/** The last answers, shown while newer ones are asked for: in memory, and of users on the device too. */
const ANSWERS_MAX = 250;
const answers = new Map<string, unknown>();
let store: AnswerStore | undefined;

export const lastAnswer = (key: string): unknown => answers.get(key);

const keep = (key: string, data: unknown): void => {
  answers.delete(key);
  answers.set(key, data);
  for (const oldest of answers.keys()) {
    if (answers.size <= ANSWERS_MAX) break;
    answers.delete(oldest);
    store?.remove(oldest);
  }
};

export const remember = (key: string, data: unknown): void => {
  keep(key, data);
  store?.put(key, data);
};

/** From here on answers are kept for this user; what was kept for him before is here again. */
export const openAnswers = async (userId: string): Promise<void> => {
  if (store?.userId === userId) return;
  answers.clear();
  store = createStore(userId);
  for (const [key, data] of await store.load()) if (!answers.has(key)) keep(key, data);
};

/** Nothing of who was here stays, on the device neither. */
export const clearAnswers = (): void => {
  answers.clear();
  void createStore('').clear();
  store = undefined;
};

const versions = new Map<string, number>();
const listeners = new Set<() => void>();
let everything = 0;

/** Mounted queries of these documents ask again, all where none is named. */
export const invalidate = (...documents: readonly TypedDocumentString<unknown, never>[]): void => {
  for (const document of documents) {
    const text = document.toString();
    versions.set(text, (versions.get(text) ?? 0) + 1);
  }
  if (!documents.length) everything += 1;
  listeners.forEach((listener) => listener());
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Rises when the document's answers are not true any more. */
export const useVersion = (text: string): number =>
  useSyncExternalStore(subscribe, () => everything + (versions.get(text) ?? 0));
