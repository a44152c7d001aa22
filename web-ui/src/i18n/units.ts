import { catalogue } from './catalogue';

/** How durations are written. */
export const UNITS = catalogue({
  en: {
    hours: (hours: number, minutes: string) => `${hours}h ${minutes}m`,
    minutes: (minutes: number, seconds: string) => `${minutes}m ${seconds}s`,
    seconds: (seconds: number) => `${seconds}s`,
  },
  de: {
    hours: (hours: number, minutes: string) => `${hours}:${minutes} h`,
    minutes: (minutes: number, seconds: string) => `${minutes}:${seconds} min`,
    seconds: (seconds: number) => `${seconds} s`,
  },
});
