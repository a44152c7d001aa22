/** How many of those who are here are where; who cannot be placed is nowhere. */
export const byCountry = (
  visitors: readonly { country: string | null }[],
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { country } of visitors)
    if (country) counts.set(country, (counts.get(country) ?? 0) + 1);
  return counts;
};
