export type Props = Record<string, unknown>;

export type ConsentState = 'not_required' | 'unknown' | 'granted' | 'denied';

export interface TrackedEvent {
  id: string;
  name: string;
  timestamp: number;
  properties: Props;
}

/** As it was when it happened: an id is given where storage may be touched too. */
export type Happened = Omit<TrackedEvent, 'id'>;

/** Gives the event back, changed or not, or nothing where it is not to be sent. */
export type Hook = (event: TrackedEvent) => TrackedEvent | null | undefined;

export interface BatchHead {
  visitor: { id?: string; is_new?: boolean; user_id?: string };
  session: { id?: string; number?: number; is_new?: boolean };
}

/** A body of `POST /api/collect`, except for what is known when it leaves. */
export interface Batch extends BatchHead {
  site_id: string;
  events: TrackedEvent[];
}
