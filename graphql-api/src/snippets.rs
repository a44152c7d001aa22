//! What to paste where, by platform. All of it loads the one script of the site.

use crate::inputs::Platform;

/// The text for a platform. `script` is the address of the site's script.
pub(crate) fn snippet(platform: Platform, script: &str, site: &str) -> String {
    match platform {
        Platform::Html
        | Platform::Shopify
        | Platform::Webflow
        | Platform::Wix
        | Platform::Squarespace
        | Platform::Ghost => format!("<script defer src=\"{script}\"></script>"),
        // A tag manager writes the tag into the page itself, where `defer` means nothing.
        Platform::Gtm => format!(
            "<script>\n  (function () {{\n    var script = document.createElement('script');\n    \
             script.async = true;\n    script.src = '{script}';\n    \
             document.head.appendChild(script);\n  }})();\n</script>"
        ),
        Platform::Wordpress => format!(
            "add_action('wp_enqueue_scripts', function () {{\n    \
             wp_enqueue_script('footfall', '{script}', [], null, ['strategy' => 'defer']);\n}});"
        ),
        Platform::Nextjs => format!(
            "import Script from 'next/script';\n\n// in app/layout.tsx, within <body>\n\
             <Script src=\"{script}\" strategy=\"afterInteractive\" />"
        ),
        Platform::React => format!(
            "import {{ useEffect }} from 'react';\n\n// once, in the outermost component\n\
             useEffect(() => {{\n  const script = document.createElement('script');\n  \
             script.src = '{script}';\n  script.async = true;\n  \
             document.head.append(script);\n  return () => script.remove();\n}}, []);"
        ),
        Platform::Vue => format!(
            "// in main.ts, before app.mount()\nconst script = document.createElement('script');\n\
             script.src = '{script}';\nscript.async = true;\ndocument.head.append(script);"
        ),
        Platform::Svelte => format!(
            "<!-- in src/routes/+layout.svelte -->\n<svelte:head>\n  \
             <script defer src=\"{script}\"></script>\n</svelte:head>"
        ),
        Platform::Server => {
            let address = script.find("/s/").map_or(script, |end| &script[..end]);
            format!(
                "curl {address}/api/collect \\\n  -H 'Authorization: Bearer ff_…' \\\n  \
                 -H 'Content-Type: application/json' \\\n  -d '{{\n    \"site_id\": \"{site}\",\n    \
                 \"visitor\": {{ \"id\": \"…\" }},\n    \
                 \"context\": {{ \"ip\": \"203.0.113.7\", \"user_agent\": \"Mozilla/5.0 …\" }},\n    \
                 \"events\": [{{ \"name\": \"page_view\", \
                 \"properties\": {{ \"url\": \"https://example.com/\" }} }}]\n  }}'"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_platform_loads_the_sites_script() {
        const SCRIPT: &str = "https://stats.example.com/ff/s/abc.js";
        for platform in [
            Platform::Html,
            Platform::Gtm,
            Platform::Wordpress,
            Platform::Shopify,
            Platform::Nextjs,
            Platform::React,
            Platform::Vue,
            Platform::Svelte,
        ] {
            let text = snippet(platform, SCRIPT, "abc");
            assert!(text.contains(SCRIPT), "{platform:?}: {text}");
        }
        let server = snippet(Platform::Server, SCRIPT, "abc");
        assert!(server.starts_with("curl https://stats.example.com/ff/api/collect "));
        assert!(server.contains("\"site_id\": \"abc\""));
    }
}
