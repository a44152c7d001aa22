//! Address look-up in local databases of MaxMind's format: City, Country, ASN, ISP, Connection-Type, Anonymous-IP,
//! Domain, Enterprise — whichever are there — and the flat records of the freely licensed ip-location-db files.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use engine::{AddressLookup, Column, Fields, NetworkFacts, Value, classify};
use maxminddb::{Reader, geoip2};
use parking_lot::RwLock;
use serde::Deserialize;

/// What kind of records a database holds, told by its own `database_type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKind {
    /// Place, network and company.
    Enterprise,
    /// Place.
    City,
    /// Country alone.
    Country,
    /// Network.
    Asn,
    /// Network and organisation.
    Isp,
    /// Kind of connection.
    ConnectionType,
    /// VPN, proxy, Tor, hosting.
    AnonymousIp,
    /// Second-level domain.
    Domain,
    /// Flat records of any of these.
    Flat,
}

impl DatabaseKind {
    fn of(database_type: &str) -> Self {
        const KINDS: [(&str, DatabaseKind); 8] = [
            ("Enterprise", DatabaseKind::Enterprise),
            ("City", DatabaseKind::City),
            ("Country", DatabaseKind::Country),
            ("ASN", DatabaseKind::Asn),
            ("ISP", DatabaseKind::Isp),
            ("Connection-Type", DatabaseKind::ConnectionType),
            ("Anonymous-IP", DatabaseKind::AnonymousIp),
            ("Domain", DatabaseKind::Domain),
        ];
        let is_maxmind = database_type.starts_with("Geo") || database_type.starts_with("DBIP-");
        KINDS
            .into_iter()
            .find(|(name, _)| is_maxmind && database_type.contains(name))
            .map_or(DatabaseKind::Flat, |(_, kind)| kind)
    }
}

struct Database {
    path: PathBuf,
    kind: DatabaseKind,
    reader: Reader<Vec<u8>>,
}

/// Why databases cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum GeoIpError {
    /// The folder cannot be listed.
    #[error("{path}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is no database.
    #[error("{path} is no MaxMind database: {source}")]
    Database {
        /// The file.
        path: PathBuf,
        /// Why.
        source: maxminddb::MaxMindDbError,
    },
}

/// Every database of a folder.
pub struct GeoIp {
    dir: PathBuf,
    databases: RwLock<Arc<Vec<Database>>>,
}

impl GeoIp {
    /// Opens every `.mmdb` file of a folder.
    pub fn open(dir: &Path) -> Result<Self, GeoIpError> {
        let databases = read_all(dir)?;
        Ok(Self {
            dir: dir.to_owned(),
            databases: RwLock::new(Arc::new(databases)),
        })
    }

    /// Opens the folder's files again. After an error the old ones stay in use.
    pub fn reload(&self) -> Result<(), GeoIpError> {
        let databases = read_all(&self.dir)?;
        *self.databases.write() = Arc::new(databases);
        Ok(())
    }

    /// The files in use and their kinds.
    pub fn databases(&self) -> Vec<(PathBuf, DatabaseKind)> {
        let databases = self.databases.read();
        databases.iter().map(|d| (d.path.clone(), d.kind)).collect()
    }

    /// The columns of an address.
    pub fn get(&self, address: IpAddr) -> Fields {
        let databases = self.databases.read().clone();
        let mut found = Found::default();
        for database in databases.iter() {
            if let Err(error) = found.read(database, address) {
                // A database of IPv4 addresses alone has no answer for others.
                tracing::debug!(path = %database.path.display(), %error, "record cannot be read");
            }
        }
        found.fields()
    }
}

fn read_all(dir: &Path) -> Result<Vec<Database>, GeoIpError> {
    let folder = |source| GeoIpError::Folder {
        path: dir.to_owned(),
        source,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(folder)? {
        let path = entry.map_err(folder)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "mmdb")
        {
            paths.push(path);
        }
    }
    paths.sort();
    let mut databases = Vec::with_capacity(paths.len());
    for path in paths {
        let reader = Reader::open_readfile(&path).map_err(|source| GeoIpError::Database {
            path: path.clone(),
            source,
        })?;
        databases.push(Database {
            kind: DatabaseKind::of(&reader.metadata().database_type),
            path,
            reader,
        });
    }
    // The richest place wins, so it is asked first.
    databases.sort_by_key(|database| match database.kind {
        DatabaseKind::Enterprise => 0,
        DatabaseKind::City => 1,
        DatabaseKind::Isp => 2,
        DatabaseKind::Flat => 3,
        _ => 4,
    });
    Ok(databases)
}

#[derive(Deserialize)]
struct FlatRecord {
    country_code: Option<String>,
    state1: Option<String>,
    city: Option<String>,
    postcode: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    timezone: Option<String>,
    autonomous_system_number: Option<u32>,
    autonomous_system_organization: Option<String>,
}

#[derive(Debug, Default)]
struct Found {
    country: Option<String>,
    region: Option<String>,
    city: Option<String>,
    postal_code: Option<String>,
    position: Option<(f64, f64)>,
    timezone: Option<String>,
    asn: Option<u32>,
    asn_name: Option<String>,
    organization: Option<String>,
    domain: Option<String>,
    connection_type: Option<String>,
    user_type: Option<String>,
    is_vpn: Option<bool>,
    is_proxy: Option<bool>,
    is_tor: Option<bool>,
    is_hosting: Option<bool>,
    asked_anonymous: bool,
}

fn fill<T>(slot: &mut Option<T>, value: Option<impl Into<T>>) {
    if slot.is_none() {
        *slot = value.map(Into::into);
    }
}

impl Found {
    fn read(
        &mut self,
        database: &Database,
        address: IpAddr,
    ) -> Result<(), maxminddb::MaxMindDbError> {
        let record = database.reader.lookup(address)?;
        match database.kind {
            DatabaseKind::Enterprise => {
                if let Some(found) = record.decode::<geoip2::Enterprise<'_>>()? {
                    self.enterprise(&found);
                }
            }
            DatabaseKind::City => {
                if let Some(found) = record.decode::<geoip2::City<'_>>()? {
                    fill(&mut self.country, found.country.iso_code);
                    let region = found.subdivisions.first();
                    fill(
                        &mut self.region,
                        region.and_then(|r| r.names.english.or(r.iso_code)),
                    );
                    fill(&mut self.city, found.city.names.english);
                    fill(&mut self.postal_code, found.postal.code);
                    let at = found.location;
                    fill(&mut self.position, at.latitude.zip(at.longitude));
                    fill(&mut self.timezone, at.time_zone);
                }
            }
            DatabaseKind::Country => {
                if let Some(found) = record.decode::<geoip2::Country<'_>>()? {
                    fill(&mut self.country, found.country.iso_code);
                }
            }
            DatabaseKind::Asn => {
                if let Some(found) = record.decode::<geoip2::Asn<'_>>()? {
                    fill(&mut self.asn, found.autonomous_system_number);
                    fill(&mut self.asn_name, found.autonomous_system_organization);
                }
            }
            DatabaseKind::Isp => {
                if let Some(found) = record.decode::<geoip2::Isp<'_>>()? {
                    fill(&mut self.asn, found.autonomous_system_number);
                    fill(&mut self.asn_name, found.autonomous_system_organization);
                    fill(&mut self.organization, found.organization.or(found.isp));
                }
            }
            DatabaseKind::ConnectionType => {
                if let Some(found) = record.decode::<geoip2::ConnectionType<'_>>()? {
                    fill(&mut self.connection_type, found.connection_type);
                }
            }
            DatabaseKind::AnonymousIp => {
                self.asked_anonymous = true;
                if let Some(found) = record.decode::<geoip2::AnonymousIp>()? {
                    fill(&mut self.is_vpn, found.is_anonymous_vpn);
                    let proxy = either(found.is_public_proxy, found.is_residential_proxy);
                    fill(&mut self.is_proxy, proxy);
                    fill(&mut self.is_tor, found.is_tor_exit_node);
                    fill(&mut self.is_hosting, found.is_hosting_provider);
                }
            }
            DatabaseKind::Domain => {
                if let Some(found) = record.decode::<geoip2::Domain<'_>>()? {
                    fill(&mut self.domain, found.domain);
                }
            }
            DatabaseKind::Flat => {
                if let Some(found) = record.decode::<FlatRecord>()? {
                    fill(&mut self.country, found.country_code);
                    fill(
                        &mut self.region,
                        found.state1.filter(|text| !text.is_empty()),
                    );
                    fill(&mut self.city, found.city.filter(|text| !text.is_empty()));
                    fill(
                        &mut self.postal_code,
                        found.postcode.filter(|text| !text.is_empty()),
                    );
                    fill(&mut self.position, found.latitude.zip(found.longitude));
                    fill(
                        &mut self.timezone,
                        found.timezone.filter(|text| !text.is_empty()),
                    );
                    fill(&mut self.asn, found.autonomous_system_number);
                    fill(&mut self.asn_name, found.autonomous_system_organization);
                }
            }
        }
        Ok(())
    }

    fn enterprise(&mut self, found: &geoip2::Enterprise<'_>) {
        fill(&mut self.country, found.country.iso_code);
        let region = found.subdivisions.first();
        fill(
            &mut self.region,
            region.and_then(|r| r.names.english.or(r.iso_code)),
        );
        fill(&mut self.city, found.city.names.english);
        fill(&mut self.postal_code, found.postal.code);
        let at = &found.location;
        fill(&mut self.position, at.latitude.zip(at.longitude));
        fill(&mut self.timezone, at.time_zone);
        let traits = &found.traits;
        fill(&mut self.asn, traits.autonomous_system_number);
        fill(&mut self.asn_name, traits.autonomous_system_organization);
        fill(&mut self.organization, traits.organization.or(traits.isp));
        fill(&mut self.domain, traits.domain);
        fill(&mut self.connection_type, traits.connection_type);
        fill(&mut self.user_type, traits.user_type);
        fill(&mut self.is_vpn, traits.is_anonymous_vpn);
        fill(
            &mut self.is_proxy,
            either(traits.is_public_proxy, traits.is_residential_proxy),
        );
        fill(&mut self.is_tor, traits.is_tor_exit_node);
        fill(&mut self.is_hosting, traits.is_hosting_provider);
    }

    fn fields(self) -> Fields {
        // A database that lists anonymous addresses says of all others that they are not.
        let known = |flag: Option<bool>| flag.or(self.asked_anonymous.then_some(false));
        let facts = NetworkFacts {
            is_vpn: known(self.is_vpn),
            is_proxy: known(self.is_proxy),
            is_tor: known(self.is_tor),
            is_hosting: known(self.is_hosting),
            connection_type: self.connection_type.as_deref(),
            user_type: self.user_type.as_deref(),
            organisation: self.organization.as_deref(),
            domain: self.domain.as_deref(),
        };
        let class = classify(&facts, false);
        let mut fields = Fields::new();
        fields.set_text(
            Column::Country,
            self.country.map(|code| code.to_ascii_uppercase()),
        );
        fields.set_text(Column::Region, self.region);
        fields.set_text(Column::City, self.city);
        fields.set_text(Column::PostalCode, self.postal_code);
        if let Some((latitude, longitude)) = self.position {
            fields.set(Column::Latitude, Value::Float(latitude));
            fields.set(Column::Longitude, Value::Float(longitude));
        }
        fields.set_text(Column::IpTimezone, self.timezone);
        if let Some(asn) = self.asn {
            fields.set(Column::Asn, Value::Int(asn.into()));
        }
        fields.set_text(Column::AsnName, self.asn_name.as_deref());
        fields.set_text(Column::AsnDomain, self.domain.as_deref());
        fields.set_text(Column::Organization, self.organization.as_deref());
        fields.set_text(Column::CompanyName, class.company_name);
        fields.set_text(Column::CompanyDomain, class.company_domain);
        fields.set_text(
            Column::ConnectionType,
            class.connection_type.map(|c| c.name()),
        );
        fields.set_bool(Column::IsVpn, facts.is_vpn);
        fields.set_bool(Column::IsProxy, facts.is_proxy);
        fields.set_bool(Column::IsTor, facts.is_tor);
        fields.set_bool(Column::IsHosting, facts.is_hosting);
        fields.set_text(Column::VisitorType, Some(class.visitor_type.name()));
        fields
    }
}

fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (None, None) => None,
        (a, b) => Some(a == Some(true) || b == Some(true)),
    }
}

#[async_trait]
impl AddressLookup for GeoIp {
    async fn look_up(&self, address: IpAddr) -> Fields {
        self.get(address)
    }
}
