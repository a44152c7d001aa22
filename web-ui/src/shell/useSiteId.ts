import { useParams } from '@tanstack/react-router';

/** The site that the present page is about, if it is about one. */
export const useSiteId = (): string | undefined =>
  useParams({ strict: false, select: ({ siteId }) => siteId });
