import { geoCentroid, geoEqualEarth, geoPath } from 'd3-geo';
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import world from 'world-atlas/countries-110m.json';
import { codeOf, SMALL_PLACES } from './iso';

/** In the units of the drawing, which scales. */
export const MAP_WIDTH = 960;
export const MAP_HEIGHT = 466;

interface Named {
  name: string;
}

export interface Country {
  code: string | undefined;
  path: string;
}

export interface Spot {
  code: string;
  x: number;
  y: number;
}

const topology = world as unknown as Topology<{ countries: GeometryCollection<Named> }>;
const collection: FeatureCollection<Geometry, Named> = feature(
  topology,
  topology.objects.countries,
);
const isShown = ({ id }: Feature): boolean => id !== '010';
const shown = collection.features.filter(isShown);
/** Turned so that no land is cut by the edge. */
const projection = geoEqualEarth()
  .rotate([-11, 0])
  .fitExtent(
    [
      [4, 4],
      [MAP_WIDTH - 4, MAP_HEIGHT - 4],
    ],
    { type: 'FeatureCollection', features: shown },
  );
const path = geoPath(projection).digits(1);

const numberOf = ({ id }: Feature): string | undefined => (id === undefined ? id : String(id));

export const COUNTRIES: readonly Country[] = shown.map((one) => ({
  code: codeOf(numberOf(one), one.properties.name),
  path: path(one) ?? '',
}));

const EDGE = 6;
const within = (value: number, size: number): number =>
  Math.min(size - EDGE, Math.max(EDGE, value));

/** Islands beyond the last land stand at the edge. */
const project = (place: [number, number]): [number, number] => {
  const [x, y] = projection(place) ?? [0, 0];
  return [within(x, MAP_WIDTH), within(y, MAP_HEIGHT)];
};

export const SMALL: readonly Spot[] = SMALL_PLACES.map(([code, longitude, latitude]) => {
  const [x, y] = project([longitude, latitude]);
  return { code, x, y };
});

/** Where people are rather than the middle of the land, which for these is far from it. */
const MIDDLES: Record<string, [number, number]> = {
  US: [-96, 38.5],
  CA: [-100, 52],
  RU: [45, 56],
  FR: [2.5, 46.8],
  NO: [9.5, 61],
  AU: [146, -31],
};

export const MIDDLE: ReadonlyMap<string, Spot> = new Map([
  ...SMALL.map((spot) => [spot.code, spot] as const),
  ...shown.flatMap((one): [string, Spot][] => {
    const code = codeOf(numberOf(one), one.properties.name);
    if (!code) return [];
    const [x, y] = project(MIDDLES[code] ?? geoCentroid(one));
    return [[code, { code, x, y }]];
  }),
]);
