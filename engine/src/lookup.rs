//! Where an address is: asked by the collector, answered into the frame.

use std::net::IpAddr;

use async_trait::async_trait;

use crate::value::Fields;

/// Answers what is known of an address. Asynchronous, because some answers come from paid services.
#[async_trait]
pub trait AddressLookup: Send + Sync + 'static {
    /// The place and network columns of an address; empty where nothing is known.
    async fn look_up(&self, address: IpAddr) -> Fields;
}

/// Knows nothing of any address.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLookup;

#[async_trait]
impl AddressLookup for NoLookup {
    async fn look_up(&self, _address: IpAddr) -> Fields {
        Fields::new()
    }
}
