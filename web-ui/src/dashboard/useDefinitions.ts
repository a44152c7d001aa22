import type { Metric } from '../api/generated';
import { metricInfo } from './metrics';

/** What a metric counts, in a sentence. */
export const useMeaning = (metric: Metric): string => metricInfo(metric).meaning;
