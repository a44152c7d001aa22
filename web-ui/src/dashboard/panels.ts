import type { Dimension, Metric } from '../api/generated';
import { textsNow } from '../i18n/catalogue';
import { PANEL_TEXTS } from '../i18n/panels';
import { dimensionLabel } from './dimensions';

type TabId = keyof (typeof PANEL_TEXTS)['en']['tabs'];
type PanelId = keyof (typeof PANEL_TEXTS)['en']['titles'];

export interface PanelTab {
  /** Unique on the page; names the tab in the address. */
  id: TabId;
  dimension: Dimension;
  readonly label: string;
  /** Heading of the names' column. */
  readonly heading: string;
  metric: Metric;
  /** Not set means that the event had none, which for these is no finding. */
  hidesNotSet: boolean;
  /** What is told apart within a chosen value. */
  within: Dimension | null;
  view: 'list' | 'map' | 'donut' | 'properties';
  /** Behind "More" instead of beside the others. */
  more: boolean;
}

export interface PanelInfo {
  id: PanelId;
  readonly title: string;
  /** Of the six columns of a wide page. */
  span: 2 | 3 | 4;
  tabs: readonly [PanelTab, ...PanelTab[]];
}

const tab = (
  dimension: Dimension,
  id: TabId,
  rest: Partial<Omit<PanelTab, 'id' | 'dimension' | 'label' | 'heading'>> = {},
): PanelTab => ({
  id,
  dimension,
  get label() {
    return textsNow(PANEL_TEXTS).tabs[id];
  },
  get heading() {
    return dimensionLabel(dimension);
  },
  metric: 'VISITORS',
  hidesNotSet: false,
  within: null,
  view: 'list',
  more: false,
  ...rest,
});

const panel = (
  id: PanelId,
  span: PanelInfo['span'],
  tabs: readonly [PanelTab, ...PanelTab[]],
): PanelInfo => ({
  id,
  span,
  tabs,
  get title() {
    return panelTitle(id);
  },
});

export const panelTitle = (id: PanelId): string => textsNow(PANEL_TEXTS).titles[id];

const rare = { more: true, hidesNotSet: true } as const;

export const PANELS: readonly PanelInfo[] = [
  panel('sources', 3, [
    tab('CHANNEL', 'channel', { view: 'donut', within: 'SOURCE' }),
    tab('SOURCE', 'source', { within: 'REFERRER' }),
    tab('CAMPAIGN', 'campaign', { hidesNotSet: true }),
    tab('REFERRER', 'referrer', rare),
    tab('REFERRER_HOSTNAME', 'referrer-hostname', rare),
    tab('MEDIUM', 'medium', { more: true }),
    tab('UTM_SOURCE', 'utm-source', rare),
    tab('UTM_MEDIUM', 'utm-medium', rare),
    tab('UTM_CAMPAIGN', 'utm-campaign', rare),
    tab('UTM_TERM', 'utm-term', rare),
    tab('UTM_CONTENT', 'utm-content', rare),
    tab('CLICK_ID', 'click-id', rare),
    tab('FIRST_CHANNEL', 'first-channel', { more: true }),
    tab('FIRST_SOURCE', 'first-source', { more: true }),
    tab('FIRST_MEDIUM', 'first-medium', { more: true }),
    tab('FIRST_CAMPAIGN', 'first-campaign', rare),
    tab('FIRST_ENTRY_PAGE', 'first-entry-page', { more: true }),
  ]),
  panel('pages', 3, [
    tab('PAGE', 'page'),
    tab('ENTRY_PAGE', 'entry-page', { metric: 'SESSIONS' }),
    tab('EXIT_PAGE', 'exit-page', { metric: 'SESSIONS' }),
    tab('TITLE', 'title', { more: true }),
    tab('HOSTNAME', 'hostname', { more: true }),
    tab('QUERY', 'query', rare),
  ]),
  panel('places', 4, [
    tab('COUNTRY', 'map', { view: 'map' }),
    tab('COUNTRY', 'country', { within: 'REGION' }),
    tab('REGION', 'region', { within: 'CITY' }),
    tab('CITY', 'city'),
    tab('LANGUAGE', 'language', { more: true }),
    tab('TIMEZONE', 'timezone', { more: true }),
  ]),
  panel('devices', 2, [
    tab('DEVICE', 'device', { view: 'donut' }),
    tab('BROWSER', 'browser', { within: 'BROWSER_VERSION' }),
    tab('OS', 'os', { within: 'OS_VERSION' }),
    tab('SCREEN', 'screen', { more: true }),
    tab('VIEWPORT', 'viewport', { more: true }),
    tab('BROWSER_VERSION', 'browser-version', { more: true }),
    tab('OS_VERSION', 'os-version', { more: true }),
  ]),
  panel('events', 2, [
    tab('EVENT', 'event', { metric: 'EVENTS' }),
    tab('PROPERTY', 'property', { metric: 'EVENTS', view: 'properties', hidesNotSet: true }),
    tab('SEARCH_TERM', 'search-term', { metric: 'EVENTS', hidesNotSet: true }),
    tab('LINK', 'link', { ...rare, metric: 'EVENTS' }),
    tab('FILE', 'file', { ...rare, metric: 'EVENTS' }),
    tab('FORM', 'form', { ...rare, metric: 'EVENTS' }),
    tab('VIDEO', 'video', { ...rare, metric: 'EVENTS' }),
  ]),
  panel('visitors', 2, [
    tab('VISITOR_STATUS', 'visitor-status', { view: 'donut' }),
    tab('VISITOR_TYPE', 'visitor-type'),
    tab('COMPANY', 'company', { hidesNotSet: true }),
    tab('ORGANIZATION', 'organization', rare),
    tab('ASN', 'asn', rare),
    tab('CONSENT', 'consent', { more: true }),
    tab('ORIGIN', 'origin', { more: true, metric: 'EVENTS' }),
  ]),
];

/** Programs, whether or not the rest of the page counts them. */
export const BOTS = tab('BOT', 'bot', { metric: 'EVENTS' });

export const findTab = (id: string | null): PanelTab | undefined =>
  [...PANELS.flatMap(({ tabs }) => tabs), BOTS].find((one) => one.id === id);

/** The tab of a panel that the address asks for, else its first. */
export const openTab = (of: PanelInfo, tabs: readonly string[]): PanelTab =>
  of.tabs.find(({ id }) => tabs.includes(id)) ?? of.tabs[0];

/** The tabs of the address after one of a panel was chosen. */
export const withTab = (of: PanelInfo, tabs: readonly string[], chosen: string): string[] => {
  const others = tabs.filter((id) => !of.tabs.some((one) => one.id === id));
  return chosen === of.tabs[0].id ? others : [...others, chosen];
};
