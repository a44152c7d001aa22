import { createContext, useContext, useEffect, useState } from 'react';
import { DefinitionsDocument, type Metric } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { useLanguage } from '../i18n/language';
import { metricInfo } from './metrics';

/** What the server says that metrics count, by name. */
export const Definitions = createContext<ReadonlyMap<string, string>>(new Map());

const ASK_AFTER_MS = 2500;

/** Asked once a page, when its figures are there: nobody reads definitions first. */
export const useDefinitions = (): ReadonlyMap<string, string> => {
  const [rested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const asked = useQuery(DefinitionsDocument, {}, { paused: !rested });
  const metrics = asked.data?.definitions.metrics ?? [];
  return new Map(metrics.map(({ name, description }) => [name, description]));
};

/** What a metric counts, in a sentence: the server's own, which is English. */
export const useMeaning = (metric: Metric): string => {
  const [language] = useLanguage();
  const said = useContext(Definitions).get(metric);
  return (language === 'en' && said) || metricInfo(metric).meaning;
};
