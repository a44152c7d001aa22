/**
 * One visit of the same page with our script and with Plausible's, from its npm package, with
 * everything that it can catch by itself switched on: bytes, requests, main-thread time, events.
 * Prints a table for the CPU as it is and one for a CPU slowed four times. `npm run build` first;
 * `RUNS` sets how often (15).
 *
 * Times are the main thread's own (`tdur`) of what the trace says was run from the script's address:
 * its evaluation; its share of clicks, scrolls and the like; what it does in idle moments; and
 * everything else (timers, navigation, leaving). What a promise goes on with counts where the call
 * that it follows ended less than a tenth of a millisecond before; of an idle moment that runs the
 * script all counts, since the trace does not tell what promises do in it.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';
import { chromium } from 'playwright-core';
import { siteScript } from '../scripts/site.mjs';

const RUNS = Number(process.env.RUNS ?? 15);
const CPU_SLOWDOWNS = [1, 4];
const CONTINUED_US_MAX = 100;
/** Events whose handlers keep a visitor waiting. */
const INPUT = /^(click|auxclick|scroll|focusin|submit)$/;

const read = (file) => readFileSync(`dist/${file}`, 'utf8');
const early = (name) =>
  read(JSON.parse(read('modules.json')).find((module) => module.name === name).file);

const plausible = async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { init } from '@plausible-analytics/tracker';
        init({ domain: 'example.com', endpoint: '/collect', outboundLinks: true, fileDownloads: true,
          formSubmissions: true, captureOnLocalhost: true, logging: false });`,
      resolveDir: '.',
    },
    bundle: true,
    format: 'iife',
    target: 'es2021',
    write: false,
  });
  // Without the name that automated browsers go by, it sends nothing.
  return (await minify(outputFiles[0].text, { toplevel: true, compress: { passes: 4 } })).code;
};

const ours = (names) =>
  siteScript({ site: 'site', endpoint: '/collect' }, names.map(early), read('core.js'));

const SCRIPTS = {
  'Footfall, core': ours([]),
  'Footfall, core and client hints': ours(['hints']),
  Plausible: await plausible(),
};

const PAGE = `<!doctype html><meta charset="utf-8"><title>Page</title>
<script defer src="/script.js"></script>
<a id="out" href="http://elsewhere.invalid/">Out</a> <a id="file" href="/file.pdf">File</a>
<button id="cta" data-footfall-event="cta" class="plausible-event-name=cta">Go</button>
<form id="form" action="/sent"><input id="field"></form>
${'<p>Text of a page that is long enough to scroll.</p>'.repeat(400)}`;

const serve = async (script) => {
  const bodies = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/collect') {
      let text = '';
      request.on('data', (chunk) => (text += chunk));
      request.on('end', () => {
        bodies.push(text);
        response.writeHead(202).end();
      });
    } else if (pathname === '/script.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    } else response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, bodies, origin: `http://127.0.0.1:${server.address().port}` };
};

/** Names of the events in a body of either script. */
const namesIn = (text) => {
  const body = JSON.parse(text);
  return body.events ? body.events.map(({ name }) => name) : [body.n];
};

const visit = async (browser, script, slowdown) => {
  const { server, bodies, origin } = await serve(script);
  const context = await browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const trace = [];
  cdp.on('Tracing.dataCollected', ({ value }) => trace.push(...value));
  await cdp.send('Tracing.start', { categories: 'devtools.timeline' });
  await page.goto(origin + '/', { waitUntil: 'load' });
  await page.evaluate(() => {
    for (const type of ['click', 'submit'])
      document.addEventListener(type, (event) => event.preventDefault());
  });
  for (const place of ['#out', '#file', '#cta']) await page.click(place);
  await page.fill('#field', 'x');
  await page.evaluate(() => document.querySelector('form').requestSubmit());
  for (const share of [0.3, 0.6, 1]) {
    await page.evaluate(
      (to) =>
        new Promise((resolve) => {
          scrollTo(0, document.documentElement.scrollHeight * to);
          requestAnimationFrame(() => requestAnimationFrame(resolve));
        }),
      share,
    );
  }
  await page.evaluate(() => history.pushState({}, '', '/second'));
  await page.waitForFunction(
    (since) => performance.now() > since + 300,
    await page.evaluate(() => performance.now()),
  );
  await page.goto('about:blank');
  const done = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  await done;
  await context.close();
  server.close();

  const url = origin + '/script.js';
  const ms = ({ tdur, dur }) => (tdur ?? dur) / 1000;
  const within = (inner, outer) =>
    inner.tid == outer.tid && outer.ts <= inner.ts && inner.ts + inner.dur <= outer.ts + outer.dur;
  const complete = trace.filter(({ ph }) => ph === 'X');
  const named = (...names) => complete.filter(({ name }) => names.includes(name));
  const own = complete.filter(({ args }) => args?.data?.url === url);
  const evaluations = own.filter(({ name }) => name === 'EvaluateScript');
  const called = own.filter(({ name }) => name === 'FunctionCall');
  const calls = called.filter(
    (call) => !evaluations.concat(called).some((other) => other !== call && within(call, other)),
  );
  const dispatches = named('EventDispatch').filter(({ args }) => INPUT.test(args?.data?.type));
  const idles = named('FireIdleCallback');
  const continued = named('RunMicrotasks').filter(
    (tasks) => !evaluations.concat(calls).some((call) => within(tasks, call)),
  );
  /** A call and what its promises go on with. */
  const whole = (call) =>
    ms(call) +
    sum(
      continued
        .filter(({ tid, ts }) => {
          const end = call.ts + call.dur;
          return tid == call.tid && ts >= end && ts - end <= CONTINUED_US_MAX;
        })
        .map(ms),
    );
  const inside = (outers) => calls.filter((call) => outers.some((outer) => within(call, outer)));
  const handlers = inside(dispatches);
  const idleCalls = inside(idles);
  const idle = idles.filter((moment) => idleCalls.some((call) => within(call, moment))).map(ms);
  return {
    evaluation: sum(evaluations.map(whole)),
    input: Math.max(0, ...handlers.map(ms)),
    idle: sum(idle),
    idleLongest: Math.max(0, ...idle),
    rest: sum(
      calls.filter((call) => !idleCalls.includes(call) && !handlers.includes(call)).map(whole),
    ),
    requests: 1 + bodies.length,
    sent: sum(bodies.map((body) => body.length)),
    names: bodies.flatMap(namesIn),
  };
};

const sum = (list) => list.reduce((total, one) => total + one, 0);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-blink-features=AutomationControlled'],
});
const row = (name, script, runs) => {
  const figure = (key, digits = 1) => median(runs.map((run) => run[key])).toFixed(digits);
  const counts = {};
  for (const event of runs.at(-1).names) counts[event] = (counts[event] ?? 0) + 1;
  const caught = Object.entries(counts).map(([event, times]) =>
    times > 1 ? `${event} ×${times}` : event,
  );
  return [
    name,
    brotliCompressSync(script).length,
    figure('evaluation'),
    figure('input', 2),
    `${figure('idle')}, longest ${figure('idleLongest')}`,
    figure('rest'),
    figure('requests', 0),
    figure('sent', 0),
    `${runs.at(-1).names.length}: ${caught.join(', ')}`,
  ];
};

const line = (cells) => console.log(`| ${cells.join(' | ')} |`);

for (const slowdown of CPU_SLOWDOWNS) {
  console.log(`\nChromium ${browser.version()}, CPU ${slowdown}x slower, median of ${RUNS}\n`);
  line([
    'script',
    'bytes (brotli)',
    'evaluation, ms',
    'longest click or scroll handler, ms',
    'idle moments, ms',
    'rest of the visit, ms',
    'requests',
    'bytes sent',
    'events caught',
  ]);
  line(Array(9).fill('---'));
  // In turns, after one of each that does not count, so that a busy moment strikes all alike.
  const visits = new Map(Object.keys(SCRIPTS).map((name) => [name, []]));
  for (let run = 0; run <= RUNS; run++)
    for (const [name, script] of Object.entries(SCRIPTS)) {
      const figures = await visit(browser, script, slowdown);
      if (run) visits.get(name).push(figures);
    }
  for (const [name, script] of Object.entries(SCRIPTS)) line(row(name, script, visits.get(name)));
}
await browser.close();
