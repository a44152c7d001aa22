/**
 * One visit of the same page with our script and with Plausible's, from its npm package, with
 * everything that it can catch by itself switched on: bytes, requests, main-thread time, events.
 * Prints a table. `npm run build` first; `RUNS` sets how often (15).
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';
import { chromium } from 'playwright-core';
import { siteScript } from '../scripts/site.mjs';

const RUNS = Number(process.env.RUNS ?? 15);
const CPU_SLOWDOWN = 4;
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

const visit = async (browser, script) => {
  const { server, bodies, origin } = await serve(script);
  const context = await browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  const trace = [];
  cdp.on('Tracing.dataCollected', ({ value }) => trace.push(...value));
  await cdp.send('Tracing.start', { categories: 'devtools.timeline,v8' });
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
  const own = trace.filter(({ ph, args }) => ph === 'X' && args?.data?.url === url);
  // The thread's own time: what other processes took from it is not the script's.
  const ms = (name) =>
    own.filter((event) => event.name === name).map(({ tdur, dur }) => (tdur ?? dur) / 1000);
  const sum = (list) => list.reduce((total, one) => total + one, 0);
  const input = trace.filter(
    ({ name, args }) => name === 'EventDispatch' && INPUT.test(args?.data?.type),
  );
  const inInput = own.filter(
    (call) =>
      call.name === 'FunctionCall' &&
      input.some(
        ({ tid, ts, dur }) => tid === call.tid && ts <= call.ts && ts + dur >= call.ts + call.dur,
      ),
  );
  return {
    evaluation: sum(ms('EvaluateScript')),
    input: Math.max(0, ...inInput.map(({ tdur, dur }) => (tdur ?? dur) / 1000)),
    later: sum(ms('FunctionCall')) - sum(inInput.map(({ tdur, dur }) => (tdur ?? dur) / 1000)),
    requests: 1 + bodies.length,
    sent: sum(bodies.map((body) => body.length)),
    names: bodies.flatMap(namesIn),
  };
};

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-blink-features=AutomationControlled'],
});
console.log(`Chromium ${browser.version()}, CPU ${CPU_SLOWDOWN}x slower, median of ${RUNS}\n`);
console.log(
  '| script | bytes (brotli) | evaluation, ms | longest click or scroll handler, ms | all the rest of the visit, ms | requests | bytes sent | events caught |',
);
console.log('|---|---|---|---|---|---|---|---|');
// In turns, after one of each that does not count, so that a busy moment strikes all alike.
const visits = new Map(Object.keys(SCRIPTS).map((name) => [name, []]));
for (let run = 0; run <= RUNS; run++)
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const figures = await visit(browser, script);
    if (run) visits.get(name).push(figures);
  }
for (const [name, script] of Object.entries(SCRIPTS)) {
  const runs = visits.get(name);
  const figure = (key, digits = 1) => median(runs.map((run) => run[key])).toFixed(digits);
  const counts = {};
  for (const event of runs.at(-1).names) counts[event] = (counts[event] ?? 0) + 1;
  const caught = Object.entries(counts).map(([event, times]) =>
    times > 1 ? `${event} ×${times}` : event,
  );
  console.log(
    `| ${name} | ${brotliCompressSync(script).length} | ${figure('evaluation')} | ${figure('input', 2)} | ${figure('later')} | ${figure('requests', 0)} | ${figure('sent', 0)} | ${runs.at(-1).names.length}: ${caught.join(', ')} |`,
  );
}
await browser.close();
