//! Users, memberships, sign-in, audit; clients of organisations; limits of keys; erasure of sites.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, integer, integer_null, json_null, string,
    string_null, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

pub struct People;

impl MigrationName for People {
    fn name(&self) -> &'static str {
        "m0002_people"
    }
}

#[async_trait::async_trait]
#[allow(elided_lifetimes_in_paths)] // the trait's own signature, which async_trait repeats
impl MigrationTrait for People {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in added() {
            // SQLite adds one column at a time.
            for column in columns {
                let alter = Table::alter().table(table).add_column(column).to_owned();
                manager.alter_table(alter).await?;
            }
        }
        for table in tables() {
            manager.create_table(table).await?;
        }
        for (name, table, columns) in INDEXES {
            let mut index = Index::create();
            index.name(*name).table(*table);
            for column in *columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        // There is one owner of an organisation, whoever writes at the same time.
        let one_owner = "CREATE UNIQUE INDEX memberships_one_owner ON memberships (organisation_id) \
                         WHERE role = 'owner'";
        let db = manager.get_connection();
        db.execute_unprepared(one_owner).await?;
        db.execute_unprepared("INSERT INTO revisions (id, revision) VALUES (2, 1)")
            .await?;
        Ok(())
    }
}

const INDEXES: &[(&str, &str, &[&str])] = &[
    ("sites_of_organisation", "sites", &["organisation_id"]),
    ("memberships_of_user", "memberships", &["user_id"]),
    (
        "invitations_of_organisation",
        "invitations",
        &["organisation_id"],
    ),
    ("families_of_user", "token_families", &["user_id"]),
    ("families_by_end", "token_families", &["ended_at"]),
    ("tokens_of_family", "refresh_tokens", &["family_id"]),
    ("tokens_by_expiry", "refresh_tokens", &["expires_at"]),
    ("identities_of_user", "identities", &["user_id"]),
    (
        "audit_of_organisation",
        "audit_log",
        &["organisation_id", "id"],
    ),
    ("audit_of_user", "audit_log", &["user_id", "id"]),
];

/// Columns that tables of the first migration gain.
fn added() -> Vec<(&'static str, Vec<ColumnDef>)> {
    vec![
        (
            "organisations",
            vec![
                string_null("parent_id"),
                text_null("contact"),
                text_null("avatar"),
                boolean("require_totp").default(false).to_owned(),
                timestamp_with_time_zone_null("deleted_at"),
            ],
        ),
        (
            "api_keys",
            vec![
                string_null("user_id"),
                timestamp_with_time_zone_null("last_used_at"),
                big_integer("requests").default(0).to_owned(),
                integer_null("requests_per_minute_max"),
            ],
        ),
    ]
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("users")
            .col(string("id").primary_key())
            .col(string("email").unique_key())
            .col(string("name"))
            .col(string_null("password_hash"))
            .col(timestamp_with_time_zone_null("email_verified_at"))
            .col(boolean("super_admin"))
            .col(string_null("totp_secret"))
            .col(timestamp_with_time_zone_null("totp_confirmed_at"))
            .col(big_integer_null("totp_step"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("disabled_at"))
            .to_owned(),
        Table::create()
            .table("memberships")
            .col(string("organisation_id"))
            .col(string("user_id"))
            .col(string("role"))
            .col(json_null("sites"))
            .col(string_null("invited_by"))
            .col(timestamp_with_time_zone("created_at"))
            .primary_key(Index::create().col("organisation_id").col("user_id"))
            .to_owned(),
        Table::create()
            .table("invitations")
            .col(string("id").primary_key())
            .col(string("organisation_id"))
            .col(string("email"))
            .col(string("role"))
            .col(json_null("sites"))
            .col(string("token_hash").unique_key())
            .col(string_null("invited_by"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("accepted_at"))
            .col(timestamp_with_time_zone_null("revoked_at"))
            .to_owned(),
        Table::create()
            .table("token_families")
            .col(string("id").primary_key())
            .col(string("user_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("last_used_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .col(string_null("address"))
            .col(text_null("user_agent"))
            .to_owned(),
        Table::create()
            .table("refresh_tokens")
            .col(string("hash").primary_key())
            .col(string("family_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("used_at"))
            .to_owned(),
        Table::create()
            .table("one_time_tokens")
            .col(string("hash").primary_key())
            .col(string("purpose"))
            .col(string_null("user_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("used_at"))
            .to_owned(),
        Table::create()
            .table("recovery_codes")
            .col(string("user_id"))
            .col(string("hash"))
            .col(timestamp_with_time_zone_null("used_at"))
            .primary_key(Index::create().col("user_id").col("hash"))
            .to_owned(),
        Table::create()
            .table("identities")
            .col(string("issuer"))
            .col(string("subject"))
            .col(string("user_id"))
            .col(string_null("email"))
            .col(timestamp_with_time_zone("created_at"))
            .primary_key(Index::create().col("issuer").col("subject"))
            .to_owned(),
        Table::create()
            .table("signing_keys")
            .col(string("id").primary_key())
            .col(string("sealed"))
            .col(string("public"))
            .col(timestamp_with_time_zone("created_at"))
            .to_owned(),
        Table::create()
            .table("login_attempts")
            .col(string("key").primary_key())
            .col(integer("attempts"))
            .col(timestamp_with_time_zone("since"))
            .to_owned(),
        Table::create()
            .table("audit_log")
            .col(big_pk_auto("id"))
            .col(timestamp_with_time_zone("at"))
            .col(string_null("organisation_id"))
            .col(string_null("user_id"))
            .col(text("actor"))
            .col(string("action"))
            .col(text_null("target"))
            .col(json_null("detail"))
            .col(string_null("address"))
            .to_owned(),
        Table::create()
            .table("site_erasures")
            .col(string("id").primary_key())
            .col(string("site_id"))
            .col(string("reason"))
            .col(timestamp_with_time_zone("requested_at"))
            .col(timestamp_with_time_zone("due_at"))
            .col(timestamp_with_time_zone_null("done_at"))
            .to_owned(),
    ]
}
