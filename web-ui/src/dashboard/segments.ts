import { useState } from 'react';
import { request } from '../api/client';
import { fromUnknown, type ApiError } from '../api/error';
import {
  DeleteSegmentDocument,
  SaveSegmentDocument,
  SegmentsDocument,
  type SegmentFieldsFragment,
} from '../api/generated';
import { useQuery } from '../api/useQuery';
import { fromFilterInput, toFilterInput, type Filter } from './filters';

export type Segment = SegmentFieldsFragment;

export interface SegmentToSave {
  /** Of one to be replaced. */
  id: string | null;
  name: string;
  shared: boolean;
  filters: readonly Filter[];
}

export interface Segments {
  list: readonly Segment[];
  error: ApiError | undefined;
  save: (segment: SegmentToSave) => Promise<Segment>;
  remove: (id: string) => Promise<void>;
}

/** The saved filters of a site that the user may use: his own, and those that the site's people share. */
export const useSegments = (siteId: string, wanted: boolean): Segments => {
  const [revision, setRevision] = useState(0);
  const result = useQuery(SegmentsDocument, { siteId }, { revision, paused: !wanted });
  const again = (): void => setRevision((count) => count + 1);
  return {
    list: result.data?.segments ?? [],
    error: result.status === 'failed' ? result.error : undefined,
    save: async ({ filters, ...rest }) => {
      const variables = { ...rest, siteId, filters: filters.map(toFilterInput) };
      const { saveSegment } = await request(SaveSegmentDocument, variables);
      again();
      return saveSegment;
    },
    remove: async (id) => {
      await request(DeleteSegmentDocument, { siteId, id });
      again();
    },
  };
};

/** What a segment filters for, to be changed; nothing where a newer version has written what this one cannot read. */
export const segmentFilters = (segment: Segment): Filter[] | undefined => {
  if (!Array.isArray(segment.filters)) return undefined;
  const filters = (segment.filters as unknown[]).map(fromFilterInput);
  return filters.every((one) => one !== undefined) ? filters : undefined;
};

export const failureText = (error: unknown): string => fromUnknown(error).message;
