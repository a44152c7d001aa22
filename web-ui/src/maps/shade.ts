/** How strongly a place is coloured, 0–1: the root, so that small numbers still show beside large ones. */
export const shade = (value: number, largest: number): number =>
  value > 0 && largest > 0 ? 0.14 + 0.86 * Math.sqrt(value / largest) : 0;

/** The same for a grid that is full: from its smallest number to its largest; one rush hour does not pale all others. */
export const gridShade = (value: number, smallest: number, largest: number): number => {
  if (value <= 0) return 0;
  return largest > smallest
    ? 0.1 + 0.9 * Math.sqrt((value - smallest) / (largest - smallest))
    : 0.5;
};

/** The colour between land and accent. */
export const shadeColour = (strength: number): string =>
  `color-mix(in oklab, var(--accent) ${(strength * 100).toFixed(0)}%, var(--land))`;
