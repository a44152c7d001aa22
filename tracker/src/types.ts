export type Props = Record<string, unknown>;

export type ConsentState = 'not_required' | 'unknown' | 'granted' | 'denied';

export interface TrackedEvent {
  id: string;
  name: string;
  timestamp: number;
  properties: Props;
}

/** A body of `POST /api/collect`, except for `sent_at`, which is set when it leaves. */
export interface Batch {
  site_id: string;
  visitor: { id?: string; is_new?: boolean; user_id?: string };
  session: { id?: string; number?: number; is_new?: boolean };
  context?: Props;
  events: TrackedEvent[];
}
