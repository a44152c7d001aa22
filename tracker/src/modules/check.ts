import type { Module } from '../api';

/**
 * Answers `?footfall_verify=TOKEN` with `install_check`, also where consent or exclusions let nothing
 * else be sent. It names nobody, is shown to whoever asked, and is never stored.
 */
const check: Module = (settings, methods) => {
  const token = new URLSearchParams(location.search).get('footfall_verify');
  const collector = new URL(settings.endpoint, location.href);
  const body = JSON.stringify({
    site_id: settings.site,
    sent_at: Date.now(),
    context: { consent: settings.consent, script_version: __VERSION__ },
    events: [
      {
        name: 'install_check',
        properties: {
          token,
          url: location.href,
          // Whose answers may set cookies for this page, and whether it has one.
          first_party: collector.origin == location.origin,
          has_cookie: /\b_ff=/.test(document.cookie),
          has_visitor: !!methods.getVisitorId(),
        },
      },
    ],
  });
  void fetch(collector, { method: 'POST', body, keepalive: true }).catch(() => undefined);
};

export default check;
