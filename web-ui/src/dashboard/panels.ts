import type { Dimension, Metric } from '../api/generated';

export interface PanelTab {
  dimension: Dimension;
  label: string;
  /** Heading of the names' column. */
  heading: string;
  metric: Metric;
  metricLabel: string;
  /** Not set means that the event had none, which for these is no finding. */
  hidesNotSet?: boolean;
}

export interface PanelInfo {
  id: string;
  title: string;
  /** Half of the row instead of a third. */
  wide: boolean;
  tabs: readonly [PanelTab, ...PanelTab[]];
}

const visitors = { metric: 'VISITORS', metricLabel: 'Visitors' } as const;
const sessions = { metric: 'SESSIONS', metricLabel: 'Sessions' } as const;

export const PANELS: readonly PanelInfo[] = [
  {
    id: 'sources',
    title: 'Where they came from',
    wide: true,
    tabs: [
      { dimension: 'SOURCE', label: 'Sources', heading: 'Source', ...visitors },
      { dimension: 'CHANNEL', label: 'Channels', heading: 'Channel', ...visitors },
      {
        dimension: 'CAMPAIGN',
        label: 'Campaigns',
        heading: 'Campaign',
        hidesNotSet: true,
        ...visitors,
      },
      {
        dimension: 'REFERRER',
        label: 'Referrers',
        heading: 'Referrer',
        hidesNotSet: true,
        ...visitors,
      },
    ],
  },
  {
    id: 'pages',
    title: 'What they read',
    wide: true,
    tabs: [
      { dimension: 'PAGE', label: 'Pages', heading: 'Page', ...visitors },
      { dimension: 'ENTRY_PAGE', label: 'Entry', heading: 'Entry page', ...sessions },
      { dimension: 'EXIT_PAGE', label: 'Exit', heading: 'Exit page', ...sessions },
    ],
  },
  {
    id: 'places',
    title: 'Where they are',
    wide: false,
    tabs: [{ dimension: 'COUNTRY', label: 'Countries', heading: 'Country', ...visitors }],
  },
  {
    id: 'devices',
    title: 'What they use',
    wide: false,
    tabs: [
      { dimension: 'DEVICE', label: 'Devices', heading: 'Device', ...visitors },
      { dimension: 'BROWSER', label: 'Browsers', heading: 'Browser', ...visitors },
      { dimension: 'OS', label: 'OS', heading: 'Operating system', ...visitors },
    ],
  },
  {
    id: 'events',
    title: 'What they did',
    wide: false,
    tabs: [
      {
        dimension: 'EVENT',
        label: 'Events',
        heading: 'Event',
        metric: 'EVENTS',
        metricLabel: 'Events',
      },
    ],
  },
];
