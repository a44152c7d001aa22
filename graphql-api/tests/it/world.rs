//! An installation with two organisations, its people and keys, and a way to ask it things.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, RwLock};

use accounts::{
    Accounts, AccountsOptions, Actor, DEFAULT_ORGANISATION, Mail, Moment, NewKey, NewSegment,
    Rights, Role, Scope, SecretKeys, SignUpMode, SiteEdit,
};
use async_trait::async_trait;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use chrono::{DateTime, TimeDelta, Utc};
use futures::StreamExt;
use futures::stream::BoxStream;
use graphql_api::{
    ApiError, ApiResult, Backend, ClientAddress, DefinitionData, ErasureData, EventData,
    EventDetailData, EventsData, ExportFile, ExportFormat, Exported, FilterInput, InstallCheckData,
    InstallStateData, Installation, NamedCountData, PipelineData, QueryInfoData, Questions,
    RealtimeData, SiteChange, SiteData, SiteEntry, SiteStatusData, StatsData, StatsInput,
    StatsRowData, ValuesInput,
};
use serde_json::{Value as Json, json};
use tokio::sync::watch;
use tower::ServiceExt;

pub const PASSWORD: &str = "brine lantern otter 41";

/// The rest of the program: the control plane is real, figures are made up.
pub struct Fake {
    accounts: Accounts,
    passed_ms: AtomicI64,
    rights: RwLock<Arc<Rights>>,
    entries: RwLock<Arc<Vec<SiteEntry>>>,
    changes: watch::Sender<u64>,
    installation: Installation,
    pub mails: Mutex<Vec<Mail>>,
    pub key_uses: Mutex<HashMap<String, i64>>,
}

impl Fake {
    pub fn wait(&self, span: TimeDelta) {
        self.passed_ms
            .fetch_add(span.num_milliseconds(), Ordering::Relaxed);
    }

    pub fn moment(&self) -> Moment<'static> {
        Moment::at(self.now())
    }
}

fn site_data(entry: SiteEntry) -> SiteData {
    SiteData {
        id: entry.id,
        organisation: entry.organisation,
        name: entry.name,
        domains: entry.domains,
        timezone: "UTC".into(),
        currency: "USD".into(),
        status: SiteStatusData::Active,
        installed: InstallStateData::NotDetected,
        last_event_at: None,
        first_party: false,
        commonest_refusal: None,
        refused_origins: Vec::new(),
        icon: None,
        script: String::new(),
        settings: json!({}),
        created_at: DateTime::UNIX_EPOCH,
    }
}

struct NoAnswers(DateTime<Utc>);

#[async_trait]
impl Questions for NoAnswers {
    async fn stats(&self, _: &StatsInput) -> ApiResult<StatsData> {
        Ok(StatsData {
            rows: Vec::new(),
            totals: StatsRowData::default(),
            row_count: 0,
            query: QueryInfoData {
                elapsed_ms: 0.0,
                rows_scanned: 0,
                bytes_scanned: 0,
                files_scanned: 0,
                hot_rows: 0,
                table_version: 0,
                approximate: false,
                max_error: None,
                from: self.0,
                to: self.0,
                timezone: "UTC".into(),
            },
        })
    }
}

#[async_trait]
impl Backend for Fake {
    fn accounts(&self) -> &Accounts {
        &self.accounts
    }
    fn rights(&self) -> Arc<Rights> {
        self.rights.read().unwrap().clone()
    }
    fn rights_changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
    async fn reload(&self) -> ApiResult<()> {
        let rights = Arc::new(self.accounts.rights(self.now()).await?);
        let sites = self.accounts.sites().await?;
        let entries = sites.into_iter().map(|site| SiteEntry {
            id: site.id,
            organisation: site.organisation,
            name: site.name,
            domains: Vec::new(),
        });
        *self.entries.write().unwrap() = Arc::new(entries.collect());
        *self.rights.write().unwrap() = rights;
        self.changes.send_modify(|count| *count += 1);
        Ok(())
    }
    fn now(&self) -> DateTime<Utc> {
        let start: DateTime<Utc> = "2026-03-01T09:00:00Z".parse().unwrap();
        start + TimeDelta::milliseconds(self.passed_ms.load(Ordering::Relaxed))
    }
    fn installation(&self) -> &Installation {
        &self.installation
    }
    fn mail(&self, mail: Mail) {
        self.mails.lock().unwrap().push(mail);
    }
    fn count_key_use(&self, key: &str) {
        *self.key_uses.lock().unwrap().entry(key.into()).or_default() += 1;
    }
    fn site_entries(&self) -> Arc<Vec<SiteEntry>> {
        self.entries.read().unwrap().clone()
    }
    fn site_entry(&self, id: &str) -> Option<SiteEntry> {
        self.site_entries()
            .iter()
            .find(|site| site.id == id)
            .cloned()
    }
    fn site(&self, id: &str) -> Option<SiteData> {
        self.site_entry(id).map(site_data)
    }
    fn questions(&self) -> Box<dyn Questions> {
        Box::new(NoAnswers(self.now()))
    }
    async fn dimension_values(&self, _: &ValuesInput) -> ApiResult<Vec<NamedCountData>> {
        Ok(Vec::new())
    }
    fn check_filters(&self, _: &[FilterInput]) -> ApiResult<()> {
        Ok(())
    }
    fn definitions(&self) -> (Vec<DefinitionData>, Vec<DefinitionData>) {
        (Vec::new(), Vec::new())
    }
    fn install_check(&self, _: &str, _: &str) -> Option<InstallCheckData> {
        None
    }
    async fn event(
        &self,
        site: &str,
        id: &str,
        at: DateTime<Utc>,
    ) -> ApiResult<Option<EventDetailData>> {
        Ok(Some(EventDetailData {
            event: EventData {
                id: id.into(),
                site_id: site.into(),
                timestamp: at,
                ..EventData::default()
            },
            columns: json!({}),
            address: Some("192.0.2.7".into()),
        }))
    }
    async fn export(&self, format: ExportFormat, wanted: Exported) -> ApiResult<ExportFile> {
        let text = format!("{format:?} {wanted:?}").into_bytes();
        Ok(ExportFile {
            name: "export.txt".into(),
            kind: "text/plain",
            bytes: futures::stream::iter([Ok(text)]).boxed(),
        })
    }
    async fn flush_errors(&self) {}
    async fn realtime(&self, _: &[String]) -> ApiResult<RealtimeData> {
        Ok(RealtimeData {
            at: self.now(),
            active_visitors: 0,
            active_sessions: 0,
            active_sites: 0,
            events_per_minute: 0,
            conversion_rate: None,
            revenue: None,
            minutes: Vec::new(),
            top_pages: Vec::new(),
            top_sources: Vec::new(),
            top_countries: Vec::new(),
            visitors: Vec::new(),
        })
    }
    async fn events(
        &self,
        _: &[String],
        _: &[FilterInput],
        _: usize,
        _: Option<&str>,
    ) -> ApiResult<EventsData> {
        Ok(EventsData::default())
    }
    async fn live_events(
        &self,
        sites: &[String],
        _: &[FilterInput],
    ) -> ApiResult<BoxStream<'static, ApiResult<EventData>>> {
        let event = EventData {
            site_id: sites[0].clone(),
            name: "page_view".into(),
            ..EventData::default()
        };
        let first = futures::stream::once(std::future::ready(Ok(event)));
        Ok(first.chain(futures::stream::pending()).boxed())
    }
    fn changes(&self, _: &[String]) -> BoxStream<'static, ()> {
        futures::stream::pending().boxed()
    }
    async fn pipeline(&self, sites: Option<&[String]>) -> ApiResult<PipelineData> {
        // How much of it is seen stands in `queued`, so that a test can tell.
        Ok(PipelineData {
            at: self.now(),
            received_per_minute: 0.0,
            processed_per_minute: 0.0,
            failed_per_minute: 0.0,
            rejected_per_minute: 0.0,
            queued: sites.map_or(-1, |sites| i64::try_from(sites.len()).unwrap()),
            latency_ms: [0.0; 3],
            checkpoint_age_sec: 0.0,
            low_water_lag: 0,
            log_bytes: 0,
            log_bytes_max: 0,
            tables: Vec::new(),
            partitions: Vec::new(),
            sites: Vec::new(),
            cpu_percent: 0.0,
            memory_bytes: 0,
            uptime_percent: 100.0,
        })
    }
    async fn create_site(
        &self,
        organisation: &str,
        change: SiteChange,
        actor: &Actor,
    ) -> ApiResult<SiteData> {
        let name = change.name.unwrap_or_default();
        let site = self
            .accounts
            .create_site(organisation, &name, json!({}), actor, self.moment())
            .await?;
        self.reload().await?;
        self.site(&site.id).ok_or_else(ApiError::internal)
    }
    async fn update_site(
        &self,
        id: &str,
        change: SiteChange,
        actor: &Actor,
    ) -> ApiResult<SiteData> {
        let edit = SiteEdit {
            name: change.name,
            icon: change.icon,
            settings: None,
        };
        self.accounts
            .update_site(id, edit, actor, self.moment())
            .await?;
        self.reload().await?;
        self.site(id).ok_or_else(ApiError::internal)
    }
    async fn erase_visitor(&self, site: &str, visitor: &str) -> ApiResult<ErasureData> {
        Ok(ErasureData {
            site_id: site.into(),
            visitor_id: visitor.into(),
            events: 0,
            sessions: 0,
            erased_at: self.now(),
        })
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    Nobody,
    SuperAdmin,
    Owner,
    Admin,
    /// With the site assigned.
    Manager,
    /// With another site assigned.
    ManagerElsewhere,
    Viewer,
    ViewerElsewhere,
    /// The owner of another organisation.
    Outsider,
    ReadKey,
    WriteKey,
    AdminKey,
    /// An admin key that reaches another site only.
    KeyElsewhere,
    /// An admin key of the other organisation.
    OutsidersKey,
}

impl Who {
    pub const ALL: [Who; 14] = [
        Who::Nobody,
        Who::SuperAdmin,
        Who::Owner,
        Who::Admin,
        Who::Manager,
        Who::ManagerElsewhere,
        Who::Viewer,
        Who::ViewerElsewhere,
        Who::Outsider,
        Who::ReadKey,
        Who::WriteKey,
        Who::AdminKey,
        Who::KeyElsewhere,
        Who::OutsidersKey,
    ];

    pub fn is_key(self) -> bool {
        matches!(
            self,
            Who::ReadKey | Who::WriteKey | Who::AdminKey | Who::KeyElsewhere | Who::OutsidersKey
        )
    }
}

/// The installation. The organisation `org` has the sites `site` and `other`; the outsider's has `foreign`.
pub struct World {
    pub backend: Arc<Fake>,
    pub router: axum::Router,
    pub org: String,
    pub foreign_org: String,
    pub site: String,
    pub other: String,
    pub deleted: String,
    pub tokens: HashMap<Who, String>,
    pub users: HashMap<Who, String>,
    pub invitation: (String, String),
    pub key: String,
    /// A segment that all who read `site` see.
    pub segment: String,
    _files: tempfile::TempDir,
}

pub struct Answer {
    pub body: Json,
    pub headers: HeaderMap,
}

impl Answer {
    /// The code of the first error.
    pub fn code(&self) -> Option<&str> {
        self.body["errors"][0]["extensions"]["code"].as_str()
    }
    pub fn message(&self) -> String {
        self.body["errors"][0]["message"]
            .as_str()
            .unwrap_or_default()
            .into()
    }
    pub fn cookie(&self) -> Option<&str> {
        self.headers.get("set-cookie")?.to_str().ok()
    }
}

pub async fn backend(
    sign_up: SignUpMode,
    public_url: &str,
    files: &tempfile::TempDir,
) -> Arc<Fake> {
    let url = format!("sqlite://{}", files.path().join("footfall.db").display());
    let moment = Moment::at(Utc::now());
    let options = AccountsOptions {
        url,
        secrets: SecretKeys::generate(moment),
        password_memory_kib: 64,
    };
    let fake = Fake {
        accounts: Accounts::open(options, moment).await.unwrap(),
        passed_ms: AtomicI64::new(0),
        rights: RwLock::default(),
        entries: RwLock::default(),
        changes: watch::Sender::new(0),
        installation: Installation {
            public_url: public_url.into(),
            sign_up,
            oidc_name: None,
        },
        mails: Mutex::default(),
        key_uses: Mutex::default(),
    };
    fake.reload().await.unwrap();
    Arc::new(fake)
}

impl World {
    pub async fn new() -> Self {
        let files = tempfile::tempdir().unwrap();
        let backend = backend(SignUpMode::On, "https://stats.example.com", &files).await;
        let accounts = &backend.accounts;
        let by = Actor::command_line();
        let moment = backend.moment();
        let mut users = HashMap::new();
        // The super admin belongs to the default organisation, which is nobody else's.
        let boss = accounts
            .create_user(
                "root@example.com",
                PASSWORD,
                None,
                true,
                DEFAULT_ORGANISATION,
                &by,
                moment,
            )
            .await
            .unwrap();
        users.insert(Who::SuperAdmin, boss.0.id);
        let org = accounts
            .create_organisation("Agency", None, None, &by, moment)
            .await
            .unwrap()
            .id;
        let foreign_org = accounts
            .create_organisation("Foreign", None, None, &by, moment)
            .await
            .unwrap()
            .id;
        let mut sites = Vec::new();
        for (owner, name) in [
            (&org, "site"),
            (&org, "other"),
            (&org, "deleted"),
            (&foreign_org, "foreign"),
        ] {
            let made = accounts
                .create_site(owner, name, json!({}), &by, moment)
                .await
                .unwrap();
            sites.push(made.id);
        }
        let [site, other, deleted, foreign]: [String; 4] = sites.try_into().unwrap();
        accounts
            .delete_site(&deleted, false, &by, moment)
            .await
            .unwrap();
        for (who, organisation, role, assigned) in [
            (Who::Owner, &org, Role::Owner, None),
            (Who::Admin, &org, Role::Admin, None),
            (Who::Manager, &org, Role::Manager, Some(&site)),
            (Who::ManagerElsewhere, &org, Role::Manager, Some(&other)),
            (Who::Viewer, &org, Role::Viewer, Some(&site)),
            (Who::ViewerElsewhere, &org, Role::Viewer, Some(&other)),
            (Who::Outsider, &foreign_org, Role::Owner, None),
        ] {
            let email = format!("{who:?}@example.com");
            let made = accounts
                .create_user(
                    &email,
                    PASSWORD,
                    Some(role),
                    false,
                    organisation,
                    &by,
                    moment,
                )
                .await;
            let id = made.unwrap().0.id;
            if let Some(assigned) = assigned {
                let sites = Some(vec![assigned.clone()]);
                accounts
                    .update_member(organisation, &id, role, sites, &by, moment)
                    .await
                    .unwrap();
            }
            users.insert(who, id);
        }
        let mut world = Self {
            router: graphql_api::router(backend.clone()),
            backend: backend.clone(),
            org,
            foreign_org,
            site,
            other,
            deleted,
            tokens: HashMap::new(),
            users,
            invitation: Default::default(),
            key: String::new(),
            segment: String::new(),
            _files: files,
        };
        for who in [
            Who::SuperAdmin,
            Who::Owner,
            Who::Admin,
            Who::Manager,
            Who::ManagerElsewhere,
            Who::Viewer,
            Who::ViewerElsewhere,
            Who::Outsider,
        ] {
            let email = if who == Who::SuperAdmin {
                "root@example.com".into()
            } else {
                format!("{who:?}@example.com")
            };
            world.sign_in(who, &email).await;
        }
        for (who, organisation, scope, sites) in [
            (Who::ReadKey, &world.org, Scope::Read, None),
            (Who::WriteKey, &world.org, Scope::Write, None),
            (Who::AdminKey, &world.org, Scope::Admin, None),
            (
                Who::KeyElsewhere,
                &world.org,
                Scope::Admin,
                Some(vec![world.other.clone()]),
            ),
            (
                Who::OutsidersKey,
                &world.foreign_org,
                Scope::Admin,
                Some(vec![foreign]),
            ),
        ] {
            let new = NewKey {
                organisation: organisation.clone(),
                name: format!("{who:?}"),
                scope,
                sites,
                expires_in: None,
                requests_per_minute_max: None,
                user: None,
            };
            let (key, secret) = backend
                .accounts
                .create_key(new, &by, backend.moment())
                .await
                .unwrap();
            world.tokens.insert(who, secret);
            world.key = if who == Who::ReadKey {
                key.id
            } else {
                world.key
            };
        }
        let invited = backend.accounts.invite(
            &world.org,
            "new@example.com",
            Role::Viewer,
            None,
            &by,
            backend.moment(),
        );
        let (invitation, Mail::Invitation { token, .. }) = invited.await.unwrap() else {
            panic!("an invitation is mailed");
        };
        world.invitation = (invitation.id, token);
        let shared = NewSegment {
            site: world.site.clone(),
            name: "Shared".into(),
            shared: true,
            filters: json!([{"dimension": "PAGE", "op": "IS", "values": ["/"]}]),
        };
        let saved = backend
            .accounts
            .save_segment(None, shared, &by, backend.moment());
        world.segment = saved.await.unwrap().id;
        backend.reload().await.unwrap();
        world
    }

    async fn sign_in(&mut self, who: Who, email: &str) {
        let query =
            "mutation($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken } }";
        let answer = self
            .ask(None, query, json!({"e": email, "p": PASSWORD}))
            .await;
        let token = answer.body["data"]["login"]["accessToken"].as_str();
        let token = token.unwrap_or_else(|| panic!("{who:?}: {}", answer.body));
        self.tokens.insert(who, token.into());
    }

    pub async fn ask_as(&self, who: Who, query: &str, variables: Json) -> Answer {
        self.ask(self.tokens.get(&who).map(String::as_str), query, variables)
            .await
    }

    pub async fn ask(&self, token: Option<&str>, query: &str, variables: Json) -> Answer {
        let mut headers = Vec::new();
        let bearer = token.map(|token| format!("Bearer {token}"));
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        let body = json!({"query": query, "variables": variables}).to_string();
        send(&self.router, &headers, body).await
    }
}

pub async fn send(router: &axum::Router, headers: &[(&str, &str)], body: String) -> Answer {
    let mut request = Request::post("/graphql").extension(ClientAddress([10, 0, 0, 1].into()));
    if !headers.iter().any(|(name, _)| *name == "content-type") {
        request = request.header("content-type", "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router
        .clone()
        .oneshot(request.body(Body::from(body)).unwrap())
        .await
        .unwrap();
    let headers = response.headers().clone();
    let bytes = axum::body::to_bytes(response.into_body(), 10 << 20)
        .await
        .unwrap();
    Answer {
        body: serde_json::from_slice(&bytes).unwrap(),
        headers,
    }
}
