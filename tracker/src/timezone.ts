/** The first date format of a page costs as much as all the rest of a batch; newer browsers can do without. */
export const timeZone = (): string =>
  window.Temporal?.Now.timeZoneId() || Intl.DateTimeFormat().resolvedOptions().timeZone;
