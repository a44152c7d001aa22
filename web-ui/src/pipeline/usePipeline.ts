import { useState } from 'react';
import type { ApiError } from '../api/error';
import { LivePipelineDocument } from '../api/generated';
import { useSubscription } from '../api/useSubscription';
import { remembered, type Health, type Moment } from './history';

interface PipelineState {
  health: Health | undefined;
  history: readonly Moment[];
  error: ApiError | undefined;
}

export interface ErrorFilter {
  search: string | null;
  siteId: string | null;
}

const ALL_ERRORS: ErrorFilter = { search: null, siteId: null };

export const usePipeline = (paused: boolean, errors = ALL_ERRORS): PipelineState => {
  const [state, setState] = useState<{ health: Health; history: readonly Moment[] }>();
  const error = useSubscription(
    LivePipelineDocument,
    errors,
    ({ pipeline }) =>
      setState((before) => ({
        health: pipeline,
        history: remembered(before?.history ?? [], pipeline),
      })),
    paused,
  );
  return { health: state?.health, history: state?.history ?? [], error };
};
