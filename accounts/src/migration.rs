//! The schema and how it came to be. A migration that has landed is never changed; a later one follows.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, integer, json, json_null, string, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

mod m0002_people;
mod m0003_segments_monitoring;

/// All migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(First),
            Box::new(m0002_people::People),
            Box::new(m0003_segments_monitoring::SegmentsMonitoring),
        ]
    }
}

struct First;

impl MigrationName for First {
    fn name(&self) -> &'static str {
        "m0001_organisations_sites_keys"
    }
}

#[async_trait::async_trait]
#[allow(elided_lifetimes_in_paths)] // the trait's own signature, which async_trait repeats
impl MigrationTrait for First {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            Table::create()
                .table("organisations")
                .col(string("id").primary_key())
                .col(string("name"))
                .col(timestamp_with_time_zone("created_at"))
                .to_owned(),
            Table::create()
                .table("sites")
                .col(string("id").primary_key())
                .col(string("organisation_id"))
                .col(string("name"))
                .col(integer("settings_version"))
                .col(string("import_key"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("deleted_at"))
                .to_owned(),
            Table::create()
                .table("site_settings")
                .col(string("site_id"))
                .col(integer("version"))
                .col(json("settings"))
                .col(timestamp_with_time_zone("created_at"))
                .primary_key(Index::create().col("site_id").col("version"))
                .to_owned(),
            Table::create()
                .table("api_keys")
                .col(string("id").primary_key())
                .col(string("organisation_id"))
                .col(string("name"))
                .col(string("prefix"))
                .col(string("hash").unique_key())
                .col(string("scope"))
                .col(json_null("sites"))
                .col(timestamp_with_time_zone_null("expires_at"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("revoked_at"))
                .to_owned(),
            Table::create()
                .table("salts")
                .col(integer("day").primary_key())
                .col(string("salt"))
                .to_owned(),
            Table::create()
                .table("revisions")
                .col(integer("id").primary_key())
                .col(big_integer("revision"))
                .to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        Ok(())
    }
}
