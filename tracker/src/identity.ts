import { getCookie, setCookie } from './cookie';
import type { BatchHead, ConsentState } from './types';
import { uuid } from './id';
import { eachKey, load, save } from './storage';
import { isOn, settings } from './settings';

/** What is known of the visitor, under the name of the cookie. */
const KEY = '_ff';
/** A query parameter too. Outside the prefix of the identifiers: it survives their deletion. */
export const IGNORE = 'footfall_ignore';
const TWO_YEARS_SEC = 63072000;

/** Shared between tabs through localStorage; short keys, since it is rewritten with each event. */
interface Visit {
  /** The session's id. */
  id: string;
  /** Visitor, as in the cookie: whichever of the two survives is right. */
  i?: string;
  /** User. */
  u?: string;
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
let adopted: string | undefined;
let visit: Visit | undefined;
/** Set by `identify`, until the next event has carried it to the device. */
let newUser: string | undefined;

/** Ordinal of this page's view within the session, over all its tabs. */
export let viewNumber: number | undefined;

export const lastVisit = (): Visit | undefined => (load(KEY) as Visit | undefined) || visit;

export const getVisitorId = (): string | undefined => getCookie() || adopted || lastVisit()?.i;

/** An identifier that is already there means that consent was given before. */
export const consentState = (): ConsentState =>
  answer || (settings.consent == 'unknown' && getVisitorId() ? 'granted' : settings.consent);

export const mayStore = (): boolean => /^[gn]/.test(consentState());

/** Nothing happens before the visitor was asked. */
export const mustWait = (): unknown => settings.strict && consentState() == 'unknown';

export const maySend = (): boolean => !load(IGNORE) && !mustWait();

/** This browser's visitor is the one with this id from now on. */
export const adopt = (id: string): void => setCookie((adopted = id), TWO_YEARS_SEC);

/** Counts one activity: continues the session, or begins the next when its timeout has passed. */
export const touch = (now: number, isView: boolean): BatchHead => {
  if (!mayStore()) return { visitor: {}, session: {} };
  const last = lastVisit() || ({ n: 0 } as Visit);
  const known = getVisitorId();
  const continues = now - last.t < settings.timeout * 1000;
  visit = continues ? last : ({ id: uuid(), n: last.n + 1, v: 0, f: !known } as Visit);
  visit.u = newUser ?? last.u;
  visit.t = now;
  newUser = undefined;
  if (isView) viewNumber = ++visit.v;
  visit.i = known || uuid();
  if (!continues) adopt(visit.i);
  save(KEY, visit);
  return {
    visitor: { id: visit.i, is_new: visit.f, user_id: visit.u },
    session: { id: visit.id, number: visit.n, is_new: !continues },
  };
};

export const setUser = (id?: string | number): void => {
  if (isOn('trackUserIdentification')) newUser = (id || '') + '';
};

/** Forgets who this is. The next event begins a new visitor. */
export const forget = (): void => {
  adopted = visit = newUser = undefined;
  setCookie('', 0);
  eachKey(KEY, save);
};

/** Pages may pass anything; what cannot be text has to fail here and not later. */
export const setConsent = (state: ConsentState | null): void => {
  answer = (state + '') as ConsentState;
  if (answer == 'denied') forget();
};
