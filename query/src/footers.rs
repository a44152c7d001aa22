//! Reads Parquet footers once, and shows a scan only the columns that it needs.
//!
//! DataFusion's own cache keeps footers, but asks for them without the page index and then reads and decodes that anew
//! at every opening. Here the page index comes with the footer and stays with it. And at every opening DataFusion turns
//! the footer's schema into Arrow's, twice, column by column: for a hundred and thirty columns that costs more than a
//! small site's rows. So a scan of a few columns gets a footer that tells of no others, made once for each set of them.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use datafusion::common::Result;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::ParquetFileReaderFactory;
use datafusion::datasource::physical_plan::parquet::CachedParquetFileReaderFactory;
use datafusion::execution::cache::cache_manager::FileMetadataCache;
use datafusion::parquet::arrow::arrow_reader::ArrowReaderOptions;
use datafusion::parquet::arrow::async_reader::AsyncFileReader;
use datafusion::parquet::errors::Result as ParquetResult;
use datafusion::parquet::file::metadata::{
    FileMetaData, PageIndexPolicy, ParquetMetaData, ParquetMetaDataBuilder, RowGroupMetaData,
};
use datafusion::parquet::schema::types::{SchemaDescriptor, Type};
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use futures::FutureExt;
use futures::future::BoxFuture;
use object_store::ObjectStore;
use object_store::path::Path;

/// Names of columns, in the order of the files.
pub(crate) type Names = Arc<[String]>;

/// Footers of a few columns, by file and columns. Files never change.
#[derive(Clone)]
pub(crate) struct NarrowFooters(moka::sync::Cache<(Path, Names), Arc<ParquetMetaData>>);

impl NarrowFooters {
    /// Keeps footers of about so many bytes together.
    pub(crate) fn new(bytes: u64) -> Self {
        let weigh = |(path, _): &(Path, Names), footer: &Arc<ParquetMetaData>| {
            let bytes = footer.memory_size() + path.as_ref().len() + 128;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Self(
            moka::sync::Cache::builder()
                .max_capacity(bytes)
                .weigher(weigh)
                .build(),
        )
    }
}

impl std::fmt::Debug for NarrowFooters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NarrowFooters")
    }
}

/// Makes readers whose footers, page index included, are kept.
#[derive(Debug)]
pub(crate) struct Footers {
    readers: CachedParquetFileReaderFactory,
    narrow: NarrowFooters,
    columns: Names,
}

impl Footers {
    /// Readers that show these columns.
    pub(crate) fn new(
        store: Arc<dyn ObjectStore>,
        cache: Arc<FileMetadataCache>,
        narrow: NarrowFooters,
        columns: Names,
    ) -> Self {
        Self {
            readers: CachedParquetFileReaderFactory::new(store, cache),
            narrow,
            columns,
        }
    }
}

impl ParquetFileReaderFactory for Footers {
    fn create_reader(
        &self,
        partition: usize,
        file: PartitionedFile,
        footer_bytes: Option<usize>,
        metrics: &ExecutionPlanMetricsSet,
    ) -> Result<Box<dyn AsyncFileReader + Send>> {
        let key = (file.object_meta.location.clone(), self.columns.clone());
        let reader = self
            .readers
            .create_reader(partition, file, footer_bytes, metrics)?;
        Ok(Box::new(Narrow {
            reader,
            narrow: self.narrow.clone(),
            key,
        }))
    }
}

struct Narrow {
    reader: Box<dyn AsyncFileReader + Send>,
    narrow: NarrowFooters,
    key: (Path, Names),
}

impl AsyncFileReader for Narrow {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, ParquetResult<Bytes>> {
        self.reader.get_bytes(range)
    }

    fn get_byte_ranges(
        &mut self,
        ranges: Vec<Range<u64>>,
    ) -> BoxFuture<'_, ParquetResult<Vec<Bytes>>> {
        self.reader.get_byte_ranges(ranges)
    }

    fn get_metadata<'a>(
        &'a mut self,
        options: Option<&'a ArrowReaderOptions>,
    ) -> BoxFuture<'a, ParquetResult<Arc<ParquetMetaData>>> {
        async move {
            if let Some(known) = self.narrow.0.get(&self.key) {
                return Ok(known);
            }
            let options = options.cloned().unwrap_or_default();
            let options = options.with_page_index_policy(PageIndexPolicy::Optional);
            let whole = self.reader.get_metadata(Some(&options)).await?;
            let narrow = Arc::new(of_columns(&whole, &self.key.1)?);
            self.narrow.0.insert(self.key.clone(), narrow.clone());
            Ok(narrow)
        }
        .boxed()
    }
}

/// What a footer says of some columns. Places in the file stay as they are, and so does what is read.
fn of_columns(whole: &ParquetMetaData, columns: &[String]) -> ParquetResult<ParquetMetaData> {
    let file = whole.file_metadata();
    let schema = file.schema_descr();
    let is_wanted = |name: &str| columns.iter().any(|column| column == name);
    let leaves: Vec<usize> = (0..schema.num_columns())
        .filter(|leaf| is_wanted(schema.get_column_root(*leaf).name()))
        .collect();
    let roots = schema.root_schema().get_fields().iter();
    let roots = roots.filter(|root| is_wanted(root.name())).cloned();
    let root = Type::group_type_builder(schema.root_schema().name())
        .with_fields(roots.collect())
        .build()?;
    let narrow = Arc::new(SchemaDescriptor::new(Arc::new(root)));
    let orders = file
        .column_orders()
        .map(|orders| leaves.iter().map(|leaf| orders[*leaf]).collect());
    // Without the key that holds Arrow's schema: the types follow from Parquet's own.
    let created_by = file.created_by().map(str::to_owned);
    let described = FileMetaData::new(
        file.version(),
        file.num_rows(),
        created_by,
        None,
        narrow.clone(),
        orders,
    );
    let mut groups = Vec::with_capacity(whole.num_row_groups());
    for group in whole.row_groups() {
        let columns = leaves.iter().map(|leaf| group.column(*leaf).clone());
        let mut narrowed = RowGroupMetaData::builder(narrow.clone())
            .set_num_rows(group.num_rows())
            .set_total_byte_size(group.total_byte_size())
            .set_column_metadata(columns.collect());
        if let Some(ordinal) = group.ordinal() {
            narrowed = narrowed.set_ordinal(ordinal);
        }
        if let Some(offset) = group.file_offset() {
            narrowed = narrowed.set_file_offset(offset);
        }
        groups.push(narrowed.build()?);
    }
    fn picked<T: Clone>(leaves: &[usize], index: &[Vec<T>]) -> Option<Vec<Vec<T>>> {
        let of_group = |group: &Vec<T>| {
            let columns = leaves.iter().map(|leaf| group.get(*leaf).cloned());
            columns.collect::<Option<Vec<T>>>()
        };
        index.iter().map(of_group).collect()
    }
    Ok(ParquetMetaDataBuilder::new(described)
        .set_row_groups(groups)
        .set_column_index(
            whole
                .column_index()
                .and_then(|index| picked(&leaves, index)),
        )
        .set_offset_index(
            whole
                .offset_index()
                .and_then(|index| picked(&leaves, index)),
        )
        .build())
}
