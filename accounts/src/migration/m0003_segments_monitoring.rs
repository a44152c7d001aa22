//! Pictures of sites, saved filters, errors of the pipeline, and the minutes in which an installation was ready.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, json, string, string_null, text, text_null, timestamp_with_time_zone,
};

pub struct SegmentsMonitoring;

impl MigrationName for SegmentsMonitoring {
    fn name(&self) -> &'static str {
        "m0003_segments_monitoring"
    }
}

#[async_trait::async_trait]
#[allow(elided_lifetimes_in_paths)] // the trait's own signature, which async_trait repeats
impl MigrationTrait for SegmentsMonitoring {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let icon = Table::alter()
            .table("sites")
            .add_column(text_null("icon"))
            .to_owned();
        manager.alter_table(icon).await?;
        for table in tables() {
            manager.create_table(table).await?;
        }
        for (name, table, column) in [
            ("segments_of_site", "segments", "site_id"),
            ("pipeline_errors_by_end", "pipeline_errors", "last_at"),
        ] {
            let mut index = Index::create();
            index.name(name).table(table).col(column);
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn tables() -> [TableCreateStatement; 3] {
    [
        Table::create()
            .table("segments")
            .col(string("id").primary_key())
            .col(string("site_id"))
            .col(string_null("user_id"))
            .col(string("name"))
            .col(boolean("shared"))
            .col(json("filters"))
            .col(timestamp_with_time_zone("created_at"))
            .to_owned(),
        Table::create()
            .table("pipeline_errors")
            .col(string("id").primary_key())
            .col(string_null("site_id"))
            .col(string("kind"))
            .col(string("code"))
            .col(text("message"))
            .col(big_integer("count"))
            .col(timestamp_with_time_zone("first_at"))
            .col(timestamp_with_time_zone("last_at"))
            .to_owned(),
        Table::create()
            .table("ready_hours")
            .col(big_integer("hour").primary_key())
            .col(big_integer("minutes"))
            .to_owned(),
    ]
}
