//! What the network behind an address says about a visitor: kind of connection, company, kind of visitor.
//!
//! Pure rules over what the look-up found. What no database said is unknown, and unknown never becomes a guess: a
//! missing flag is neither true nor a reason to rule something out.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use compact_str::CompactString;

use crate::acquisition::lines;

/// What the databases say about an address. `None` where none of them does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NetworkFacts<'a> {
    /// A commercial VPN.
    pub is_vpn: Option<bool>,
    /// A public or a residential proxy.
    pub is_proxy: Option<bool>,
    /// A Tor exit.
    pub is_tor: Option<bool>,
    /// A hosting provider.
    pub is_hosting: Option<bool>,
    /// As in the Connection-Type database: `Cable/DSL`, `Cellular`, `Corporate`, `Satellite`, `Dialup`.
    pub connection_type: Option<&'a str>,
    /// As in the Enterprise database: `business`, `residential`, `cellular`, `college`, …
    pub user_type: Option<&'a str>,
    /// Of the Enterprise or ISP database.
    pub organisation: Option<&'a str>,
    /// Of the Domain database.
    pub domain: Option<&'a str>,
}

/// How an address is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConnectionType {
    /// A data centre.
    Hosting,
    /// A company, school or public body.
    Business,
    /// A household or a phone.
    Residential,
}

impl ConnectionType {
    /// The text of the `connection_type` column.
    pub fn name(self) -> &'static str {
        match self {
            ConnectionType::Hosting => "hosting",
            ConnectionType::Business => "business",
            ConnectionType::Residential => "residential",
        }
    }
}

/// Who is behind an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VisitorType {
    /// A program, by its agent or by its network.
    Bot,
    /// Behind a VPN, a proxy or Tor.
    PrivacyUser,
    /// From a company that is known by name and domain.
    Business,
    /// From a household's or a phone's connection.
    Consumer,
    /// No rule holds.
    Unknown,
}

impl VisitorType {
    /// The text of the `visitor_type` column.
    pub fn name(self) -> &'static str {
        match self {
            VisitorType::Bot => "bot",
            VisitorType::PrivacyUser => "privacy_user",
            VisitorType::Business => "business",
            VisitorType::Consumer => "consumer",
            VisitorType::Unknown => "unknown",
        }
    }
}

/// What follows from the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkClass {
    /// Never missing: what nothing is known of is `Unknown`.
    pub visitor_type: VisitorType,
    /// `None` when no database says.
    pub connection_type: Option<ConnectionType>,
    /// The organisation of a business connection that is no access provider.
    pub company_name: Option<CompactString>,
    /// Its domain, likewise.
    pub company_domain: Option<CompactString>,
}

/// Classifies a visitor. `is_bot` is the agent's verdict; a hosting address makes a bot of type only, never of the
/// `is_bot` column.
pub fn classify(facts: &NetworkFacts<'_>, is_bot: bool) -> NetworkClass {
    let connection_type = connection_type(facts);
    let organisation = present(facts.organisation);
    let is_isp = organisation.is_some_and(is_consumer_isp);

    let is_company = connection_type == Some(ConnectionType::Business) && !is_isp;
    let company_name = organisation.filter(|_| is_company).map(CompactString::from);
    let company_domain = present(facts.domain)
        .filter(|_| is_company)
        .map(CompactString::from);

    let visitor_type = if is_bot {
        VisitorType::Bot
    } else if [facts.is_vpn, facts.is_proxy, facts.is_tor].contains(&Some(true)) {
        VisitorType::PrivacyUser
    } else if facts.is_hosting == Some(true) {
        VisitorType::Bot
    } else if company_name.is_some() && company_domain.is_some() {
        VisitorType::Business
    } else if connection_type == Some(ConnectionType::Residential) || is_isp {
        VisitorType::Consumer
    } else {
        VisitorType::Unknown
    };
    NetworkClass {
        visitor_type,
        connection_type,
        company_name,
        company_domain,
    }
}

/// The kind of connection, first that holds: hosting, business, residential.
pub fn connection_type(facts: &NetworkFacts<'_>) -> Option<ConnectionType> {
    let connection = facts.connection_type.unwrap_or_default();
    let user = facts.user_type.unwrap_or_default();
    if facts.is_hosting == Some(true) {
        Some(ConnectionType::Hosting)
    } else if connection == "Corporate"
        || [
            "business",
            "college",
            "government",
            "school",
            "library",
            "military",
        ]
        .contains(&user)
    {
        Some(ConnectionType::Business)
    } else if ["Cable/DSL", "Cellular", "Satellite", "Dialup"].contains(&connection)
        || ["residential", "cellular"].contains(&user)
    {
        Some(ConnectionType::Residential)
    } else {
        None
    }
}

/// Whether an organisation provides access to households rather than being the visitor's employer.
pub fn is_consumer_isp(organisation: &str) -> bool {
    let words = normalised(organisation);
    let isps = &*CONSUMER_ISPS;
    if isps.whole.contains(&words) {
        return true;
    }
    let Some(first) = words.first() else {
        return false;
    };
    isps.beginnings
        .get(first)
        .is_some_and(|entries| entries.iter().any(|entry| words.starts_with(entry)))
}

struct ConsumerIsps {
    whole: HashSet<Vec<String>>,
    /// First word → entries that begin with it.
    beginnings: HashMap<String, Vec<Vec<String>>>,
}

static CONSUMER_ISPS: LazyLock<ConsumerIsps> = LazyLock::new(|| {
    let mut isps = ConsumerIsps {
        whole: HashSet::new(),
        beginnings: HashMap::new(),
    };
    for line in lines(include_str!("../data/network/consumer-isps.txt")) {
        match line.strip_prefix('=') {
            Some(name) => {
                isps.whole.insert(normalised(name));
            }
            None => {
                let words = normalised(line);
                if let Some(first) = words.first() {
                    isps.beginnings
                        .entry(first.clone())
                        .or_default()
                        .push(words);
                }
            }
        }
    }
    isps
});

/// A name's words in lower case, without punctuation and legal form.
fn normalised(name: &str) -> Vec<String> {
    const LEGAL_FORMS: [&str; 26] = [
        "ab",
        "ag",
        "as",
        "asa",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "kg",
        "limited",
        "llc",
        "ltd",
        "nv",
        "oy",
        "oyj",
        "pjsc",
        "plc",
        "pte",
        "pty",
        "sa",
        "sas",
        "spa",
        "srl",
    ];
    let plain = name.to_lowercase().replace(['.', '\''], "");
    let mut words: Vec<String> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    while words.len() > 1
        && words
            .last()
            .is_some_and(|word| LEGAL_FORMS.contains(&word.as_str()))
    {
        words.pop();
    }
    words
}

fn present(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(facts: NetworkFacts<'_>, is_bot: bool, expected: &str) {
        let class = classify(&facts, is_bot);
        let got = format!(
            "{} {} {} {}",
            class.visitor_type.name(),
            class.connection_type.map_or("-", ConnectionType::name),
            class.company_name.as_deref().unwrap_or("-"),
            class.company_domain.as_deref().unwrap_or("-"),
        );
        assert_eq!(got, expected, "{facts:?}");
    }

    fn acme() -> NetworkFacts<'static> {
        NetworkFacts {
            connection_type: Some("Corporate"),
            organisation: Some("Acme"),
            domain: Some("acme.example"),
            ..NetworkFacts::default()
        }
    }

    #[test]
    fn nothing_known_is_unknown() {
        check(NetworkFacts::default(), false, "unknown - - -");
        check(
            NetworkFacts {
                connection_type: Some("Quantum"),
                ..Default::default()
            },
            false,
            "unknown - - -",
        );
        check(
            NetworkFacts {
                is_vpn: Some(false),
                ..Default::default()
            },
            false,
            "unknown - - -",
        );
    }

    #[test]
    fn the_first_rule_that_holds_decides() {
        check(acme(), false, "business business Acme acme.example");
        check(acme(), true, "bot business Acme acme.example");
        check(
            NetworkFacts {
                is_vpn: Some(true),
                ..acme()
            },
            false,
            "privacy_user business Acme acme.example",
        );
        check(
            NetworkFacts {
                is_tor: Some(true),
                ..Default::default()
            },
            false,
            "privacy_user - - -",
        );
        check(
            NetworkFacts {
                is_proxy: Some(true),
                is_hosting: Some(true),
                ..Default::default()
            },
            false,
            "privacy_user hosting - -",
        );
        check(
            NetworkFacts {
                is_hosting: Some(true),
                ..acme()
            },
            false,
            "bot hosting - -",
        );
        check(
            NetworkFacts {
                is_hosting: Some(true),
                ..acme()
            },
            true,
            "bot hosting - -",
        );
    }

    #[test]
    fn connections() {
        for user_type in [
            "business",
            "college",
            "government",
            "school",
            "library",
            "military",
        ] {
            check(
                NetworkFacts {
                    user_type: Some(user_type),
                    ..Default::default()
                },
                false,
                "unknown business - -",
            );
        }
        for user_type in ["residential", "cellular"] {
            check(
                NetworkFacts {
                    user_type: Some(user_type),
                    ..Default::default()
                },
                false,
                "consumer residential - -",
            );
        }
        for connection_type in ["Cable/DSL", "Cellular", "Satellite", "Dialup"] {
            let facts = NetworkFacts {
                connection_type: Some(connection_type),
                ..Default::default()
            };
            check(facts, false, "consumer residential - -");
        }
        let both = NetworkFacts {
            user_type: Some("business"),
            connection_type: Some("Cable/DSL"),
            ..Default::default()
        };
        check(both, false, "unknown business - -");
        let other = NetworkFacts {
            user_type: Some("content_delivery_network"),
            ..Default::default()
        };
        check(other, false, "unknown - - -");
    }

    #[test]
    fn companies_need_a_business_connection_and_no_isp() {
        check(
            NetworkFacts {
                domain: None,
                ..acme()
            },
            false,
            "unknown business Acme -",
        );
        check(
            NetworkFacts {
                organisation: None,
                ..acme()
            },
            false,
            "unknown business - acme.example",
        );
        check(
            NetworkFacts {
                connection_type: None,
                ..acme()
            },
            false,
            "unknown - - -",
        );
        check(
            NetworkFacts {
                connection_type: Some("Cable/DSL"),
                ..acme()
            },
            false,
            "consumer residential - -",
        );
        check(
            NetworkFacts {
                organisation: Some("Deutsche Telekom AG"),
                ..acme()
            },
            false,
            "consumer business - -",
        );
        check(
            NetworkFacts {
                organisation: Some("Comcast Cable"),
                ..Default::default()
            },
            false,
            "consumer - - -",
        );
        check(
            NetworkFacts {
                organisation: Some("  "),
                ..acme()
            },
            false,
            "unknown business - acme.example",
        );
    }

    #[test]
    fn isps() {
        for name in [
            "Comcast Cable Communications, LLC",
            "COMCAST-7922",
            "AT&T Services, Inc.",
            "Verizon Business",
            "T-Mobile USA, Inc.",
            "Charter Communications",
            "British Telecommunications PLC",
            "BT",
            "Vodafone GmbH",
            "Orange S.A.",
            "Telefonica de Espana",
            "KPN B.V.",
            "Free SAS",
            "Jio",
            "Telstra Corporation Ltd",
            "Rogers Communications Canada Inc.",
            "NTT DOCOMO, INC.",
            "Rostelecom PJSC",
        ] {
            assert!(is_consumer_isp(name), "{name}");
        }
        for name in [
            "",
            "Acme",
            "Orange County Government",
            "Free University of Berlin",
            "Spectrum Brands",
            "Three Rivers Bank",
            "Bell Helicopter",
            "Timken",
            "Google LLC",
            "Vodafonia",
        ] {
            assert!(!is_consumer_isp(name), "{name}");
        }
    }

    #[test]
    fn legal_forms_and_punctuation() {
        assert_eq!(normalised("T-Mobile U.S.A., Inc."), ["t", "mobile", "usa"]);
        assert_eq!(normalised("S.A."), ["sa"]);
        assert_eq!(normalised("AT&T"), ["at", "t"]);
        assert!(normalised(" - ").is_empty());
    }
}
