import { catalogue } from './catalogue';

/** How durations are written. */
export const UNITS = catalogue({
  en: {
    hours: (hours: number, minutes: string) => `${hours}h ${minutes}m`,
    minutes: (minutes: number, seconds: string) => `${minutes}m ${seconds}s`,
    seconds: (seconds: number) => `${seconds}s`,
  },
  de: {
    hours: (hours: number, minutes: string) => `${hours} h ${minutes} min`,
    minutes: (minutes: number, seconds: string) => `${minutes} min ${seconds} s`,
    seconds: (seconds: number) => `${seconds} s`,
  },
});
