import { createContext, useContext } from 'react';
import { DefinitionsDocument, type Metric } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { metricInfo } from './metrics';

/** What the server says that metrics count, by name. */
export const Definitions = createContext<ReadonlyMap<string, string>>(new Map());

/** Asked once a page. */
export const useDefinitions = (): ReadonlyMap<string, string> => {
  const metrics = useQuery(DefinitionsDocument, {}).data?.definitions.metrics ?? [];
  return new Map(metrics.map(({ name, description }) => [name, description]));
};

/** What a metric counts, in a sentence. */
export const useMeaning = (metric: Metric): string =>
  useContext(Definitions).get(metric) ?? metricInfo(metric).meaning;
