/**
 * What `/s/<site>.js` is made of. The server puts the site's settings, the texts of its early modules
 * and the core in place of the three marks. Modules come before calls that the page has queued, since
 * they may have to look at what those send. The first line has Chromium compile on another thread what would
 * else be compiled while the page waits.
 */
export const SITE_TEMPLATE = `//# allFunctionsCalledOnLoad
(w=>{if((w.footfall||0).use)return;const q=(w.footfall||0).q||[];(w.footfall=function(){w.footfall.q.push(arguments)}).q=[];w.__footfall_config=__CONFIG__;
__MODULES__
w.footfall.q.push(...q);
__CORE__})(window);
`;

/** A site's script, as the server puts it together. */
export const siteScript = (config, modules, core) =>
  SITE_TEMPLATE.replace('__CONFIG__', () => JSON.stringify(config))
    .replace('__MODULES__', () => modules.join('\n'))
    .replace('__CORE__', () => core);
