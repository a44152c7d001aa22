//! Whose address a request has: the peer's, or what a trusted proxy says. Nobody else's `X-Forwarded-For` counts.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use compact_str::CompactString;
use ipnet::IpNet;

/// The networks whose forwarding headers are believed.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Proxies in these networks.
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// Whether an address is a trusted proxy's.
    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The visitor's address: from the right, the first forwarded address that is no trusted proxy's.
    pub fn client(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.ip().to_canonical();
        if !self.trusts(peer) {
            return peer;
        }
        let mut client = peer;
        let forwarded: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        for hop in forwarded.into_iter().rev() {
            let Some(address) = parse_hop(hop) else { break };
            client = address;
            if !self.trusts(address) {
                break;
            }
        }
        client
    }

    /// The host that the request is for, in lower case and without port.
    pub fn host(&self, peer: SocketAddr, headers: &HeaderMap) -> Option<CompactString> {
        let named = |name: &str| headers.get(name)?.to_str().ok();
        let forwarded = named("x-forwarded-host")
            .filter(|_| self.trusts(peer.ip()))
            .and_then(|hosts| hosts.split(',').next());
        engine::page::host_in(forwarded.or_else(|| named("host"))?.trim())
    }

    /// The country that a trusted proxy at the edge has found (`CF-IPCountry`, `X-Vercel-IP-Country`).
    pub fn edge_country(&self, peer: SocketAddr, headers: &HeaderMap) -> Option<String> {
        if !self.trusts(peer.ip()) {
            return None;
        }
        ["cf-ipcountry", "x-vercel-ip-country"]
            .iter()
            .filter_map(|name| headers.get(*name)?.to_str().ok())
            .find(|code| code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic()))
            .filter(|code| !code.eq_ignore_ascii_case("XX"))
            .map(str::to_ascii_uppercase)
    }
}

fn parse_hop(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    hop.parse::<IpAddr>()
        .or_else(|_| hop.parse::<SocketAddr>().map(|address| address.ip()))
        .ok()
        .map(|address| address.to_canonical())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies = TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]);
        let check = |peer: &str, forwarded: &str, expected: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            let client = proxies.client(peer.parse().unwrap(), &headers);
            assert_eq!(client.to_string(), expected, "{peer} {forwarded}");
        };
        check("1.2.3.4:5", "9.9.9.9", "1.2.3.4");
        check("10.0.0.1:5", "9.9.9.9", "9.9.9.9");
        check("10.0.0.1:5", "8.8.8.8, 9.9.9.9, 10.1.1.1", "9.9.9.9");
        check("10.0.0.1:5", "garbage", "10.0.0.1");
        check("10.0.0.1:5", "8.8.8.8, garbage", "10.0.0.1");
        check("10.0.0.1:5", "[2001:db8::1]:443", "2001:db8::1");
    }
}
