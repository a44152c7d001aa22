export const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** What is held down for commands, as it is written on the keyboard. */
export const commandKey = isApple ? '⌘' : 'Ctrl ';
