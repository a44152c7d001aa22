import type { Dimension, Metric } from '../api/generated';
import { dimensionLabel } from './dimensions';

export interface PanelTab {
  /** Unique on the page; names the tab in the address. */
  id: string;
  dimension: Dimension;
  label: string;
  /** Heading of the names' column. */
  heading: string;
  metric: Metric;
  /** Not set means that the event had none, which for these is no finding. */
  hidesNotSet: boolean;
  /** What is told apart within a chosen value. */
  within: Dimension | null;
  view: 'list' | 'map' | 'donut' | 'properties';
  /** Behind "More" instead of beside the others. */
  more: boolean;
  /** Programs are what it is about. */
  ofBots: boolean;
}

export interface PanelInfo {
  id: string;
  title: string;
  /** Of the six columns of a wide page. */
  span: 2 | 3 | 4;
  tabs: readonly [PanelTab, ...PanelTab[]];
}

const tab = (dimension: Dimension, label: string, rest: Partial<PanelTab> = {}): PanelTab => ({
  id: rest.id ?? dimension.toLowerCase().replaceAll('_', '-'),
  dimension,
  label,
  heading: dimensionLabel(dimension),
  metric: 'VISITORS',
  hidesNotSet: false,
  within: null,
  view: 'list',
  more: false,
  ofBots: false,
  ...rest,
});

const rare = { more: true, hidesNotSet: true } as const;

export const PANELS: readonly PanelInfo[] = [
  {
    id: 'sources',
    title: 'Where they came from',
    span: 3,
    tabs: [
      tab('CHANNEL', 'Channels', { view: 'donut', within: 'SOURCE' }),
      tab('SOURCE', 'Sources', { within: 'REFERRER' }),
      tab('CAMPAIGN', 'Campaigns', { hidesNotSet: true }),
      tab('REFERRER', 'Referrers', rare),
      tab('REFERRER_HOSTNAME', 'Referrer hosts', rare),
      tab('MEDIUM', 'Mediums', { more: true }),
      tab('UTM_SOURCE', 'UTM sources', rare),
      tab('UTM_MEDIUM', 'UTM mediums', rare),
      tab('UTM_CAMPAIGN', 'UTM campaigns', rare),
      tab('UTM_TERM', 'UTM terms', rare),
      tab('UTM_CONTENT', 'UTM contents', rare),
      tab('CLICK_ID', 'Click ids', rare),
      tab('FIRST_CHANNEL', 'First touch: channels', { more: true }),
      tab('FIRST_SOURCE', 'First touch: sources', { more: true }),
      tab('FIRST_CAMPAIGN', 'First touch: campaigns', rare),
      tab('FIRST_ENTRY_PAGE', 'First touch: entry pages', { more: true }),
    ],
  },
  {
    id: 'pages',
    title: 'What they read',
    span: 3,
    tabs: [
      tab('PAGE', 'Pages'),
      tab('ENTRY_PAGE', 'Entry', { metric: 'SESSIONS' }),
      tab('EXIT_PAGE', 'Exit', { metric: 'SESSIONS' }),
      tab('TITLE', 'Titles', { more: true }),
      tab('HOSTNAME', 'Hostnames', { more: true }),
      tab('QUERY', 'Query strings', rare),
    ],
  },
  {
    id: 'places',
    title: 'Where they are',
    span: 4,
    tabs: [
      tab('COUNTRY', 'Map', { id: 'map', view: 'map' }),
      tab('COUNTRY', 'Countries', { within: 'REGION' }),
      tab('REGION', 'Regions', { within: 'CITY' }),
      tab('CITY', 'Cities'),
      tab('LANGUAGE', 'Languages', { more: true }),
      tab('TIMEZONE', 'Time zones', { more: true }),
    ],
  },
  {
    id: 'devices',
    title: 'What they use',
    span: 2,
    tabs: [
      tab('DEVICE', 'Devices', { view: 'donut' }),
      tab('BROWSER', 'Browsers', { within: 'BROWSER_VERSION' }),
      tab('OS', 'Systems', { within: 'OS_VERSION' }),
      tab('SCREEN', 'Screens', { more: true }),
      tab('VIEWPORT', 'Windows', { more: true }),
      tab('BROWSER_VERSION', 'Browser versions', { more: true }),
      tab('OS_VERSION', 'System versions', { more: true }),
    ],
  },
  {
    id: 'events',
    title: 'What they did',
    span: 2,
    tabs: [
      tab('EVENT', 'Events', { metric: 'EVENTS' }),
      tab('PROPERTY', 'Properties', { metric: 'EVENTS', view: 'properties', hidesNotSet: true }),
      tab('SEARCH_TERM', 'Searches', { metric: 'EVENTS', hidesNotSet: true }),
      tab('LINK', 'Outbound links', { ...rare, metric: 'EVENTS' }),
      tab('FILE', 'Downloads', { ...rare, metric: 'EVENTS' }),
      tab('FORM', 'Forms', { ...rare, metric: 'EVENTS' }),
      tab('VIDEO', 'Videos', { ...rare, metric: 'EVENTS' }),
    ],
  },
  {
    id: 'visitors',
    title: 'Who they are',
    span: 2,
    tabs: [
      tab('VISITOR_STATUS', 'New or returning', { view: 'donut' }),
      tab('VISITOR_TYPE', 'Types'),
      tab('COMPANY', 'Companies', { hidesNotSet: true }),
      tab('ORGANIZATION', 'Network owners', rare),
      tab('ASN', 'Networks', rare),
      tab('CONSENT', 'Consent', { more: true }),
      tab('ORIGIN', 'Origin', { more: true, metric: 'EVENTS' }),
    ],
  },
];

export const findTab = (id: string | null): PanelTab | undefined =>
  PANELS.flatMap(({ tabs }) => tabs).find((one) => one.id === id);

/** The tab of a panel that the address asks for, else its first. */
export const openTab = (panel: PanelInfo, tabs: readonly string[]): PanelTab =>
  panel.tabs.find(({ id }) => tabs.includes(id)) ?? panel.tabs[0];

/** The tabs of the address after one of a panel was chosen. */
export const withTab = (panel: PanelInfo, tabs: readonly string[], chosen: string): string[] => {
  const others = tabs.filter((id) => !panel.tabs.some((one) => one.id === id));
  return chosen === panel.tabs[0].id ? others : [...others, chosen];
};
