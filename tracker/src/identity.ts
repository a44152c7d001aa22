import { getCookie, setCookie } from './cookie';
import { uuid } from './id';
import { settings } from './settings';
import { keysStartingWith, load, parse, save } from './storage';
import type { Batch, ConsentState } from './types';

const VISITOR = '_ff';
const SESSION = '_ff_s';
const USER = '_ff_u';
/** A query parameter too. Outside the prefix of the identifiers: it survives their deletion. */
export const IGNORE = 'footfall_ignore';
const TWO_YEARS_SEC = 63072000;

/** Shared between tabs through localStorage; short keys, since it is rewritten with each event. */
interface SessionRecord {
  id: string;
  /** Ordinal of the session for this visitor, from 1. */
  n: number;
  /** Page views so far. */
  v: number;
  /** The visitor's first. */
  f: boolean;
  /** Last activity, ms. */
  t: number;
}

let answer: ConsentState | undefined;
let visitorId: string | undefined;
let session: SessionRecord | undefined;
let userId: string | undefined;

/** Ordinal of this page's view within the session, over all its tabs. */
export let viewNumber: number | undefined;

export const knownVisitor = (): string | undefined => getCookie() || load(VISITOR) || visitorId;

/** An identifier that is already there means that consent was given before. */
export const consentState = (): ConsentState =>
  answer || (settings.consent == 'unknown' && knownVisitor() ? 'granted' : settings.consent);

export const mayStore = (): boolean => /^[gn]/.test(consentState());

export const maySend = (): boolean =>
  !load(IGNORE) && !(settings.strict && consentState() == 'unknown');

export const ignore = (on: boolean): void => save(IGNORE, on && '1');

const lastSession = (): SessionRecord | undefined =>
  (parse(load(SESSION)) as SessionRecord | undefined) || session;

/** Counts one activity: continues the session, or begins the next when its timeout has passed. */
export const touch = (now: number, isView: boolean): Pick<Batch, 'visitor' | 'session'> => {
  if (!mayStore()) return { visitor: {}, session: {} };
  const last = lastSession() || ({ n: 0, t: 0 } as SessionRecord);
  const known = knownVisitor();
  const continues = now - last.t < settings.timeout * 1000;
  visitorId = known || uuid();
  userId = load(USER) || userId;
  session = continues ? last : { id: uuid(), n: last.n + 1, v: 0, f: !known, t: now };
  session.t = now;
  if (isView) viewNumber = ++session.v;
  save(SESSION, JSON.stringify(session));
  if (!continues) {
    setCookie(visitorId, TWO_YEARS_SEC);
    save(VISITOR, visitorId);
  }
  return {
    visitor: { id: visitorId, is_new: session.f, user_id: userId },
    session: { id: session.id, number: session.n, is_new: !continues },
  };
};

/** Throws where there is none. */
export const getSessionId = (): string => lastSession()!.id;

export const identify = (id?: string | number): void => {
  userId = id ? id + '' : undefined;
  if (mayStore()) save(USER, userId);
};

/** Forgets who this is. The next event begins a new visitor. */
export const forget = (): void => {
  visitorId = userId = session = undefined;
  setCookie('', 0);
  keysStartingWith(VISITOR).forEach((key) => save(key));
};

/** Pages may pass anything; what cannot be text has to fail here and not later. */
export const setConsent = (state: ConsentState | null): void => {
  answer = (state + '') as ConsentState;
  if (answer == 'denied') forget();
};
