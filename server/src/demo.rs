//! `footfall demo`.

use anyhow::Result;

use crate::config::{Place, ServeOptions};
use crate::serve;

pub async fn run(place: &Place, options: &ServeOptions) -> Result<()> {
    serve::run(place, options, serve::say_started).await
}
