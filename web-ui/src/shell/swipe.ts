/** From the first touch to the last, in pixels and milliseconds. */
export interface Stroke {
  dx: number;
  dy: number;
  ms: number;
}

const DISTANCE_MIN = 70;
const SLOPE_MAX = 0.5;
const MS_MAX = 600;

/** 1 is on to what lies to the right, -1 back, 0 nothing. */
export const swipeOf = ({ dx, dy, ms }: Stroke): -1 | 0 | 1 => {
  if (ms > MS_MAX || Math.abs(dx) < DISTANCE_MIN || Math.abs(dy) > Math.abs(dx) * SLOPE_MAX)
    return 0;
  return dx < 0 ? 1 : -1;
};
