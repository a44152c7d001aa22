import { catalogue } from './catalogue';

/** Why something is not shown. */
export const FAILURES = catalogue({
  en: {
    NETWORK: 'The server cannot be reached right now.',
    UNAUTHENTICATED: 'The key is not accepted any more.',
    FORBIDDEN: 'This key may not see that.',
    NOT_FOUND: 'There is no such thing, or this key may not see it.',
    BAD_INPUT: 'The server does not understand this question.',
    TIMEOUT: 'The question took too long. A shorter range may help.',
    LIMIT_EXCEEDED: 'The question needs more memory than it may take. A shorter range may help.',
    RATE_LIMITED: 'Too many questions at once. Wait a moment.',
    UNSUPPORTED_COMBINATION: 'These filters and this figure cannot be combined.',
    INTERNAL: 'That did not work.',
    again: 'Try again',
  },
  de: {
    NETWORK: 'Der Server ist gerade nicht erreichbar.',
    UNAUTHENTICATED: 'Der Schlüssel gilt nicht mehr.',
    FORBIDDEN: 'Das darf dieser Schlüssel nicht sehen.',
    NOT_FOUND: 'Das gibt es nicht, oder dieser Schlüssel darf es nicht sehen.',
    BAD_INPUT: 'Diese Frage versteht der Server nicht.',
    TIMEOUT: 'Die Frage hat zu lange gedauert. Ein kürzerer Zeitraum könnte helfen.',
    LIMIT_EXCEEDED:
      'Die Frage braucht mehr Speicher, als sie darf. Ein kürzerer Zeitraum könnte helfen.',
    RATE_LIMITED: 'Zu viele Fragen auf einmal. Warte einen Augenblick.',
    UNSUPPORTED_COMBINATION: 'Diese Filter und diese Kennzahl passen nicht zusammen.',
    INTERNAL: 'Das hat nicht geklappt.',
    again: 'Erneut versuchen',
  },
});
