#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]
use datafusion::arrow::array::*;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::*;
use deltalake::parquet::arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder};
use deltalake::parquet::basic::{Compression, Encoding, ZstdLevel};
use deltalake::parquet::file::properties::*;
use deltalake::parquet::schema::types::ColumnPath;
use engine::*;
use query::*;
use std::sync::Arc;
use std::time::Instant;
use url::Url;

fn props(table: Table) -> WriterProperties {
    let mut p = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(128 * 1024))
        .set_data_page_row_count_limit(8 * 1024)
        .set_write_batch_size(8 * 1024)
        .set_statistics_enabled(EnabledStatistics::Chunk);
    for def in table.columns() {
        let c = ColumnPath::from(def.name);
        let pos = matches!(def.kind, Kind::Timestamp)
            || ["log_offset", "closed_offset"].contains(&def.name);
        if pos {
            p = p
                .set_column_dictionary_enabled(c.clone(), false)
                .set_column_encoding(c.clone(), Encoding::DELTA_BINARY_PACKED);
        }
        if ["visitor_key", "session_key", "event_id", "session_id", "visitor_id"].contains(&def.name) { p = p.set_column_dictionary_enabled(c.clone(), false); }
        if pos || ["site_id", "event_name"].contains(&def.name) {
            p = p.set_column_statistics_enabled(c, EnabledStatistics::Page);
        }
    }
    p.build()
}

async fn convert(raw: &str, out: &str, table: Table) {
    let dir = format!("{out}/{}", table.name());
    std::fs::create_dir_all(&dir).unwrap();
    let schema = table.schema();
    let fields: Vec<FieldRef> = schema
        .fields()
        .iter()
        .filter(|f| f.name() != "date")
        .cloned()
        .collect();
    let file_schema = Arc::new(Schema::new(fields));
    let mut adds = String::from(
        "{\"commitInfo\":{\"timestamp\":0}}\n{\"txn\":{\"appId\":\"partition/0\",\"version\":1000000}}\n",
    );
    let mut names: Vec<_> = std::fs::read_dir(raw)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.starts_with(if table == Table::Events { "e" } else { "s" }))
        .collect();
    names.sort();
    for name in names {
        let reader = ParquetRecordBatchReaderBuilder::try_new(
            std::fs::File::open(format!("{raw}/{name}")).unwrap(),
        )
        .unwrap()
        .with_batch_size(65536)
        .build()
        .unwrap();
        let mut w = None;
        let mut date = String::new();
        let mut rows = 0;
        let (mut s0, mut s1, mut t0, mut t1) = (String::new(), String::new(), i64::MAX, i64::MIN);
        let mut path = String::new();
        for b in reader {
            let b = b.unwrap();
            let cols: Vec<ArrayRef> = file_schema
                .fields()
                .iter()
                .map(|f| match b.column_by_name(f.name()) {
                    Some(c) => cast(c, f.data_type()).unwrap(),
                    None => new_null_array(f.data_type(), b.num_rows()),
                })
                .collect();
            let ts = cols[file_schema.index_of(table.time_column()).unwrap()]
                .as_primitive::<TimestampMicrosecondType>();
            let sites = cols[0].as_string::<i32>();
            if w.is_none() {
                let d = chrono::DateTime::from_timestamp_micros(ts.value(0)).unwrap();
                date = d.format("%Y-%m-%d").to_string();
                std::fs::create_dir_all(format!("{dir}/date={date}")).unwrap();
                path = format!("date={date}/{name}");
                s0 = sites.value(0).into();
                w = Some(
                    ArrowWriter::try_new(
                        std::fs::File::create(format!("{dir}/{path}")).unwrap(),
                        file_schema.clone(),
                        Some(props(table)),
                    )
                    .unwrap(),
                );
            }
            s1 = sites.value(b.num_rows() - 1).into();
            for t in ts.values() {
                t0 = t0.min(*t);
                t1 = t1.max(*t);
            }
            rows += b.num_rows();
            w.as_mut()
                .unwrap()
                .write(&RecordBatch::try_new(file_schema.clone(), cols).unwrap())
                .unwrap();
        }
        w.unwrap().close().unwrap();
        let size = std::fs::metadata(format!("{dir}/{path}")).unwrap().len();
        let f = |t: i64| {
            chrono::DateTime::from_timestamp_micros(t)
                .unwrap()
                .to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
        };
        let tc = table.time_column();
        let stats = serde_json::json!({"numRecords": rows, "minValues": {"site_id": s0, tc: f(t0)}, "maxValues": {"site_id": s1, tc: f(t1)}, "nullCount": {"site_id":0, tc: 0}}).to_string();
        adds += &serde_json::json!({"add": {"path": path, "partitionValues": {"date": date}, "size": size, "modificationTime": 0, "dataChange": true, "stats": stats}}).to_string();
        adds.push('\n');
    }
    let delta = deltalake::DeltaTableBuilder::from_url(Url::from_directory_path(&dir).unwrap())
        .unwrap()
        .build()
        .unwrap();
    use deltalake::kernel::engine::arrow_conversion::TryIntoKernel;
    let kernel: deltalake::kernel::StructType = schema.as_ref().try_into_kernel().unwrap();
    delta
        .create()
        .with_columns(kernel.fields().cloned())
        .with_partition_columns(["date"])
        .with_configuration([(
            "delta.dataSkippingStatsColumns",
            Some(format!("site_id,{}", table.time_column())),
        )])
        .await
        .unwrap();
    std::fs::write(format!("{dir}/_delta_log/00000000000000000001.json"), adds).unwrap();
}

struct NoHot;
impl HotSource for NoHot {
    fn version(&self, _: &[SiteId], _: HotParts) -> Result<HotVersion, HotError> {
        Ok(HotVersion::default())
    }
}

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let out = std::env::var("TABLES").unwrap_or_else(|_| "/tmp/qbench/tables".into()); let out = out.as_str();
    if args.get(1).is_some_and(|a| a == "convert") {
        convert("/tmp/qbench/raw", out, Table::Events).await;
        convert("/tmp/qbench/raw", out, Table::Sessions).await;
        return;
    }
    let objects = Arc::new(object_store::local::LocalFileSystem::new_with_prefix(out).unwrap());
    let config = QueryConfig {
        cache_bytes: 0,
        target_partitions: 2,
        ..Default::default()
    };
    let cached = QueryConfig {
        target_partitions: 2,
        ..Default::default()
    };
    let engine = Engine::new(
        config,
        Store {
            objects: objects.clone(),
        },
        Arc::new(NoHot),
    )
    .unwrap();
    let warm = Engine::new(cached, Store { objects }, Arc::new(NoHot)).unwrap();
    use Dimension as D;
    use Metric as M;
    let now = Micros(
        chrono::DateTime::parse_from_rfc3339("2026-04-01T00:00:00Z")
            .unwrap()
            .timestamp_micros(),
    );
    let page: Vec<(&str, Vec<M>, Vec<D>)> = vec![
        (
            "cards",
            vec![
                M::Visitors,
                M::Sessions,
                M::Pageviews,
                M::BounceRate,
                M::SessionDuration,
                M::ViewsPerSession,
            ],
            vec![],
        ),
        ("chart", vec![M::Visitors, M::Pageviews], vec![D::Time]),
        ("sources", vec![M::Visitors], vec![D::Source]),
        ("channels", vec![M::Visitors], vec![D::Channel]),
        ("campaigns", vec![M::Visitors], vec![D::Campaign]),
        ("pages", vec![M::Visitors, M::Pageviews], vec![D::Page]),
        ("entry", vec![M::Visitors, M::Sessions], vec![D::EntryPage]),
        ("exit", vec![M::Visitors, M::Sessions], vec![D::ExitPage]),
        ("countries", vec![M::Visitors], vec![D::Country]),
        ("devices", vec![M::Visitors], vec![D::Device]),
        ("browsers", vec![M::Visitors], vec![D::Browser]),
        ("events", vec![M::Events, M::Visitors], vec![D::Event]),
    ];
    for (site, from, to) in [
        ("site-0001", "2026-01-01", "2026-03-31"),
        ("site-0001", "2026-03-02", "2026-03-31"),
        ("site-0100", "2026-01-01", "2026-03-31"),
    ] {
        let s = Site {
            id: site.into(),
            timezone: "UTC".into(),
            currency: "USD".into(),
            key_events: vec!["sign_up".into()],
            week_start: WeekStart::Monday,
        };
        let range = Range::Days {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
        };
        let mut total = vec![];
        for round in 0..4 {
            let t = Instant::now();
            for (name, m, d) in &page {
                let mut q = Question::new(vec![s.clone()], range, m.clone());
                q.dimensions = d.clone();
                let t = Instant::now();
                let a = engine.stats(&q, now).await.unwrap();
                let el = t.elapsed();
                if round == 3 {
                    println!(
                        "{site} {from} {name:10} {:7.1} ms rows {} files {} bytes {} -> {} rows, {:?}",
                        t.elapsed().as_secs_f64() * 1e3,
                        a.info.rows_scanned,
                        a.info.files_scanned,
                        a.info.bytes_scanned,
                        a.row_count,
                        a.totals.metrics
                    );
                }
            }
            total.push(t.elapsed().as_secs_f64() * 1e3);
        }
        println!("{site} {from}: page, no cache, rounds {total:.1?} ms");
        let mut total = vec![];
        for _ in 0..3 {
            let t = Instant::now();
            futures::future::try_join_all(page.iter().map(|(_, m, d)| {
                let mut q = Question::new(vec![s.clone()], range, m.clone());
                q.dimensions = d.clone();
                let w = &warm;
                async move { w.stats(&q, now).await }
            }))
            .await
            .unwrap();
            total.push(t.elapsed().as_secs_f64() * 1e3);
        }
        println!("{site} {from}: page, cached engine, at once {total:.1?} ms");
    }
}
