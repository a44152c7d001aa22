//! The cookieless visitor id (design D13): a keyed hash of site, address and user agent under the salt of the UTC day.
//! Salts are destroyed after two days; then nobody can tell who it was.

use std::net::IpAddr;

use engine::{SiteId, VisitorId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::directory::Salt;

/// The visitor id of an address and user agent under a salt, as a UUID.
pub fn visitor_id(salt: &Salt, site: &SiteId, address: IpAddr, user_agent: &str) -> VisitorId {
    VisitorId::new(keyed_uuid(salt, &[site.as_str(), &address.to_string(), user_agent]).to_string())
}

/// A UUID (version 8) from HMAC-SHA-256 over parts, each ended by a zero byte.
pub fn keyed_uuid(key: &[u8], parts: &[&str]) -> uuid::Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&keyed_hash(key, parts)[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// HMAC-SHA-256 over parts, each ended by a zero byte.
pub fn keyed_hash(key: &[u8], parts: &[&str]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part.as_bytes());
        mac.update(&[0]);
    }
    mac.finalize().into_bytes().into()
}
