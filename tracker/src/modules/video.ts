import type { Module } from '../api';

interface Player {
  id: string;
  provider: string;
  title?: string;
  started?: boolean;
  /** Milestones, per cent, that are still to come. */
  marks: number[];
  ended?: boolean;
  /** Seconds that were played. */
  watched: number;
  position?: number;
}

type Message = {
  event?: string;
  data?: { seconds?: number; duration?: number };
  info?:
    | {
        currentTime?: number;
        duration?: number;
        playerState?: number;
        videoData?: { title?: string };
      }
    | number
    | null;
};

const MARKS = [10, 25, 50, 75];
/** A longer step between two reports is a jump, not something watched. */
const STEP_SEC_MAX = 3;
const PLAYING = 1;
const ENDED = 0;
const HOSTS = { youtube: /(^|\.)youtube(-nocookie)?\.com$/, vimeo: /(^|\.)vimeo\.com$/ };
const RESCAN_MS = 2000;

/** `video_start`, `video_progress` at 10, 25, 50, 75 % and `video_complete`. */
const video: Module = (_settings, methods, _hooks, listen) => {
  const players = new WeakMap<object, Player>();
  const playerOf = (key: object, provider: string, id: string): Player => {
    const known = players.get(key);
    if (known && known.id == id) return known;
    const made = { id, provider, marks: [...MARKS], watched: 0 };
    players.set(key, made);
    return made;
  };

  const send = (name: string, { id, provider, title, watched }: Player, percent: number): void =>
    methods.track(name, {
      video_id: id,
      video_provider: provider,
      video_percent: percent,
      video_title: title,
      watch_time: Math.round(watched),
    });

  const onStart = (player: Player): void => {
    if (!player.started || player.ended) {
      Object.assign(player, { started: true, ended: false, marks: [...MARKS], watched: 0 });
      send('video_start', player, 0);
    }
  };
  const onTime = (player: Player, seconds: number, duration: number): void => {
    const step = seconds - (player.position ?? seconds);
    player.position = seconds;
    if (step > 0 && step <= STEP_SEC_MAX) player.watched += step;
    if (!player.started || !(duration > 0)) return;
    while (player.marks[0]! <= (seconds / duration) * 100)
      send('video_progress', player, player.marks.shift()!);
  };
  const onEnd = (player: Player): void => {
    if (!player.started || player.ended) return;
    player.ended = true;
    send('video_complete', player, 100);
  };

  const html5 = (event: Event): [Player, HTMLVideoElement] | undefined => {
    const element = event.target as HTMLVideoElement;
    if (element.tagName != 'VIDEO') return undefined;
    const id = element.id || (element.currentSrc || element.src).split(/[?#]/)[0]!;
    const player = playerOf(element, 'html5', id);
    player.title = element.title || undefined;
    return [player, element];
  };
  listen('playing', (event) => onStart(html5(event)![0]));
  listen('timeupdate', (event) => {
    const [player, { currentTime, duration, loop }] = html5(event)!;
    // A video that repeats never ends: it is complete when it begins anew.
    if (loop && player.position! > currentTime + 1 && !player.marks[0]) onEnd(player);
    onTime(player, currentTime, duration);
  });
  listen('ended', (event) => onEnd(html5(event)![0]));

  /** Frames say nothing until somebody listens; those that come later are found by looking again. */
  const greeted = new WeakSet<HTMLIFrameElement>();
  const greet = (frame: HTMLIFrameElement): void => {
    const { hostname, origin } = new URL(frame.src, location.href);
    const say = (message: unknown): void =>
      frame.contentWindow?.postMessage(JSON.stringify(message), origin);
    // https://developers.google.com/youtube/iframe_api_reference, as its own script speaks to the frame
    // (`enablejsapi=1`).
    if (HOSTS.youtube.test(hostname)) say({ event: 'listening', id: 1, channel: 'widget' });
    // https://developer.vimeo.com/player/sdk/reference
    else if (HOSTS.vimeo.test(hostname))
      ['play', 'timeupdate', 'ended'].forEach((value) =>
        say({ method: 'addEventListener', value }),
      );
  };
  const look = (): void =>
    document.querySelectorAll('iframe').forEach((frame) => {
      if (greeted.has(frame) || !/youtube|vimeo/.test(frame.src)) return;
      greeted.add(frame);
      frame.addEventListener('load', () => greet(frame));
      greet(frame);
    });
  look();
  setInterval(look, RESCAN_MS);

  listen('message', (event) => {
    const { origin, source, data } = event as Event as MessageEvent<unknown>;
    const { hostname } = new URL(origin);
    const youtube = HOSTS.youtube.test(hostname);
    if (!youtube && !HOSTS.vimeo.test(hostname)) return;
    const frame = [...document.querySelectorAll('iframe')].find(
      ({ contentWindow }) => contentWindow == source,
    )!;
    const id = new URL(frame.src).pathname.split('/').pop()!;
    const player = playerOf(frame, youtube ? 'youtube' : 'vimeo', id);
    const message = (typeof data == 'string' ? JSON.parse(data) : data) as Message;
    if (!youtube) {
      const { seconds = 0, duration = 0 } = message.data || {};
      if (message.event == 'ready') greet(frame);
      if (message.event == 'play') onStart(player);
      if (message.event == 'timeupdate') onTime(player, seconds, duration);
      if (message.event == 'ended') onEnd(player);
      return;
    }
    const info =
      typeof message.info == 'number' ? { playerState: message.info } : message.info || {};
    const { currentTime, duration, playerState, videoData } = info;
    player.title = videoData?.title || player.title;
    if (playerState == PLAYING) onStart(player);
    if (currentTime != undefined) onTime(player, currentTime, duration ?? lengths.get(player) ?? 0);
    if (duration) lengths.set(player, duration);
    if (playerState == ENDED) onEnd(player);
  });
  /** YouTube tells a video's length once. */
  const lengths = new WeakMap<Player, number>();
};

export default video;
