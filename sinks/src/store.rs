//! The object store behind tables, state files and quarantine: a local folder or a bucket. Local files are fsynced by
//! us, because `object_store` does not.

use std::path::PathBuf;
use std::sync::Arc;

use deltalake::DeltaTable;
use deltalake::logstore::{
    LogStore, LogStoreFactory, ObjectStoreRef, StorageConfig, default_logstore, logstore_factories,
    logstore_with,
};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use url::Url;

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address is of no kind that is known.
    #[error("store `{0}` is neither file://… nor s3://bucket/prefix")]
    UnknownScheme(String),
    /// The folder or bucket cannot be used.
    #[error("store `{url}` cannot be opened: {reason}")]
    Unusable {
        /// The address.
        url: String,
        /// Why.
        reason: String,
    },
}

/// Told of objects, by their paths, once they are durable.
pub type Watch = Arc<dyn Fn(&[Path]) + Send + Sync>;

/// A store and how to make what it holds durable.
#[derive(Clone)]
pub struct Store {
    url: Url,
    objects: Arc<dyn ObjectStore>,
    root: Arc<dyn ObjectStore>,
    local: Option<PathBuf>,
    watch: Option<Watch>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Store").field(&self.url.as_str()).finish()
    }
}

#[derive(Debug)]
struct S3LogStores;

impl LogStoreFactory for S3LogStores {
    fn with_options(
        &self,
        prefixed: ObjectStoreRef,
        root: ObjectStoreRef,
        location: &Url,
        options: &StorageConfig,
    ) -> deltalake::DeltaResult<Arc<dyn LogStore>> {
        Ok(default_logstore(prefixed, root, location, options))
    }
}

impl Store {
    /// Opens a store by address. `s3://` takes its credentials and endpoint from the standard AWS variables.
    pub fn open(url: &Url) -> Result<Self, StoreError> {
        let unusable = |reason: String| StoreError::Unusable {
            url: url.to_string(),
            reason,
        };
        match url.scheme() {
            "file" => {
                let dir = url
                    .to_file_path()
                    .map_err(|()| unusable("not a path of this machine".into()))?;
                std::fs::create_dir_all(&dir).map_err(|error| unusable(error.to_string()))?;
                let dir = dir
                    .canonicalize()
                    .map_err(|error| unusable(error.to_string()))?;
                let objects = LocalFileSystem::new_with_prefix(&dir)
                    .map_err(|error| unusable(error.to_string()))?;
                let url = Url::from_directory_path(&dir)
                    .map_err(|()| unusable("not an absolute path".into()))?;
                Ok(Self {
                    url,
                    objects: Arc::new(objects),
                    root: Arc::new(LocalFileSystem::new()),
                    local: Some(dir),
                    watch: None,
                })
            }
            "s3" => {
                let root: Arc<dyn ObjectStore> = Arc::new(
                    AmazonS3Builder::from_env()
                        .with_url(url.as_str())
                        .build()
                        .map_err(|error| unusable(error.to_string()))?,
                );
                Ok(Self::with_objects(url, root))
            }
            _ => Err(StoreError::UnknownScheme(url.to_string())),
        }
    }

    /// A store over given objects, rooted at the bucket; `url`'s path is the prefix.
    pub fn with_objects(url: &Url, root: Arc<dyn ObjectStore>) -> Self {
        let scheme = format!("{}://", url.scheme());
        if let Ok(scheme) = Url::parse(&scheme) {
            logstore_factories()
                .entry(scheme)
                .or_insert_with(|| Arc::new(S3LogStores));
        }
        let mut url = url.clone();
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        let prefix = url.path().trim_matches('/').to_owned();
        let objects: Arc<dyn ObjectStore> = if prefix.is_empty() {
            root.clone()
        } else {
            Arc::new(PrefixStore::new(root.clone(), prefix))
        };
        Self {
            url,
            objects,
            root,
            local: None,
            watch: None,
        }
    }

    /// The store, with somebody who is told what has become durable, in order.
    pub fn watched(mut self, watch: Watch) -> Self {
        self.watch = Some(watch);
        self
    }

    /// Its address, with a slash at the end.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Objects by paths relative to the store's root.
    pub fn objects(&self) -> &Arc<dyn ObjectStore> {
        &self.objects
    }

    /// Objects from the bucket's or file system's root, as URLs name them.
    pub fn root(&self) -> &Arc<dyn ObjectStore> {
        &self.root
    }

    /// The folder, where the store is one.
    pub fn local_dir(&self) -> Option<&std::path::Path> {
        self.local.as_deref()
    }

    /// The address of a folder in the store.
    pub fn dir_url(&self, dir: &str) -> Url {
        let mut url = self.url.clone();
        let path = format!("{}{}/", url.path(), dir.trim_matches('/'));
        url.set_path(&path);
        url
    }

    /// A Delta table in the store; nothing is read yet.
    pub fn delta_table(&self, dir: &str) -> deltalake::DeltaResult<DeltaTable> {
        let log_store = logstore_with(
            self.root.clone(),
            &self.dir_url(dir),
            StorageConfig::default(),
        )?;
        Ok(DeltaTable::new(log_store))
    }

    /// Writes an object and makes it durable.
    pub async fn put_durably(&self, path: &Path, payload: PutPayload) -> object_store::Result<()> {
        self.objects.put(path, payload).await?;
        self.sync(std::slice::from_ref(path)).await
    }

    /// Makes objects durable that have been written: on a local store the files and the folders above them are
    /// fsynced; a bucket's objects are durable once written.
    pub async fn sync(&self, paths: &[Path]) -> object_store::Result<()> {
        if let Some(dir) = self.local.clone() {
            let files: Vec<PathBuf> = paths.iter().map(|path| dir.join(path.as_ref())).collect();
            tokio::task::spawn_blocking(move || sync_files(&dir, &files))
                .await
                .map_err(generic)?
                .map_err(generic)?;
        }
        if let Some(watch) = &self.watch {
            watch(paths);
        }
        Ok(())
    }
}

fn generic(source: impl std::error::Error + Send + Sync + 'static) -> object_store::Error {
    object_store::Error::Generic {
        store: "local",
        source: Box::new(source),
    }
}

fn sync_files(root: &std::path::Path, paths: &[PathBuf]) -> std::io::Result<()> {
    let mut dirs = std::collections::BTreeSet::new();
    for path in paths {
        std::fs::File::open(path)?.sync_all()?;
        let mut dir = path.parent();
        while let Some(above) = dir {
            dirs.insert(above.to_owned());
            if above == root {
                break;
            }
            dir = above.parent();
        }
    }
    for dir in dirs.iter().rev() {
        std::fs::File::open(dir)?.sync_all()?;
    }
    Ok(())
}
