/**
 * What `/s/<site>.js` is made of. The server puts the site's settings, the texts of its early modules
 * and the core in place of the three marks. Modules come before calls that the page has queued, since
 * they may have to look at what those send. The first line has Chromium compile on another thread what would
 * else be compiled while the page waits.
 *
 * While the page loads, this only watches. `begin` runs all of the rest in the first idle moment, or
 * when something happens that must not be missed: a call, a click, a form, a navigation, the page's end.
 * The rest is run as if it were still the moment at which the script came: with that time, that
 * visibility, and its own element, since to ask for one is expensive where no script has done so before: it
 * is the one with the site's id in its address or, where the script has another name, with the address that
 * a stack trace begins with. Events that the rest would be too late for are given to its listeners
 * afterwards: the one it begins with, and a scroll; `moved` is its listener for navigations. The first date format of a page costs as much as everything else, and newer
 * browsers tell the time zone without.
 */
export const SITE_TEMPLATE = `//# allFunctionsCalledOnLoad
((w,d,h,early)=>{if(early.use)return;
const came=Date.now(),hidden=d.hidden,each=(f,t)=>t.split(" ").forEach(f);let begun,moved;
const begin=e=>{if(begun)return;begun=1;
const config=__CONFIG__,late=[],find=f=>[...d.scripts].find(f),pin=(k,value)=>Object.defineProperty(d,k,{value,configurable:!0}),
Intl=w.Temporal?{DateTimeFormat:()=>({resolvedOptions:()=>({timeZone:Temporal.Now.timeZoneId()})})}:w.Intl,
Date={now:()=>begun>1?w.Date.now():came},
addEventListener=(t,f,o)=>{w.addEventListener(t,f,o);t=="popstate"&&(moved=f);t=="scroll"&&w.scrollY&&f({target:d});begun<2&&e&&e.type==t&&late.push(f)};
try{let src;pin("currentScript",find(s=>s.src.includes(config.site))||(src=(/\\w+:\\/\\/\\S+?(?=:\\d+:\\d)/.exec(Error().stack)||[])[0],find(s=>s.src==src))||{src});pin("hidden",hidden);
(w.footfall=function(){w.footfall.q.push(arguments)}).q=[];w.__footfall_config=config;
__MODULES__
w.footfall.q.push(...early.q||[]);
__CORE__}finally{begun=2;delete d.currentScript;delete d.hidden}
late.forEach(f=>f(e));return moved};
each(t=>w.addEventListener(t,begin,!0),"click auxclick focusin submit popstate visibilitychange pagehide prerenderingchange");
each(k=>{const o=h[k];h[k]=(...a)=>{const f=begin();o.apply(h,a);f&&f()}},"pushState replaceState");
w.footfall=new Proxy(()=>0,{get:(_,k)=>(begin(),w.footfall[k]),apply:(_,t,a)=>(begin(),w.footfall(...a))});
(w.requestIdleCallback||setTimeout)(()=>begin())})(window,document,history,window.footfall||{});
`;

/** A site's script, as the server puts it together. */
export const siteScript = (config, modules, core) =>
  SITE_TEMPLATE.replace('__CONFIG__', () => JSON.stringify(config))
    .replace('__MODULES__', () => modules.join('\n'))
    .replace('__CORE__', () => core);
