//! User agents are parsed once and remembered: a few hundred of them make most of the traffic, and parsing one tries
//! hundreds of patterns.

use std::sync::Arc;

use compact_str::CompactString;
use engine::{
    Agent, AgentParser, BotReason, ClientHints, Column, DeviceCategory, EncodedFields, Fields,
};
use moka::sync::Cache;

use super::properties::{TEXT_CHARS_MAX, cut};

/// What a user agent, with what the browser adds, comes to.
#[derive(Clone, Debug)]
pub struct KnownAgent {
    /// Device, browser, operating system and bot columns.
    pub fields: EncodedFields,
    /// Whether a program sent it.
    pub is_bot: bool,
}

/// Parses and remembers.
#[derive(Clone)]
pub struct Agents {
    parser: Arc<AgentParser>,
    known: Cache<(CompactString, Hints), KnownAgent>,
}

/// What the browser adds to its user agent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hints {
    /// `context.platform_version`.
    pub platform_version: Option<CompactString>,
    /// `context.model`.
    pub model: Option<CompactString>,
    /// `context.touch_points`.
    pub touch_points: Option<i64>,
    /// `context.webdriver`.
    pub webdriver: bool,
    /// Whether the referrer is a spammer's.
    pub spam_referrer: bool,
}

impl Default for Agents {
    fn default() -> Self {
        Self {
            parser: Arc::new(AgentParser::new()),
            known: Cache::new(20_000),
        }
    }
}

impl Agents {
    /// The columns of a user agent.
    pub fn get(&self, user_agent: &str, hints: Hints) -> KnownAgent {
        let key = (CompactString::from(user_agent), hints);
        self.known
            .get_with_by_ref(&key, || self.parse(user_agent, &key.1))
    }

    fn parse(&self, user_agent: &str, hints: &Hints) -> KnownAgent {
        let agent = self.parser.parse(user_agent).with_hints(&ClientHints {
            platform_version: hints.platform_version.as_deref(),
            model: hints.model.as_deref(),
            touch_points: hints.touch_points,
            webdriver: hints.webdriver,
        });
        let mut fields = columns(&agent, user_agent);
        let is_bot = agent.bot.is_some() || hints.spam_referrer;
        if hints.spam_referrer {
            let spam = BotReason::ReferrerSpam.name();
            let reasons = match fields.text(Column::BotReasons) {
                Some(reasons) => format!("{reasons},{spam}"),
                None => spam.to_owned(),
            };
            fields.set_text(Column::BotReasons, Some(reasons));
            if fields.get(Column::BotName).is_none() {
                fields.set_text(Column::BotName, Some("Referrer spam"));
            }
        }
        KnownAgent {
            fields: EncodedFields::new(&fields),
            is_bot,
        }
    }
}

fn columns(agent: &Agent, user_agent: &str) -> Fields {
    let mut fields = Fields::new();
    let category = agent.device_category.map(DeviceCategory::name);
    fields.set_text(Column::DeviceCategory, category);
    fields.set_text(Column::Browser, agent.browser.as_deref());
    fields.set_text(Column::BrowserVersion, agent.browser_version.as_deref());
    fields.set_text(Column::OperatingSystem, agent.operating_system.as_deref());
    fields.set_text(Column::OsVersion, agent.os_version.as_deref());
    if !user_agent.is_empty() {
        fields.set_text(Column::UserAgent, Some(cut(user_agent, TEXT_CHARS_MAX)));
    }
    if let Some(bot) = &agent.bot {
        fields.set_text(Column::BotName, Some(&bot.name));
        fields.set_text(Column::BotReasons, Some(bot.reasons_text()));
    }
    fields
}
